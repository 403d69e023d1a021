"""Makers of consultations."""

import datetime as dt
from typing import Any

from engage.consultations import service
from engage.consultations.content import ConsultationContent
from engage.consultations.models import Consultation, ConsultationStatus, PrivacyMode
from engage.core import clock
from engage.core.db import transaction
from engage.strategy.models import Committee, FocusArea
from tests.factories import make_user, unique
from tests.strategy.factories import make_committee


def content_of(committee: Committee, *focus_areas: FocusArea, **changes: Any) -> ConsultationContent:
    """What a secretary might write, open from yesterday for four weeks."""
    now = clock.now()
    texts = {
        name: {"da": f"{name} på dansk", "en": f"{name} in English"}
        for name in ("summary", "purpose", "affects", "next_steps", "legal_basis", "recipients", "retention")
    }
    values: dict[str, Any] = {
        **texts,
        "title": {"da": unique("Høring "), "en": unique("Hearing ")},
        "committee_id": committee.id,
        "focus_area_ids": tuple(area.id for area in focus_areas),
        "opens_at": now - dt.timedelta(days=1),
        "closes_at": now + dt.timedelta(days=28),
        "privacy_mode": PrivacyMode.ANONYMOUS,
        "contact_name": "Karen Holm",
        "contact_email": "karen@kommunen.example",
        "contact_phone": "",
    }
    return ConsultationContent(**{**values, **changes})


def make_consultation(
    committee: Committee | None = None,
    *focus_areas: FocusArea,
    state: str = "open",
    results: bool = False,
    **changes: Any,
) -> Consultation:
    """A consultation that is "open", "coming", "closed", "draft" or "withdrawn" now."""
    now = clock.now()
    shift = {"coming": 30, "closed": -60}.get(state, 0)
    dates = {
        "opens_at": now + dt.timedelta(days=shift - 1),
        "closes_at": now + dt.timedelta(days=shift + 28),
    }
    content = content_of(committee or make_committee(), *focus_areas, **{**dates, **changes})
    editor = make_user("editor")
    with transaction():
        consultation = service.create(editor, content)
        if state in {"open", "coming", "closed"}:
            consultation.status = ConsultationStatus.PUBLISHED
        elif state == "withdrawn":
            consultation.status = ConsultationStatus.WITHDRAWN
        if results:
            consultation.results_published_at = now
    return consultation
