"""What the codes of triage are called on the screen and in letters."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.core import clock
from engage.triage.decisions import Grade, Link
from engage.triage.models import Channel, Input, InputState
from engage.triage.standing import Standing, days_late

CHANNELS: dict[str, LazyString] = {
    Channel.SURVEY: _l("Spørgeskema"),
    Channel.IDEA: _l("Idé"),
    Channel.INITIATIVE: _l("Borgerinitiativ"),
    Channel.LETTER: _l("Brev"),
    Channel.PAPER: _l("Papirskema"),
    Channel.PHONE: _l("Telefon"),
    Channel.MEETING: _l("Møde"),
    Channel.EMAIL: _l("E-mail"),
}

STATES: dict[str, LazyString] = {
    InputState.NEW: _l("Ny"),
    InputState.OPEN: _l("I gang"),
    InputState.ANSWERED: _l("Besvaret"),
    InputState.CLOSED: _l("Lukket"),
}
STATE_KINDS = {
    InputState.NEW: "info",
    InputState.OPEN: "warning",
    InputState.ANSWERED: "success",
    InputState.CLOSED: "neutral",
}

GRADES: dict[str, LazyString] = {
    Grade.IN_FULL: _l("Imødekommet"),
    Grade.PARTLY: _l("Delvist imødekommet"),
    Grade.ALREADY_COVERED: _l("Er allerede med i planen"),
    Grade.PASSED_ON: _l("Sendt videre"),
    Grade.DECLINED: _l("Ikke imødekommet"),
}
GRADE_KINDS = {
    Grade.IN_FULL: "success",
    Grade.PARTLY: "success",
    Grade.ALREADY_COVERED: "info",
    Grade.PASSED_ON: "info",
    Grade.DECLINED: "warning",
}

# Where an input stands, as the public reads it in a list.
STANDINGS: dict[str, LazyString] = {
    Standing.RECEIVED: _l("Venter på svar"),
    Standing.READ: _l("Læst, venter på svar"),
    Standing.TAGGED: _l("Læst, venter på svar"),
    Standing.LINKED: _l("På vej ind i en plan"),
    Standing.PLANNED: _l("Med i planen"),
    Standing.UNDER_WAY: _l("Med i planen og i gang"),
    Standing.DONE: _l("Gennemført"),
    Standing.PAUSED: _l("Med i planen, på pause"),
    Standing.GIVEN_UP: _l("Opgivet"),
    Standing.PASSED_ON: _l("Sendt videre"),
    Standing.DECLINED: _l("Ikke imødekommet"),
    Standing.REPLIED: _l("Besvaret"),
    Standing.CLOSED: _l("Læst"),
}
STANDING_ICONS = {
    Standing.RECEIVED: "clock",
    Standing.READ: "clock",
    Standing.TAGGED: "clock",
    Standing.LINKED: "plan",
    Standing.PLANNED: "plan",
    Standing.UNDER_WAY: "plan",
    Standing.DONE: "success",
    Standing.PAUSED: "plan",
    Standing.GIVEN_UP: "cross",
    Standing.PASSED_ON: "send",
    Standing.DECLINED: "cross",
    Standing.REPLIED: "comment",
    Standing.CLOSED: "eye",
}

# The same, said to the one who wrote it.
SENTENCES: dict[str, LazyString] = {
    Standing.RECEIVED: _l("Vi har fået dine ord. Nu skal de læses."),
    Standing.READ: _l("Dine ord er læst. Nu ser vi på, hvor de hører til."),
    Standing.TAGGED: _l("Dine ord er læst og sorteret. Nu holder vi dem op mod planen."),
    Standing.LINKED: _l("Dine ord er på vej ind i udvalgets kommende plan."),
    Standing.PLANNED: _l("Dine ord er med i planen. Arbejdet er ikke begyndt endnu."),
    Standing.UNDER_WAY: _l("Dine ord er med i planen, og arbejdet er i gang."),
    Standing.DONE: _l("Det er gjort. Dine ord blev til noget."),
    Standing.PAUSED: _l("Dine ord er med i planen, men arbejdet er sat på pause."),
    Standing.GIVEN_UP: _l("Dine ord kom med i planen, men arbejdet er opgivet."),
    Standing.PASSED_ON: _l("Dine ord er sendt videre til dem, der kan gøre noget ved det."),
    Standing.DECLINED: _l("Svaret blev nej. Her kan du læse hvorfor."),
    Standing.REPLIED: _l("Du har fået svar."),
    Standing.CLOSED: _l("Dine ord er læst. Her står, hvad vi gjorde med dem."),
}

SCORES: dict[int, LazyString] = {
    -2: _l("taler klart imod"),
    -1: _l("taler lidt imod"),
    0: _l("hverken for eller imod"),
    1: _l("taler lidt for"),
    2: _l("taler klart for"),
}


class Mark(NamedTuple):
    """Where something stands, for a line in a list: a drawing, a few words, and whether a reply is overdue."""

    icon: str
    text: str
    late: bool = False


def mark_of(given: Input, standing: Standing) -> Mark:
    """The mark of an input that stands so."""
    if days_late(given, clock.today()):
        return Mark("clock", _("Svaret er forsinket"), late=True)
    return Mark(STANDING_ICONS[standing], str(STANDINGS[standing]))


def public_target(link: Link) -> str:
    """What a link points to, as a citizen may read it: a plan that is not adopted yet keeps its titles to itself."""
    return link.target.title if link.goal.plan.is_public else _("Udvalgets kommende plan")


def signed(score: int) -> str:
    """A weighing's score as it is written: `+2`, `0`, `−1` (with a real minus)."""
    return f"{score:+d}".replace("-", "−") if score else "0"
