"""Each outage again and again while citizens answer, thousands of invitations go out and a summary builds."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.faults.outages import EMBEDDED, ON_SERVERS, Outage, lasting
from tests.faults.platform import Platform
from tests.faults.scene import play
from tests.faults.tally import TABLE, Tally
from tests.surveys.factories import published_survey

pytestmark = pytest.mark.long
SECONDS = 12.0  # longer than anybody waits for an answer: SQLite's lock and the mail server have ten
HANDS = 2  # of the worker: so many mails may be on their way when what is to be written of them cannot be


@pytest.mark.parametrize("name", ON_SERVERS)
def test_on_servers(hurt: Platform, name: str) -> None:
    TABLE.append(_played(hurt, name, ON_SERVERS[name], people=700, citizens=8))


@pytest.mark.parametrize("name", EMBEDDED)
def test_on_the_embedded_default(embedded: Platform, name: str) -> None:
    TABLE.append(_played(embedded, name, EMBEDDED[name], people=300, citizens=4))


def _played(hurt: Platform, name: str, outage: Outage, *, people: int, citizens: int) -> Tally:
    hurt.wait_until_up()
    survey, dropped = published_survey(), hurt.smtp.dropped
    strike = lasting(hurt, name, outage, SECONDS)

    def doubles(tried: Counter[str]) -> int:
        unwritten = HANDS * tried.total() if name in {"PostgreSQL stopped", "database locked", "disk full"} else 0
        return unwritten + hurt.smtp.dropped - dropped

    return play(hurt, survey, strike, people=people, citizens=citizens, times=3, pause=3.0, doubles=doubles)
