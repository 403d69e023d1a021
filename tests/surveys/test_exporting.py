"""Responses as files: whole, harmless in a spreadsheet, and never by halves."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook

from engage.surveys.export_commands import export_commands
from engage.surveys.models import Survey
from tests.strategy.factories import make_strategy
from tests.summaries.factories import republish
from tests.surveys.factories import everyday_document, make_response, options, published_survey, question, texts

ANSWERS: list[dict[str, Any]] = [
    {"how": "car", "why_car": "=HYPERLINK(1)", "safe": 2, "minutes": 12},
    {"how": "bike", "why_car": "skrevet, før vejen blev en anden", "areas": ["growth", "nature-green"]},
    {"how": "bus", "more": 'To linjer;\nog "anførselstegn"', "minutes": 0},
]


@pytest.fixture
def survey(app: Flask) -> Survey:
    make_strategy()
    survey = published_survey()
    for answers in ANSWERS:
        make_response(survey, answers)
    return survey


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(export_commands, ["responses", *map(str, arguments)])


def read_csv(file: Path, **options: str) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as content:
        return sorted(csv.DictReader(content, **options), key=lambda row: row["how"])  # type: ignore[call-overload]


def test_every_response_is_a_row_and_counted(app: Flask, survey: Survey, tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    done = run(app, survey.slug, "--out", file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert done.output == f"svar.csv\t3 responses\tsha256 {digest}\n"
    bike, bus, car = read_csv(file)
    assert list(bike) == [
        *("response", "version", "submitted", "language", "channel"),
        *("how", "why_car", "safe", "minutes", "more", "areas", "home"),
    ]
    assert (car["safe"], car["minutes"], car["why_car"]) == ("2", "12", "'=HYPERLINK(1)")
    assert bike["areas"] == "growth|nature-green"
    assert bike["why_car"] == ""  # off the way
    assert (bus["more"], bus["minutes"]) == ('To linjer;\nog "anførselstegn"', "0")
    assert len(bus["submitted"]) == 10  # an anonymous answer has a day, no time


def test_danish_excel_opens_it_at_a_double_click(app: Flask, survey: Survey, tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    assert run(app, survey.slug, "--out", file, "--excel").exit_code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfresponse;version;")
    assert [row["how"] for row in read_csv(file, delimiter=";")] == ["bike", "bus", "car"]


def test_the_same_in_a_workbook_and_as_json(app: Flask, survey: Survey, tmp_path: Path) -> None:
    book, data = tmp_path / "svar.xlsx", tmp_path / "svar.json"
    assert "3 responses" in run(app, survey.slug, "--out", book, "--format", "xlsx").output
    assert "3 responses" in run(app, survey.slug, "--out", data, "--format", "json").output
    header, *rows = load_workbook(book).worksheets[0].iter_rows(values_only=True)
    cells = sorted((dict(zip(header, row, strict=True)) for row in rows), key=lambda row: str(row["how"]))
    parsed = sorted(json.loads(data.read_text()), key=lambda row: row["how"])
    assert [{name: value for name, value in row.items() if value is not None} for row in cells] == parsed
    assert parsed[2]["minutes"] == 12


def test_an_older_version_keeps_its_columns(app: Flask, survey: Survey, tmp_path: Path) -> None:
    document = everyday_document()
    document["pages"][0]["questions"] = [
        question("multiple_choice", "with", "Hvem følges du med?", options=options(a="Børn", b="Naboer"))
    ]
    document["pages"][1]["questions"].pop(0)
    document["title"] = texts("Vejen, anden gang")
    republish(survey, document)
    make_response(survey, {"with": ["a", "b"]})
    file = tmp_path / "svar.csv"
    assert "4 responses" in run(app, survey.slug, "--out", file).output
    new, *old = read_csv(file)
    assert list(new)[5:] == ["with", "safe", "minutes", "more", "areas", "home", "how", "why_car"]
    assert (new["with"], new["version"], {row["version"] for row in old}) == ("a|b", "2", {"1"})


FORMULAS = ["=1+1", " =1", "\u00a0+1", "\uff1d1", "-2+3+cmd|' /C calc'!A0", "%0", "|calc", "@SUM(1)", "-"]
WORDS = ["Vi vil +1", "-12,5", "+45 99 66 70 00", "1=1", "'=1", "Æble", "…", "½ =1"]


def test_no_word_of_a_citizen_is_a_formula(app: Flask, tmp_path: Path) -> None:
    make_strategy()
    survey = published_survey()
    for words in (*FORMULAS, *WORDS):
        make_response(survey, {"how": "bus", "more": words})
    file, book = tmp_path / "svar.csv", tmp_path / "svar.xlsx"
    assert run(app, survey.slug, "--out", file).exit_code == 0
    assert run(app, survey.slug, "--out", book, "--format", "xlsx").exit_code == 0
    expected = sorted([*(f"'{words}" for words in FORMULAS), *WORDS])
    assert sorted(row["more"] for row in read_csv(file)) == expected
    header, *rows = load_workbook(book).worksheets[0].iter_rows(values_only=True)
    assert sorted(str(row[header.index("more")]) for row in rows) == expected


def test_what_cannot_be_written_leaves_nothing(app: Flask, survey: Survey, tmp_path: Path) -> None:
    (tmp_path / "taken.csv").mkdir()
    assert run(app, "findes-ikke", "--out", tmp_path / "a.csv").exit_code != 0
    assert run(app, survey.slug, "--out", tmp_path / "nowhere" / "a.csv").exit_code != 0
    assert run(app, survey.slug, "--out", tmp_path / "taken.csv").exit_code != 0
    assert run(app, survey.slug, "--out", tmp_path / "a.json", "--format", "json", "--excel").exit_code != 0
    assert [path.name for path in tmp_path.iterdir()] == ["taken.csv"]
