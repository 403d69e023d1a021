"""What a citizen reads when a survey or a link does not open, and where they can go from there."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.core.errors import Onward, describe
from engage.surveys import queries
from engage.surveys.service import DRAFT_DAYS


def _to_consultation() -> Onward:
    slug = queries.published_survey((request.view_args or {})["slug"]).consultation.slug
    return _("Læs om høringen"), f"/consultations/{slug}"


def _to_start() -> Onward:
    return _("Begynd forfra"), url_for("surveys.start", slug=(request.view_args or {})["slug"])


describe(
    "survey_closed",
    _l("Vi tager ikke imod flere svar, men du kan se, hvad der sker nu."),
    title=_l("Spørgeskemaet er lukket"),
    onward=_to_consultation,
)
describe(
    "survey_coming",
    _l("Kom tilbage, når det begynder. Indtil da kan du læse om sagen."),
    title=_l("Spørgeskemaet er ikke åbnet endnu"),
    onward=_to_consultation,
)
describe(
    "survey_needs_link",
    _l("Find mailen med din invitation, og tryk på linket i den."),
    title=_l("Brug dit personlige link"),
    onward=_to_consultation,
)
describe(
    "personal_link_not_valid",
    _l("Måske mangler der et stykke af det: kopiér hele linket fra mailen, eller tryk på det."),
    title=_l("Linket virker ikke"),
    onward=_to_consultation,
)
describe(
    "personal_link_used",
    _l("Hvert link kan bruges én gang, så alle tæller lige meget."),
    title=_l("Der er allerede svaret med dette link"),
    onward=_to_consultation,
)
describe(
    "nothing_to_send",
    _l("Vi har ingen svar fra dig at sende. Begynd forfra: det tager kun et øjeblik."),
    title=_l("Der er ikke noget at sende"),
    onward=_to_start,
)
describe(
    "draft_gone",
    _l("Måske er svarene sendt, eller de er slettet, fordi der gik mere end %(days)s dage.", days=DRAFT_DAYS),
    title=_l("Der er ingen gemte svar bag linket"),
    onward=_to_start,
)
