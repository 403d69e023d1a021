"""What a consultation may promise those who answer: computed from what is asked, never merely written."""

from __future__ import annotations

from dataclasses import dataclass

from engage.consultations.models import PrivacyMode

# From this many background questions on, their combination may point at one person in a small place.
MANY_BACKGROUND_QUESTIONS = 3


@dataclass(frozen=True)
class Asked:
    """What the surveys of a consultation ask of the person who answers."""

    identity: bool = False  # a question for name, e-mail, telephone or address
    background: int = 0  # questions about who one is: area, age, household


@dataclass(frozen=True)
class Promise:
    """What can truly be promised. `weakened` when it is less than staff wished for."""

    mode: PrivacyMode
    weakened: bool
    combination_risk: bool


def promise(wanted: str, asked: Asked) -> Promise:
    """The promise that holds: whoever asks for a name or an address cannot promise anonymity."""
    mode = PrivacyMode(wanted)
    kept = PrivacyMode.NAMED if asked.identity else mode
    risk = kept is not PrivacyMode.NAMED and asked.background >= MANY_BACKGROUND_QUESTIONS
    return Promise(mode=kept, weakened=kept is not mode, combination_risk=risk)
