"""Pure rules: addresses, promises, checklist, timeline."""

import datetime as dt

import pytest

from engage.consultations.content import slug_of
from engage.consultations.models import Consultation, Phase, PrivacyMode
from engage.consultations.privacy import Asked, promise
from engage.consultations.readiness import remarks
from engage.consultations.timeline import timeline
from engage.strategy.models import FocusArea

NOW = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)


def consultation(days: int = 60, **changes: object) -> Consultation:
    both = {"da": "tekst", "en": "text"}
    names = ("title", "summary", "purpose", "affects", "next_steps", "legal_basis", "recipients", "retention")
    return Consultation(
        **{
            **dict.fromkeys(names, both),
            "opens_at": NOW,
            "closes_at": NOW + dt.timedelta(days=days),
            "contact_email": "karen@kommunen.example",
            "focus_areas": [FocusArea()],
            "phases": [Phase()],
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Børnenes skolevej i Ålestrup", "boernenes-skolevej-i-aalestrup"),
        ("  Café – né?! ", "cafe-ne"),
        ("!!!", "hoering"),
        ("x" * 90, "x" * 60),
    ],
)
def test_an_address_is_made_of_the_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_nobody_who_asks_for_a_name_promises_anonymity() -> None:
    kept = promise(PrivacyMode.ANONYMOUS, Asked(identity=True))
    assert (kept.mode, kept.weakened) == (PrivacyMode.NAMED, True)


def test_an_anonymous_survey_without_such_questions_keeps_its_promise() -> None:
    kept = promise("anonymous", Asked(background=2))
    assert (kept.mode, kept.weakened, kept.combination_risk) == (PrivacyMode.ANONYMOUS, False, False)


def test_many_background_questions_are_warned_of() -> None:
    assert promise("anonymous", Asked(background=3)).combination_risk
    assert not promise("named", Asked(background=3)).combination_risk


def test_a_complete_consultation_has_no_remarks() -> None:
    assert remarks(consultation(), has_survey=True, survey_published=True, now=NOW) == []


@pytest.mark.parametrize(
    ("days", "code"), [(55, "shorter_than_8_weeks"), (27, "shorter_than_4_weeks"), (13, "shorter_than_2_weeks")]
)
def test_a_short_hearing_is_a_warning_only(days: int, code: str) -> None:
    (remark,) = remarks(consultation(days), has_survey=True, survey_published=True, now=NOW)
    assert (remark.code, remark.blocks, remark.value) == (code, False, days)


def test_what_is_over_already_cannot_be_published() -> None:
    (remark,) = remarks(consultation(), has_survey=True, survey_published=True, now=NOW + dt.timedelta(days=61))
    assert remark.code == "already_over"
    assert remark.blocks


def test_a_survey_that_is_a_draft_is_told_of() -> None:
    (remark,) = remarks(consultation(), has_survey=True, survey_published=False, now=NOW)
    assert (remark.code, remark.blocks) == ("survey_not_published", False)


def test_all_that_is_missing_is_named() -> None:
    bare = consultation(contact_email="", focus_areas=[], phases=[], title={"da": "Kun dansk"})
    codes = {remark.code for remark in remarks(bare, has_survey=False, survey_published=False, now=NOW)}
    assert codes == {"english_missing", "no_survey", "no_focus_area", "no_phases", "no_contact"}


def test_a_timeline_knows_what_is_done_and_what_comes() -> None:
    def phase(start: int, end: int | None) -> Phase:
        day = NOW.date()
        return Phase(
            title={},
            description={},
            starts_on=day + dt.timedelta(days=start),
            ends_on=None if end is None else day + dt.timedelta(days=end),
        )

    steps = timeline([phase(-9, -1), phase(-3, 0), phase(0, None), phase(1, None)], NOW.date())
    assert [step.state for step in steps] == ["done", "current", "current", "todo"]


def test_days_are_counted_in_danish_calendar_days() -> None:
    late = dt.datetime(2026, 5, 4, 22, 30, tzinfo=dt.UTC)  # 00.30 on the 5th in Denmark
    assert consultation(closes_at=late).days_left(NOW) == 1
    assert consultation(closes_at=NOW + dt.timedelta(hours=2)).days_left(NOW) == 0
