from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.core.builds import BuildState
from engage.summaries import queries
from engage.summaries.commands import summarise
from engage.triage.commands import suggest
from tests.strategy.factories import make_strategy
from tests.summaries.factories import answered_consultation, built


def test_summarise_builds_and_prints(app: Flask, db_session: Session) -> None:
    consultation, _survey = answered_consultation(40)
    done = app.test_cli_runner().invoke(summarise, [consultation.slug, "--json"])
    printed = json.loads(done.output)
    summary = queries.whole_summary(consultation.id)
    assert summary is not None
    assert printed == {"consultation": consultation.slug, **summary.content}
    plain = app.test_cli_runner().invoke(summarise, [consultation.slug])
    assert plain.output.splitlines()[0] == consultation.title["da"]
    assert f"{summary.totals['responses']} responses" in plain.output
    assert printed["voices"]["themes"][0]["label"] in plain.output


def test_summarise_refuses_what_it_cannot_do(app: Flask, db_session: Session) -> None:
    unknown = app.test_cli_runner().invoke(summarise, ["findes-ikke"])
    assert (unknown.exit_code, "findes-ikke" in unknown.output) == (2, True)
    consultation, _survey = answered_consultation(1)
    built(consultation).state = BuildState.BUILDING
    db_session.commit()
    busy = app.test_cli_runner().invoke(summarise, [consultation.slug])
    assert busy.exit_code != 0
    assert "try again" in busy.output


def test_suggest_proposes_for_each_row(app: Flask, db_session: Session, tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    rows = ("text;navn", "Vi mangler cykelstier og bedre vejbelysning;A", ";B", "Flere pædagoger i børnehaven;C")
    file.write_text("\n".join(rows), encoding="latin-1")
    for with_strategy in (False, True):
        if with_strategy:
            make_strategy()
        done = app.test_cli_runner().invoke(suggest, [str(file), "--json"])
        proposals = json.loads(done.output)
        assert [each["row"] for each in proposals] == [2, 3, 4]
        assert [each["focus_area"] for each in proposals] == ["nature-green", None, "children-youth"]
        assert [each["vision"] for each in proposals] == ["nature-green-2", None, "children-youth-1"]
        assert proposals[0]["confidence"] > 0.5 > proposals[1]["confidence"] == 0
    plain = app.test_cli_runner().invoke(suggest, [str(file)]).output.splitlines()
    assert plain[1] == "3\t-\t-\t0.00"


@pytest.mark.parametrize("content", [b"navn\nKaren", b"", b"PK\x03\x04 no workbook"])
def test_suggest_says_what_is_wrong_with_a_file(app: Flask, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "svar.csv"
    file.write_bytes(content)
    done = app.test_cli_runner().invoke(suggest, [str(file), "--json"])
    assert done.exit_code != 0
    assert done.output.startswith("Error: svar.csv")
    assert len(done.output.splitlines()) == 1
