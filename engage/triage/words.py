"""What the codes of triage are called on the screen and in letters."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.triage.decisions import Grade, Link
from engage.triage.models import Channel, InputState

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

SCORES: dict[int, LazyString] = {
    -2: _l("taler klart imod"),
    -1: _l("taler lidt imod"),
    0: _l("hverken for eller imod"),
    1: _l("taler lidt for"),
    2: _l("taler klart for"),
}


def public_target(link: Link) -> str:
    """What a link points to, as a citizen may read it: a plan that is not adopted yet keeps its titles to itself."""
    return link.target.title if link.goal.plan.is_public else _("Udvalgets kommende plan")


def signed(score: int) -> str:
    """A weighing's score as it is written: `+2`, `0`, `−1` (with a real minus)."""
    return f"{score:+d}".replace("-", "−") if score else "0"
