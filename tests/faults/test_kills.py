"""kill -9 at random moments, and SIGTERM: what was acknowledged is there once, and nobody gets two or none."""

from __future__ import annotations

import contextlib
import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from engage.surveys.models import Survey
from tests.faults.platform import Platform, eventually, platform
from tests.faults.scene import play
from tests.faults.tally import TABLE
from tests.fixtures.apps import MakeApp
from tests.surveys.factories import published_survey


def in_flight(killed: Counter[str]) -> int:
    """Mails that may have been in the hands of killed processes: a worker here has two, which die with it."""
    return killed["kill -9 of a pool process"] + 2 * killed["kill -9 of a worker"]


def test_killed_processes_lose_nothing_and_double_nothing(hurt: Platform, survey: Survey) -> None:
    tally = play(hurt, survey, hurt.kill_one, people=200, citizens=2, times=3, pause=1.0, doubles=in_flight)
    assert tally.acknowledged >= 2


@pytest.mark.long
def test_twenty_rounds_of_kills_during_five_thousand_invitations(make_app: MakeApp, tmp_path: Path) -> None:
    with platform(tmp_path, make_app) as hurt:
        survey = published_survey()
        tally = play(hurt, survey, hurt.kill_one, people=5000, citizens=8, times=20, pause=4.0, doubles=in_flight)
    TABLE.append(tally)
    assert tally.acknowledged >= 20


@pytest.mark.long
def test_the_embedded_default_survives_kills_too(make_app: MakeApp, tmp_path: Path) -> None:
    with platform(tmp_path, make_app, embedded=True) as hurt:
        survey = published_survey()
        tally = play(hurt, survey, hurt.kill_one, people=500, citizens=4, times=8, pause=3.0, doubles=in_flight)
    TABLE.append(tally)
    assert tally.acknowledged >= 4


def test_sigterm_ends_web_and_worker_without_a_lost_request_or_a_double(hurt: Platform, survey: Survey) -> None:
    play(hurt, survey, ending(hurt), people=150, citizens=2, times=3, pause=1.5, doubles=lambda _tried: 0)


@pytest.mark.long
@pytest.mark.parametrize("embedded", [False, True], ids=["servers", "embedded"])
def test_sigterm_again_and_again(make_app: MakeApp, tmp_path: Path, embedded: bool) -> None:
    with platform(tmp_path, make_app, embedded=embedded) as hurt:
        end, survey = ending(hurt), published_survey()
        TABLE.append(play(hurt, survey, end, people=2000, citizens=8, times=12, pause=3, doubles=lambda _tried: 0))


def ending(hurt: Platform) -> Callable[[random.Random], str]:
    """A strike: worker and web server in turn are told to stop, and are started again."""

    def is_told() -> bool:
        """False while there is none: the one told before may be gone, and its successor not here yet."""
        for process in hurt.processes()[kinds[0]][:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
                return True
        return False

    def end(_chance: random.Random) -> str:
        kinds.reverse()
        eventually(is_told, 60, f"the {kinds[0]} is back")
        return f"SIGTERM to {kinds[0]}"

    kinds = ["web", "worker"]
    return end
