"""From counts to figures that may be shown: one per question, few people hidden, agreeing versions counted together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from engage.core.i18n import LANGUAGES, force_language
from engage.core.pictures.numbers import bins_of
from engage.summaries import counting
from engage.summaries.counting import QuestionCount
from engage.surveys import queries
from engage.surveys.diff import reportable_together
from engage.surveys.document import Questionnaire
from engage.surveys.models import Survey
from engage.surveys.questions import Context, Question
from engage.surveys.questions.choice import SeveralOf
from engage.surveys.results import Figure, choice_figure, number_figure, scale_figure, text_figure
from engage.surveys.service import questionnaire_of


def survey_figures(survey: Survey) -> dict[str, Any]:
    """All figures of a survey as plain data: responses, response rate, per day, per way, and per question.

    Empty for a survey that was never published.
    """
    if not survey.versions:
        return {}
    responses = counting.responses_of(survey.id)
    invited = counting.invited(survey.id)
    questionnaires = {version.id: questionnaire_of(version) for version in survey.versions}
    return {
        "survey": survey.slug,
        "title": survey.title,
        "responses": sum(responses.by_version.values()),
        "invited": invited,
        "rate": responses.by_channel.get("personal", 0) / invited if invited else None,
        "by_channel": responses.by_channel,
        "by_day": responses.by_day,
        "questions": _questions(questionnaires, counting.counts_of(survey.id), responses.by_version),
    }


def _questions(
    questionnaires: Mapping[int, Questionnaire],
    counts: Mapping[int, Mapping[str, QuestionCount]],
    by_version: Mapping[int, int],
) -> list[dict[str, Any]]:
    """A figure for each question of the newest version (the last), with the older versions that ask the same."""
    newest_id, newest = list(questionnaires.items())[-1]
    agreeing = {
        version_id: set(newest.questions) if version_id == newest_id else set(reportable_together(older, newest))
        for version_id, older in questionnaires.items()
    }
    contexts = {language: queries.context_in(language) for language in LANGUAGES}
    figures = []
    for key, question in newest.questions.items():
        if not question.asks:
            continue
        versions = [version_id for version_id, keys in agreeing.items() if key in keys]
        asked = [questionnaires[version_id].questions[key] for version_id in versions]
        merged = _merged([counts[version_id][key] for version_id in versions if key in counts.get(version_id, {})])
        put_to = sum(by_version.get(version_id, 0) for version_id in versions)
        not_asked = put_to - merged.answered - merged.not_answered
        several = any(isinstance(each, SeveralOf) and each.max_picks != 1 for each in asked)
        figure = _figure(question, merged, not_asked, contexts["da"], several=several)
        figures.append(_as_data(question, figure, several, _labels(asked, contexts)) | _bins(question, merged, figure))
    return figures


def _merged(parts: Sequence[QuestionCount]) -> QuestionCount:
    values: Counter[str] = Counter()
    for part in parts:
        values.update(part.values)
    return QuestionCount(dict(values), sum(p.answered for p in parts), sum(p.not_answered for p in parts))


def _figure(question: Question, count: QuestionCount, not_asked: int, context: Context, *, several: bool) -> Figure:
    rest = {"not_answered": count.not_answered, "not_asked": not_asked}
    if question.tally == "scale":
        numbers = [int(choice.value) for choice in question.choices(context)]
        return scale_figure({number: count.values.get(str(number), 0) for number in numbers}, **rest)
    if question.tally == "number":
        return number_figure({float(value): many for value, many in count.values.items()}, **rest)
    if question.tally == "choices":
        offered = [choice.value for choice in question.choices(context)]
        once_offered = sorted(set(count.values) - set(offered))
        values = {value: count.values.get(value, 0) for value in [*offered, *once_offered]}
        return choice_figure(values, answered=count.answered, several=several, **rest)
    return text_figure(answered=count.answered, **rest)


def _bins(question: Question, count: QuestionCount, figure: Figure) -> dict[str, Any]:
    """How numbers are spread, under `bins`: where they may be described at all."""
    told = figure.description
    if question.tally != "number" or told is None or told.lower_quartile is None or told.upper_quartile is None:
        return {}
    values = {float(value): many for value, many in count.values.items()}
    return {"bins": bins_of(values, lower=told.lower_quartile, upper=told.upper_quartile)}


def _labels(asked: Sequence[Question], contexts: Mapping[str, Context]) -> dict[str, dict[str, str]]:
    """Per language, what each value that was ever offered is called; the newest wording wins."""
    names: dict[str, dict[str, str]] = {}
    for language, context in contexts.items():
        with force_language(language):  # "Ja" and "Nej" are the interface's own words
            chosen = (choice for question in asked for choice in question.choices(context))
            names[language] = {choice.value: choice.label for choice in chosen}
    return names


def _as_data(
    question: Question, figure: Figure, several: bool, labels: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    rows = [
        {**asdict(row), "label": {language: names.get(row.value, row.value) for language, names in labels.items()}}
        for row in figure.rows
    ]
    return {
        "key": question.key,
        "type": question.type,
        "tally": question.tally,
        "several": several,
        "label": dict(question.label),
        "unit": dict(getattr(question, "unit", None) or {}),
        "rows": rows,
        "answered": figure.answered,
        "not_answered": figure.not_answered,
        "not_asked": figure.not_asked,
        "description": asdict(figure.description) if figure.description else None,
    }
