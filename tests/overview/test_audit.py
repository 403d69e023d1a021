"""The audit trail as administrators read it: in words, narrowed, and narrowed still on the next page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import engage
from engage.core.audit import record
from engage.core.db import transaction
from engage.overview.audit_words import VERBS
from tests.fixtures.clients import StaffClient
from tests.fixtures.surroundings import Clock


def test_it_tells_in_words_what_was_done_and_leads_there(staff_client: StaffClient) -> None:
    boss = staff_client("administrator")
    with transaction():
        record("user.created", boss.user)
    page = boss.get("/staff/audit")
    assert "lavede en bruger" in page.text
    assert boss.user is not None
    assert f'<a href="/staff/users/{boss.user.id}">' in page.text


def test_what_is_gone_is_said_to_be_gone(staff_client: StaffClient) -> None:
    boss = staff_client("administrator")
    with transaction():
        record("survey.deleted", actor=boss.user).subject_id = 4711
    assert "(findes ikke mere)" in boss.get("/staff/audit").text


def test_days_are_headings_and_the_oldest_can_come_first(staff_client: StaffClient, clock: Clock) -> None:
    with transaction():
        record("plan.edited")
    clock.advance(days=1)
    with transaction():
        record("survey.edited")
    boss = staff_client("administrator")
    read = boss.get("/staff/audit?order=up").text
    assert read.count('class="audit-day"') == 2
    assert read.index("rettede en udviklingsplan") < read.index("rettede et spørgeskema")
    read = boss.get("/staff/audit").text
    assert read.index("rettede et spørgeskema") < read.index("rettede en udviklingsplan")


def test_next_page_keeps_the_filter(staff_client: StaffClient) -> None:
    boss = staff_client("administrator")
    with transaction():
        for _number in range(51):
            record("plan.edited", actor=boss.user)
            record("survey.edited", actor=boss.user)
    first = boss.get("/staff/audit?part=plans")
    assert "rettede et spørgeskema" not in first.text
    onwards = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert onwards is not None
    second = boss.get(onwards.group(1).replace("&amp;", "&"))
    assert "rettede en udviklingsplan" in second.text
    assert "rettede et spørgeskema" not in second.text


def test_every_action_that_is_written_has_words() -> None:
    written = set()
    for file in Path(engage.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"record", "_record", "audit_sign_in"}:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    written.add(first.value)
    assert len(written) > 40
    assert not written - set(VERBS)
