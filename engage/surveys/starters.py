"""Short questionnaires to begin from, in both languages: a first draft is easier to change than an empty page."""

from __future__ import annotations

from typing import Any

from engage.core.errors import NotFound
from engage.surveys.editing import Document, with_questions_added

_WHERE = {"type": "local_area", "label": {"da": "Hvor bor du?", "en": "Where do you live?"}}
_MORE = {
    "type": "long_text",
    "label": {"da": "Er der mere, vi skal vide?", "en": "Is there anything else we should know?"},
}

# Each is the questions of one page, without keys.
STARTERS: dict[str, tuple[dict[str, Any], ...]] = {
    "opinion": (
        {
            "type": "scale",
            "label": {"da": "Hvad synes du om forslaget?", "en": "What do you think of the proposal?"},
            "low_label": {"da": "Meget dårligt", "en": "Very bad"},
            "high_label": {"da": "Meget godt", "en": "Very good"},
            "required": True,
        },
        {
            "type": "long_text",
            "label": {"da": "Hvad er vigtigst for dig?", "en": "What matters most to you?"},
            "hint": {
                "da": "Skriv ikke navne eller andet, der kan pege på bestemte personer.",
                "en": "Leave out names and anything else that can point to a particular person.",
            },
        },
        _WHERE,
    ),
    "satisfaction": (
        {
            "type": "scale",
            "label": {"da": "Hvor tilfreds er du alt i alt?", "en": "How satisfied are you, all in all?"},
            "low_label": {"da": "Meget utilfreds", "en": "Very dissatisfied"},
            "high_label": {"da": "Meget tilfreds", "en": "Very satisfied"},
            "required": True,
        },
        {
            "type": "yes_no",
            "label": {"da": "Ville du anbefale det til andre?", "en": "Would you recommend it to others?"},
        },
        {
            "type": "long_text",
            "label": {"da": "Hvad skal vi gøre bedre?", "en": "What should we do better?"},
        },
    ),
    "ideas": (
        {
            "type": "long_text",
            "label": {"da": "Hvad skal vi gøre?", "en": "What should we do?"},
            "hint": {"da": "Skriv gerne, hvorfor det er vigtigt.", "en": "Please also say why it matters."},
            "required": True,
        },
        {
            "type": "focus_area",
            "label": {"da": "Hvad handler det mest om?", "en": "What is it mostly about?"},
        },
        _WHERE,
        _MORE,
    ),
}


def with_starter(document: Document, name: str) -> Document:
    """The questionnaire with a starter's questions: on its first page when that is empty, else on a new one.

    Raises NotFound for a name that is none.
    """
    if name not in STARTERS:
        raise NotFound
    return with_questions_added(document, STARTERS[name])
