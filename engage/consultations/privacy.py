"""What a consultation may promise those who answer: computed from what is asked and how, never merely written."""

from __future__ import annotations

from dataclasses import dataclass

from engage.consultations.models import PrivacyMode

# From this many background questions on, their combination may point at one person in a small place.
MANY_BACKGROUND_QUESTIONS = 3


@dataclass(frozen=True)
class Asked:
    """What the surveys of a consultation ask for, and how they are reached."""

    identity: bool = False  # a question for name, e-mail or telephone
    background: int = 0  # questions about who one is: area, age, household
    personal_links: bool = False  # answered by a link of one's own


@dataclass(frozen=True)
class Promise:
    """What can truly be promised. `weakened` when it is less than staff wished for."""

    mode: PrivacyMode
    weakened: bool
    combination_risk: bool
    personal_links: bool


def promise(wanted: str, asked: Asked) -> Promise:
    """The promise that holds: whoever asks for a name or an address cannot promise anonymity."""
    mode = PrivacyMode(wanted)
    kept = PrivacyMode.NAMED if asked.identity else mode
    return Promise(
        mode=kept,
        weakened=kept is not mode,
        combination_risk=kept is not PrivacyMode.NAMED and asked.background >= MANY_BACKGROUND_QUESTIONS,
        personal_links=asked.personal_links,
    )
