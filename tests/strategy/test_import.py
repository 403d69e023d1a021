"""Loading the strategy: all or nothing, one clear line, and twice does no harm."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engage.core.db import transaction
from engage.strategy import queries
from engage.strategy.commands import strategy_commands
from engage.strategy.document import StrategyFileError, read_document
from engage.strategy.loader import import_packaged, import_strategy, packaged_strategy
from engage.strategy.models import Strategy, Vision
from tests.strategy.factories import make_strategy


def test_the_packaged_strategy_becomes_the_current_one(app: Flask) -> None:
    make_strategy()
    strategy = queries.current_strategy()
    assert strategy is not None
    assert [area.key for area in queries.focus_areas()] == ["growth", "communities", "children-youth", "nature-green"]
    assert (len(queries.values()), len(queries.visions()), len(queries.committees())) == (4, 13, 6)
    assert not any(committee.confirmed for committee in queries.committees())
    assert [area.name for area in queries.local_areas()] == ["Aars", "Farsø", "Løgstør", "Aalestrup"]
    assert strategy.goal["en"] == "To make Vesthimmerland a good place to live for everyone"


def test_importing_twice_changes_nothing(app: Flask) -> None:
    import_packaged()
    again = import_packaged()
    assert (again.added, again.changed, again.kept) == (0, 0, [])


def test_a_text_is_updated_by_its_key_and_its_translation_falls(app: Flask) -> None:
    make_strategy()
    text = packaged_strategy().replace("title: {da: Sund økonomi, en: Sound economy}", "title: Stærk økonomi")
    result = import_strategy(read_document(text))
    assert result.changed == 1
    assert queries.values()[0].title == {"da": "Stærk økonomi"}


def test_a_translation_made_on_screen_stays_while_the_danish_stays(app: Flask) -> None:
    make_strategy()
    text = packaged_strategy().replace("title: {da: Sund økonomi, en: Sound economy}", "title: Sund økonomi")
    assert import_strategy(read_document(text)).changed == 0
    assert queries.values()[0].title["en"] == "Sound economy"


def test_what_the_file_no_longer_names_is_kept(app: Flask) -> None:
    make_strategy()
    text = packaged_strategy().replace("  - Aalestrup\n", "").replace("key: health,", "key: health-care,")
    result = import_strategy(read_document(text))
    assert (result.added, result.kept) == (1, ["health", "Aalestrup"])


def test_a_vision_that_moves_to_another_focus_area_stays_the_same_vision(app: Flask, db_session: Session) -> None:
    make_strategy()
    old = queries.vision("growth-3").id
    document = read_document(packaged_strategy())
    document.focus_areas[1].visions.append(document.focus_areas[0].visions.pop())
    import_strategy(document)
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Vision)) == 13
    moved = queries.vision("growth-3")
    assert (moved.id, moved.focus_area.key) == (old, "communities")


def test_a_name_confirmed_on_screen_stands_over_an_unconfirmed_one(app: Flask) -> None:
    make_strategy()
    with transaction():
        committee = queries.committee("health")
        committee.title, committee.confirmed = {"da": "Sundheds- og Ældreudvalget"}, True
    import_packaged()
    assert queries.committee("health").title == {"da": "Sundheds- og Ældreudvalget"}


def test_a_second_strategy_does_not_push_the_current_one_aside(app: Flask) -> None:
    make_strategy()
    text = packaged_strategy().replace("key: vores-vesthimmerland-2022-2026", "key: vores-vesthimmerland-2026-2030")
    result = import_strategy(read_document(text))
    assert not result.strategy.is_current
    assert len(queries.visions()) == 13


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("values: #", "values: [ #", "line "),
        ("period: {from: 2022, to: 2026}", "period: {from: 2026, to: 2022}", "strategy.period: the term ends"),
        ("title: {da: Sund økonomi, en: Sound economy}", "title: {en: Sound economy}", "values[1].title: the Danish"),
        ("title: {da: Sund økonomi, en: Sound economy}", "titel: Sund økonomi", "values[1].title: Field required"),
        ("title: {da: Sund økonomi, en: Sound economy}", "title: {da: Sund, fr: Bon}", "unknown language 'fr'"),
        ("- key: growth-2", "- key: growth-1", "visions: 'growth-1' stands there twice"),
        ("- key: growth-2", "- key: Vækst 2", "focus_areas[1].visions[2].key"),
    ],
)
def test_a_faulty_file_is_refused_with_one_line_that_says_where(old: str, new: str, message: str) -> None:
    text = packaged_strategy()
    assert old in text
    with pytest.raises(StrategyFileError) as refused:
        read_document(text.replace(old, new, 1))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_command_reports_and_a_faulty_file_imports_nothing(app: Flask, db_session: Session, tmp_path: Path) -> None:
    faulty = tmp_path / "next.yaml"
    faulty.write_text(packaged_strategy().replace("hashtag:", "hash:"), "utf-8")
    refused = app.test_cli_runner().invoke(strategy_commands, ["import", str(faulty)])
    assert refused.exit_code != 0
    assert refused.output == "Error: next.yaml: strategy.hash: Extra inputs are not permitted\n"
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Strategy)) == 0
    missing = app.test_cli_runner().invoke(strategy_commands, ["import", str(tmp_path / "gone.yaml")])
    assert missing.output == f"Error: {tmp_path / 'gone.yaml'}: No such file or directory\n"
    loaded = app.test_cli_runner().invoke(strategy_commands, ["import"])
    assert loaded.exit_code == 0
    assert loaded.output.startswith("vores-vesthimmerland-2022-2026 (current): ")
