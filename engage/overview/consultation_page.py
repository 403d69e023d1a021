"""A consultation's page for citizens: why we ask, and the way to the surveys that ask."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from engage.consultations import queries
from engage.consultations.models import Consultation, ConsultationStatus, Document
from engage.consultations.timeline import timeline
from engage.core import clock
from engage.core.errors import Gone, NotFound
from engage.core.security import public
from engage.overview.way_in import way_in

bp = Blueprint("consultation_page", __name__)


class ConsultationWithdrawn(Gone):
    """The municipality has taken the consultation back."""

    code = "consultation_withdrawn"


@bp.get("/consultations/<slug>")
@public
def show(slug: str) -> str:
    """Why we ask, what it affects, when, and how to answer; says what now when it is coming or closed."""
    return render_template("consultations/show.html", **page_of(public_consultation(slug)), preview=False)


def public_consultation(slug: str) -> Consultation:
    """A consultation the public may see; raises ConsultationWithdrawn for one it could see once, else NotFound."""
    consultation = queries.by_slug(slug)
    if consultation.status == ConsultationStatus.WITHDRAWN:
        raise ConsultationWithdrawn
    if consultation.status != ConsultationStatus.PUBLISHED:
        raise NotFound
    return consultation


def page_of(consultation: Consultation) -> dict[str, Any]:
    """All that the page shows of a consultation now."""
    now = clock.now()
    state = consultation.state_at(now)
    way = way_in(consultation)
    results = state == "closed" and consultation.results_published_at is not None

    def document_href(document: Document) -> str:
        return url_for("consultations.document", slug=consultation.slug, public_id=document.public_id)

    return {
        "consultation": consultation,
        "state": state,
        "now": now,
        "way_in": way,
        "surveys": way.surveys if state == "open" else [],
        "promise": way.promise,
        "timeline": timeline(consultation.phases, clock.today()),
        "document_href": document_href,
        "results_href": url_for("summaries.results", slug=consultation.slug) if results else None,
    }
