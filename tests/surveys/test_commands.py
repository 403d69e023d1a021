"""`engage survey import`, `export` and `check`: loss-free, in one line, and never by halves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from engage.cli import main
from engage.core.db import session
from engage.surveys import queries
from engage.surveys.commands import survey_commands
from engage.surveys.models import Survey
from tests.consultations.factories import make_consultation
from tests.surveys.engine import FOLDER, NAMES
from tests.surveys.factories import everyday_document, make_survey, published_survey


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(survey_commands, [str(argument) for argument in arguments])


def written(folder: Path, document: object) -> Path:
    file = folder / "skema.json"
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return file


def surveys() -> int:
    return session().scalar(sa.select(sa.func.count()).select_from(Survey)) or 0


def test_out_and_in_again_loses_nothing(app: Flask, tmp_path: Path) -> None:
    survey = make_survey()
    consultation = make_consultation()
    first, second = tmp_path / "one.json", tmp_path / "two.json"
    assert run(app, "export", survey.slug, "--out", first).exit_code == 0
    done = run(app, "import", first, "--consultation", consultation.slug)
    assert done.exit_code == 0, done.output
    slug = done.output.split("\t")[0]
    assert run(app, "export", slug, "--out", second).exit_code == 0
    assert first.read_bytes() == second.read_bytes()
    assert queries.survey_by_slug(slug).document == survey.document
    assert queries.survey_by_slug(slug).consultation_id == consultation.id


def test_another_title_for_the_copy(app: Flask, tmp_path: Path) -> None:
    consultation = make_consultation()
    file = written(tmp_path, everyday_document())
    done = run(app, "import", file, "--consultation", consultation.slug, "--title", "Kopi af skolevejen")
    assert done.output == "kopi-af-skolevejen\tdraft\t3 pages, 7 questions\n"
    assert queries.survey_by_slug("kopi-af-skolevejen").title["da"] == "Kopi af skolevejen"


def test_a_published_version_can_be_written_too(app: Flask, tmp_path: Path) -> None:
    survey = published_survey()
    file = tmp_path / "version.json"
    assert run(app, "export", survey.slug, "--version", "1", "--out", file).exit_code == 0
    assert json.loads(file.read_text()) == queries.current_version(survey.id).document
    assert "has no version 7" in run(app, "export", survey.slug, "--version", "7", "--out", file).output


def test_a_good_file_is_ready_to_publish(app: Flask, tmp_path: Path) -> None:
    done = run(app, "check", written(tmp_path, everyday_document()))
    assert (done.exit_code, done.output) == (0, "skema.json: 3 pages, 7 questions, ready to publish\n")


@pytest.mark.parametrize("name", NAMES)
def test_every_example_can_be_read(app: Flask, name: str) -> None:
    assert run(app, "check", FOLDER / f"{name}.json").exit_code == 0


def test_faults_are_told_with_their_places(app: Flask, tmp_path: Path) -> None:
    document = everyday_document()
    del document["pages"][0]["questions"][0]["label"]["en"]
    document["pages"][1]["questions"][0]["show_if"] = {"==": [{"answer": "nothing"}, "x"]}
    refused = run(app, "check", written(tmp_path, document))
    lines = refused.output.splitlines()
    assert [line.rsplit(": ", 1)[0] for line in lines] == [
        "Error: skema.json: pages[0].questions[0].label.en",
        "Error: skema.json: pages[1].questions[0].show_if",
    ]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("{", "skema.json: "),
        ("[]", "skema.json: "),
        ('{"schema_version": 1, "surprise": 2}', "skema.json: surprise: "),
        ('{"schema_version": 9}', "skema.json: schema_version: "),
        ('{"schema_version": 1, "pages": [{"key": "A b"}]}', "skema.json: pages[0].key: "),
        (
            '{"schema_version": 1, "pages": [{"key": "a", "questions": [{"type": "hologram", "key": "b"}]}]}',
            "skema.json: pages[0].questions[0]: ",
        ),
    ],
)
def test_a_file_that_is_none_imports_nothing(app: Flask, tmp_path: Path, content: str, place: str) -> None:
    consultation = make_consultation()
    refused = run(app, "import", written(tmp_path, content), "--consultation", consultation.slug)
    assert refused.exit_code != 0
    assert refused.output.startswith(f"Error: {place}")
    assert refused.output.count("\n") == 1
    assert surveys() == 0


def test_a_file_in_latin_1_says_so(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "skema.json"
    file.write_bytes('{"schema_version": 1, "title": {"da": "Vejen på Læsø"}}'.encode("latin-1"))
    assert "is not UTF-8" in run(app, "check", file).output


def test_without_title_or_consultation_nothing_is_made(app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path, {"schema_version": 1, "pages": []})
    consultation = make_consultation()
    assert "no Danish title" in run(app, "import", file, "--consultation", consultation.slug).output
    refused = run(app, "import", file, "--consultation", "ingen", "--title", "Navn")
    assert "no consultation is called 'ingen'" in refused.output
    assert surveys() == 0


def test_nothing_is_left_where_nothing_can_be_written(app: Flask, tmp_path: Path) -> None:
    survey = make_survey()
    folder = tmp_path / "missing"
    assert run(app, "export", survey.slug, "--out", folder / "file.json").exit_code != 0
    assert "no survey is called 'nothing'" in run(app, "export", "nothing", "--out", tmp_path / "x.json").output
    assert list(tmp_path.iterdir()) == []


def test_the_program_ends_with_code_two(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "{")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("sys.argv", ["engage", "survey", "check", str(file)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("Error: skema.json: ")
