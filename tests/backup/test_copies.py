"""Copies are whole and of one moment, hold no secret, and send nothing by surprise when they are brought back."""

import gzip
import json
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from engage.backup.commands import backup, restore
from engage.backup.restoring import CopyDamaged, NotACopy, restore_copy
from engage.backup.writing import FolderNotEmpty, write_copy
from engage.core.db import db, session, transaction
from engage.core.jobs import Heartbeat, beat
from engage.invitations.models import Campaign, CampaignStatus
from engage.messages.delivery import deliver_due
from engage.messages.models import Batch, Failure, Message, MessageState
from engage.messages.service import open_batch, queue_message, sweep
from tests.fixtures.apps import MakeApp
from tests.ideas.factories import make_idea
from tests.invitations.factories import make_campaign
from tests.services import SmtpSink


@pytest.fixture
def copy(app: Flask, tmp_path: Path) -> Path:
    """A copy of a small platform."""
    make_idea()
    write_copy(tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def fresh(make_app: MakeApp, tmp_path: Path) -> Flask:
    """An app on an empty database."""
    return make_app(DATABASE_URL=f"sqlite:///{tmp_path / 'fresh.db'}")


def test_what_waited_is_held_and_what_was_sent_stays_sent(
    app: Flask, tmp_path: Path, fresh: Flask, smtp_sink: SmtpSink
) -> None:
    campaign = make_campaign("ida@borger.example")
    with transaction():
        campaign.status = CampaignStatus.RELEASED
        open_batch("campaign:1", 600)
        ids = {
            state: _message(state, batch)
            for state, batch in (("queued", ""), ("sending", "campaign:1"), ("sent", ""), ("cancelled", ""))
        }
        queued_in_batch = _message("queued", "campaign:1")
    write_copy(tmp_path / "copy")
    with fresh.app_context():
        done = restore_copy(tmp_path / "copy")
        assert (done.held, done.paused) == (2, 1)
        sweep()
        deliver_due()
        found = {state: session().get_one(Message, each) for state, each in ids.items()}
        assert {state: (message.state, message.failure) for state, message in found.items()} == {
            "queued": (MessageState.FAILED, Failure.HELD),
            "sending": (MessageState.FAILED, Failure.HELD),
            "sent": (MessageState.SENT, Failure.NONE),
            "cancelled": (MessageState.CANCELLED, Failure.NONE),
        }
        assert session().get_one(Message, queued_in_batch).state == MessageState.QUEUED
        assert session().get_one(Batch, "campaign:1").is_paused
        assert session().scalars(sa.select(Campaign.status)).all() == [CampaignStatus.PAUSED]
    assert smtp_sink.messages == []


def test_a_copy_that_was_brought_back_answers(app: Flask, tmp_path: Path, fresh: Flask) -> None:
    idea = make_idea(status="published")
    write_copy(tmp_path / "copy")
    with fresh.app_context():
        restore_copy(tmp_path / "copy")
    client = fresh.test_client()
    assert client.get("/").status_code == 200
    page = client.get(f"/ideas/{idea.public_id}")
    assert page.status_code == 200
    assert idea.title in page.text


def _message(state: str, batch: str) -> int:
    message = queue_message("invitation_test", f"{state}{len(batch)}@borger.example", context={}, batch=batch)
    assert message is not None
    message.state = state
    return message.id


def test_a_copy_made_while_people_write_is_of_one_moment(app: Flask, tmp_path: Path) -> None:
    """The writer adds two rows in each use case; a copy never has one without the other."""
    stop = threading.Event()
    begun = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            with app.app_context(), transaction():
                beat(f"a{number}")
                session().flush()
                beat(f"b{number}")
            number += 1
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(10)
    try:
        for number in range(5):
            write_copy(tmp_path / str(number))
    finally:
        stop.set()
        writer.join()
    for number in range(5):
        with gzip.open(tmp_path / str(number) / "tables" / f"{Heartbeat.__tablename__}.jsonl.gz", "rt") as lines:
            names = [json.loads(line)[0] for line in lines]
        assert len(names) >= 2
        assert len(names) % 2 == 0


def test_secrets_are_not_in_the_copy(app: Flask, copy: Path) -> None:
    text = (copy / "settings.env").read_text() + (copy / "manifest.json").read_text()
    assert "MUNICIPALITY_NAME=Vesthimmerlands Kommune\n" in text
    assert "# SECRET_KEY=" in text
    settings = app.config["SETTINGS"]
    assert settings.secret_key not in text
    assert settings.database_uri not in text


def test_a_copy_is_never_written_among_other_files(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    with pytest.raises(FolderNotEmpty):
        write_copy(tmp_path)


def test_a_damaged_copy_changes_nothing(copy: Path, fresh: Flask) -> None:
    part = copy / "tables" / "ideas.jsonl.gz"
    part.write_bytes(part.read_bytes()[:-9])
    with fresh.app_context():
        with pytest.raises(CopyDamaged):
            restore_copy(copy)
        assert not sa.inspect(db.engine).has_table("ideas")


def test_a_copy_with_a_row_too_few_is_refused_as_a_whole(copy: Path, fresh: Flask) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["parts"]["tables/ideas.jsonl.gz"]["rows"] += 1
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with fresh.app_context():
        with pytest.raises(CopyDamaged):
            restore_copy(copy)
        assert session().scalar(sa.text("SELECT count(*) FROM focus_areas")) == 0


def test_a_copy_of_a_newer_platform_is_refused(copy: Path, fresh: Flask) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(manifest | {"format": 2}))
    with fresh.app_context(), pytest.raises(NotACopy):
        restore_copy(copy)


def test_the_commands_say_what_was_done_and_what_went_wrong(app: Flask, fresh: Flask, tmp_path: Path) -> None:
    make_idea()
    refused = run(fresh, restore, tmp_path)
    assert (refused.exit_code, "holds no copy" in refused.output) == (1, True)
    made = run(app, backup, tmp_path / "copy")
    assert (made.exit_code, "rows and 0 documents are in" in made.output) == (0, True)
    back = run(fresh, restore, tmp_path / "copy")
    assert (back.exit_code, "0 documents are back" in back.output) == (0, True)
    again = run(fresh, restore, tmp_path / "copy")
    assert (again.exit_code, "the database is not empty" in again.output) == (1, True)


def run(app: Flask, command: object, folder: Path) -> Result:
    with app.app_context():  # else the command would use the test's
        return app.test_cli_runner().invoke(command, [str(folder)])
