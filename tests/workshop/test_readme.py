"""The README tells the truth: every setting, every command, every picture."""

import re

from engage.cli import COMMANDS
from scripts.settings_table import README, rewritten


def test_table_of_settings_is_that_of_the_code() -> None:
    text = README.read_text()
    assert rewritten(text) == text, "run `python -m scripts.settings_table`"


def test_every_command_is_named_and_there() -> None:
    named = set(re.findall(r"`engage ([a-z-]+)", README.read_text()))
    assert named
    assert named == {*COMMANDS, "db"}


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README.read_text())
    assert len(pictures) >= 6
    assert [name for name in pictures if not (README.parent / name).is_file()] == []
