"""Copies taken while citizens answer and invitations go out: each is whole, answers, and sends nothing again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from engage.backup.restoring import restore_copy
from engage.core.db import session
from engage.messages.delivery import deliver_due
from engage.messages.models import Message, MessageState
from engage.messages.service import sweep
from engage.surveys.models import Response
from tests.faults.citizens import Crowd
from tests.faults.platform import platform
from tests.faults.scene import come_right, count, released
from tests.faults.tally import TABLE
from tests.fixtures.apps import MakeApp
from tests.services.program import ROOT
from tests.surveys.factories import published_survey

COPIES = 3


@pytest.mark.long
@pytest.mark.parametrize("on_files", [False, True], ids=["servers", "embedded"])
def test_a_copy_taken_in_use_answers_and_sends_nothing_again(make_app: MakeApp, tmp_path: Path, on_files: bool) -> None:
    with platform(tmp_path, make_app, embedded=on_files) as hurt:
        survey = published_survey()
        known: list[list[str]] = []  # what had been acknowledged before each copy
        released(hurt, survey, 1000)
        with Crowd(hurt.url, survey.slug, 4) as crowd:
            for number in range(COPIES):
                time.sleep(3)
                known.append(list(crowd.acknowledged))
                backup = [str(Path(sys.executable).with_name("engage")), "backup", str(tmp_path / str(number))]
                subprocess.run(backup, cwd=ROOT, env=os.environ | hurt.settings, check=True, timeout=120)
        come_right(hurt, 1000, survey, 600)
        tally = count(hurt, survey, crowd, 1000, Counter({"copy taken in use": COPIES}))
        TABLE.append(tally)
        before = len(hurt.smtp.messages)
        for number, words in enumerate(known):
            database = f"sqlite:///{tmp_path / f'{number}.db'}"
            mail = {"SMTP_HOST": hurt.smtp.host, "SMTP_PORT": str(hurt.smtp.port)}
            copy = make_app(DATABASE_URL=database, DATA_DIR=str(tmp_path / f"data{number}"), **mail)
            with copy.app_context():
                restore_copy(tmp_path / str(number))
                kept = Counter(answers.get("more") for answers in session().scalars(sa.select(Response.answers)))
                assert [word for word in words if kept[word] != 1] == []
                assert max(kept.values(), default=0) <= 1
                assert session().scalar(sa.select(Message.id).where(Message.state == MessageState.SENDING)) is None
                sweep()
                deliver_due()
            assert copy.test_client().get(f"/surveys/{survey.slug}").status_code == 200
        assert len(hurt.smtp.messages) == before
        assert tally.doubles == 0
