"""What is done with consultations, on both databases."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engage.consultations import files, queries, service
from engage.consultations.models import Activity, Document
from engage.core.audit import trail_of
from engage.core.db import transaction
from engage.core.errors import Forbidden, NotFound
from engage.core.jobs import Job
from tests.consultations.factories import content_of, make_consultation
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.surroundings import Clock
from tests.strategy.factories import make_committee, make_strategy

pytestmark = pytest.mark.usefixtures("app")
PDF = b"%PDF-1.7 a plan"


def office_file(part: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(part, "<xml/>")
    return buffer.getvalue()


def test_a_new_consultation_is_a_draft_with_a_free_address() -> None:
    editor, committee = make_user("editor"), make_committee()
    areas = make_strategy().focus_areas[:2]
    first = service.create(editor, content_of(committee, *areas, title={"da": "Nyt torv"}))
    second = service.create(editor, content_of(committee, title={"da": "Nyt torv!"}))
    assert (first.slug, second.slug) == ("nyt-torv", "nyt-torv-2")
    assert first.status == "draft"
    assert [area.id for area in queries.by_slug("nyt-torv").focus_areas] == [area.id for area in areas]
    assert [entry.action for entry in trail_of(first)] == ["consultation.created"]


def test_the_address_of_the_form_is_not_given_away() -> None:
    assert service.create(make_user("editor"), content_of(make_committee(), title={"da": "New"})).slug == "new-2"


def test_only_editors_write_consultations() -> None:
    with pytest.raises(Forbidden):
        service.create(make_user("reader"), content_of(make_committee()))


def test_it_must_close_after_it_opens(clock: Clock) -> None:
    with pytest.raises(service.ClosesTooEarly):
        service.create(make_user("editor"), content_of(make_committee(), closes_at=clock.now - dt.timedelta(days=9)))


def test_the_second_of_two_editors_is_told() -> None:
    consultation, editor = make_consultation(), make_user("editor")
    opened_with = consultation.version
    new = content_of(consultation.committee, title={"da": "Den førstes titel"})
    service.save(editor, consultation.slug, new, opened_with)
    late = content_of(consultation.committee, title={"da": "Den andens titel"})
    with pytest.raises(service.ConsultationChanged):
        service.save(editor, consultation.slug, late, opened_with)
    assert queries.by_slug(consultation.slug).title == {"da": "Den førstes titel"}


def test_the_audit_trail_says_which_fields_changed() -> None:
    consultation = make_consultation()
    old = content_of(consultation.committee)
    kept = {name: getattr(consultation, name) for name in ("title", "opens_at", "closes_at")}
    changed = content_of(consultation.committee, **{**kept, "contact_name": "Ole", "summary": old.summary})
    service.save(make_user("editor"), consultation.slug, changed, consultation.version)
    assert trail_of(consultation)[0].detail == {"fields": ["contact_name"]}


def test_publishing_and_withdrawing() -> None:
    consultation, editor = make_consultation(state="draft"), make_user("editor")
    with pytest.raises(NotFound):
        queries.published(consultation.slug)
    service.publish(editor, consultation.slug)
    assert queries.published(consultation.slug).id == consultation.id
    service.withdraw(editor, consultation.slug)
    assert [each.id for each in queries.listed("withdrawn")] == [consultation.id]
    service.publish(editor, consultation.slug)
    assert queries.by_slug(consultation.slug).status == "published"


def test_what_is_over_is_not_published(clock: Clock) -> None:
    consultation = make_consultation(state="draft")
    clock.advance(days=40)
    with pytest.raises(service.ClosesTooEarly):
        service.publish(make_user("editor"), consultation.slug)


def test_lists_follow_the_clock(clock: Clock) -> None:
    made = {state: make_consultation(state=state).id for state in queries.STATES}
    for state in queries.STATES:
        assert [each.id for each in queries.listed(state)] == [made[state]], state
    clock.advance(days=35)
    assert [each.id for each in queries.open_consultations()] == [made["coming"]]
    assert {each.id for each in queries.listed("closed")} == {made["open"], made["closed"]}


def test_a_list_costs_the_same_however_long(counting_queries: CountQueries) -> None:
    areas = make_strategy().focus_areas
    sent: list[list[str]] = []
    for _ in range(2):
        make_consultation(None, *areas[:2])
        with counting_queries() as statements:
            for each in queries.open_consultations():
                assert each.committee.title
                assert each.focus_areas
        sent.append(statements)
    assert len(sent[0]) == len(sent[1])


def test_results_are_listed_once_published() -> None:
    make_consultation(state="closed")
    shown = make_consultation(state="closed", results=True)
    assert [each.id for each in queries.with_results()] == [shown.id]


def test_phases_are_added_changed_and_removed() -> None:
    consultation, editor = make_consultation(), make_user("editor")
    day = dt.date(2026, 6, 1)
    phase = service.save_phase(
        editor, consultation.slug, None, title={"da": "Høring"}, description={}, starts_on=day, ends_on=None
    )
    service.save_phase(
        editor, consultation.slug, phase.id, title={"da": "Debat"}, description={}, starts_on=day, ends_on=day
    )
    assert [each.title for each in queries.by_slug(consultation.slug).phases] == [{"da": "Debat"}]
    with pytest.raises(service.PhaseEndsTooEarly):
        service.save_phase(
            editor,
            consultation.slug,
            None,
            title={"da": "x"},
            description={},
            starts_on=day,
            ends_on=day - dt.timedelta(days=1),
        )
    with pytest.raises(NotFound):
        service.remove_phase(editor, make_consultation().slug, phase.id)
    service.remove_phase(editor, consultation.slug, phase.id)
    assert queries.by_slug(consultation.slug).phases == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpg"),
        (office_file("word/document.xml"), "docx"),
        (office_file("xl/workbook.xml"), "xlsx"),
    ],
)
def test_a_file_is_known_by_its_content(data: bytes, kind: str) -> None:
    checked = files.check(data, "../hemmelig\\Lokalplan 12.exe")
    assert (checked.kind, checked.filename) == (kind, f"Lokalplan 12.{kind}")


@pytest.mark.parametrize("data", [b"", b"MZ a program", b"<html>", office_file("evil.bin"), b"PK\x03\x04 broken"])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(files.FileRefused):
        files.check(data, "plan.pdf")


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(files.FileTooLarge):
        files.check(PDF + b"x" * files.MAX_BYTES, "plan.pdf")


def test_a_document_is_kept_and_removed_with_its_file() -> None:
    consultation, editor = make_consultation(), make_user("editor")
    document = service.add_document(editor, consultation.slug, title="", filename="plan.pdf", data=PDF)
    assert (document.title, document.size) == ("plan.pdf", len(PDF))
    assert files.path_of(document.public_id).read_bytes() == PDF
    with pytest.raises(NotFound):
        service.remove_document(editor, make_consultation().slug, document.public_id)
    service.remove_document(editor, consultation.slug, document.public_id)
    assert not files.path_of(document.public_id).exists()
    assert queries.by_slug(consultation.slug).documents == []


def test_a_refused_upload_leaves_nothing(app: Flask, db_session: Session) -> None:
    consultation = make_consultation()
    before = _files()
    with pytest.raises(Forbidden):
        service.add_document(make_user("reader"), consultation.slug, title="", filename="plan.pdf", data=PDF)
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Document)) == 0
    assert _files() == before


def test_only_the_first_of_many_changes_asks_for_a_summary(
    db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[Job, int]] = []
    monkeypatch.setattr(service, "enqueue", lambda job, number: sent.append((job, number)))
    consultation = make_consultation()
    for _ in range(3):
        with transaction():
            service.mark_changed(consultation.id)
    assert sent == [(Job.BUILD_SUMMARY, consultation.id)]
    assert db_session.scalar(sa.select(Activity.changed)) is True


def _files() -> set[Path]:
    return set(files.folder().iterdir())
