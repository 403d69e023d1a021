"""What a citizen reads when a survey or a link does not open, and where they can go from there."""

from __future__ import annotations

from dataclasses import replace

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.errors import Onward, describe
from engage.core.i18n import date_and_time, localise
from engage.surveys import queries
from engage.surveys.models import Survey, SurveyStatus
from engage.surveys.service import DRAFT_DAYS

_MOST_OTHERS = 3


def _to_consultation() -> Onward:
    """To what was asked: its results when there are any, else why it was asked; then what is open elsewhere."""
    consultation = _asked().consultation
    told = consultation.results_published_at is not None and consultation.state_at(clock.now()) == "closed"
    words, page = (
        (_("Se, hvad der kom ind"), "summaries.results") if told else (_("Læs om høringen"), "consultation_page.show")
    )
    return Onward(
        words,
        url_for(page, slug=consultation.slug),
        about=localise(consultation.title),
        fact=_when(consultation),
        others=_others(consultation),
    )


def _to_answer() -> Onward:
    """To the same questions without the link, where anybody may answer them now; else to what was asked."""
    onward, survey = _to_consultation(), _asked()
    answerable = survey.open_link and survey.status == SurveyStatus.PUBLISHED
    if not answerable or survey.consultation.state_at(clock.now()) != "open":
        return onward
    return replace(onward, words=_("Svar uden link"), address=url_for("surveys.start", slug=survey.slug))


def _to_start() -> Onward:
    survey = _asked()
    return Onward(
        _("Begynd forfra"), url_for("surveys.start", slug=survey.slug), about=localise(survey.consultation.title)
    )


def _asked() -> Survey:
    return queries.published_survey((request.view_args or {})["slug"])


def _when(consultation: Consultation) -> str:
    state = consultation.state_at(clock.now())
    if state == "coming":
        return str(_("Åbner %(when)s", when=date_and_time(consultation.opens_at)))
    words = _("Åben til %(when)s") if state == "open" else _("Lukkede %(when)s")
    return str(words) % {"when": date_and_time(consultation.closes_at)}


def _others(asked: Consultation) -> tuple[tuple[str, str, str], ...]:
    """What else one can answer now, and the idea one can always send."""
    waiting = [each for each in consultations.open_consultations(_MOST_OTHERS + 1) if each.id != asked.id]
    return (
        *(
            (
                "comment",
                _("Svar på: %(title)s", title=localise(each.title)),
                url_for("consultation_page.show", slug=each.slug),
            )
            for each in waiting[:_MOST_OTHERS]
        ),
        ("idea", _("Send en idé til kommunen"), url_for("ideas.new")),
    )


describe(
    "survey_closed",
    _l("Vi tager ikke imod flere svar her. Tak til alle, der gav deres."),
    title=_l("Spørgeskemaet er lukket"),
    onward=_to_consultation,
    drawing="clock",
)
describe(
    "survey_coming",
    _l("Kom tilbage, når det begynder. Indtil da kan du læse om sagen."),
    title=_l("Spørgeskemaet er ikke åbnet endnu"),
    onward=_to_consultation,
    drawing="calendar",
)
describe(
    "survey_needs_link",
    _l("Find mailen eller brevet med din invitation, og brug linket i det. Kan du ikke finde det, så ring til os."),
    title=_l("Brug dit personlige link"),
    onward=_to_consultation,
    drawing="mail",
)
describe(
    "personal_link_not_valid",
    _l("Der mangler som regel et bogstav. Kopiér hele linket fra mailen, også det, der står på næste linje."),
    title=_l("Linket virker ikke"),
    onward=_to_answer,
    drawing="search",
)
describe(
    "personal_link_expired",
    _l("Vil du stadig svare, så ring eller skriv til os."),
    title=_l("Dit link gælder ikke længere"),
    onward=_to_answer,
    drawing="clock",
)
describe(
    "personal_link_used",
    _l("Tak for svaret. Hvert link virker én gang, så alle tæller lige meget."),
    title=_l("Der er allerede svaret med dette link"),
    onward=_to_consultation,
    drawing="check",
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
