"""Faults of a draft as the builder shows them: in words, with the address to mend each, and counted per part."""

from __future__ import annotations

import re
from collections import Counter

from flask import url_for

from engage.surveys.document import Questionnaire
from engage.surveys.fault_words import fault_text, place_text
from engage.surveys.faults import Fault
from engage.surveys.models import Survey

_PART = re.compile(r"pages(?:\[(\d+)\](?:\.questions\[(\d+)\])?)?\.?(.*)")


def fault_lines(survey: Survey, questionnaire: Questionnaire, faults: list[Fault]) -> list[tuple[str, str, str]]:
    """What is missing, as (where, what, address to mend it), each once."""
    lines = [(place_text(fault), fault_text(fault), _address_of(survey, questionnaire, fault)) for fault in faults]
    return list(dict.fromkeys(lines))


def _address_of(survey: Survey, questionnaire: Questionnaire, fault: Fault) -> str:
    """Where a fault is mended: the form of its question, its page or the whole, at the field."""
    found = _PART.match(fault.place)
    if found is None:
        return url_for("staff_surveys.texts", slug=survey.slug, _anchor=fault.place.replace(".", "-"))
    page, question, field = found.groups()
    if page is None:
        return url_for("staff_surveys.show", slug=survey.slug)
    asked = questionnaire.pages[int(page)]
    if question is not None:
        key = asked.questions[int(question)].key
        anchor = re.sub(r"[.\[\]]+", "-", field)
        return url_for("survey_builder.question", slug=survey.slug, key=key, _anchor=anchor)
    if field == "questions":
        return url_for("staff_surveys.show", slug=survey.slug, _anchor=f"page-{asked.key}")
    return url_for("survey_builder.page", slug=survey.slug, page_key=asked.key, _anchor=field.replace(".", "-"))


def fault_counts(questionnaire: Questionnaire, faults: list[Fault]) -> Counter[str]:
    """How many faults each page and question has, by its key; those of the whole under the empty key."""
    counts: Counter[str] = Counter()
    for fault in faults:
        found = _PART.match(fault.place)
        page, question = (found[1], found[2]) if found else (None, None)
        if page is None:
            counts[""] += 1
        elif question is None:
            counts[questionnaire.pages[int(page)].key] += 1
        else:
            counts[questionnaire.pages[int(page)].questions[int(question)].key] += 1
    return counts
