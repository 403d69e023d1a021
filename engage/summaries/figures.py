"""From counts to figures that may be shown: one per question, few people hidden, agreeing versions counted together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from engage.core.i18n import LANGUAGES
from engage.summaries import counting
from engage.summaries.counting import QuestionCount
from engage.surveys import queries
from engage.surveys.diff import reportable_together
from engage.surveys.document import Questionnaire
from engage.surveys.models import Survey
from engage.surveys.questions import Question
from engage.surveys.results import Figure, choice_figure, number_figure, scale_figure, text_figure
from engage.surveys.service import questionnaire_of


def survey_figures(survey: Survey) -> dict[str, Any]:
    """All figures of a survey as plain data: responses, response rate, per day, per way, and per question.

    Empty for a survey that was never published.
    """
    if not survey.versions:
        return {}
    by_version = counting.responses_by_version(survey.id)
    by_channel = counting.responses_by_channel(survey.id)
    total = sum(by_version.values())
    invited = counting.invited(survey.id)
    newest = survey.versions[-1]
    questionnaires = {version.id: questionnaire_of(version) for version in survey.versions}
    return {
        "survey": survey.slug,
        "title": survey.title,
        "responses": total,
        "invited": invited,
        "rate": by_channel.get("personal", 0) / invited if invited else None,
        "by_channel": by_channel,
        "by_day": counting.responses_by_day(survey.id),
        "questions": _questions(questionnaires, newest.id, counting.counts_of(survey.id), by_version),
    }


def _questions(
    questionnaires: Mapping[int, Questionnaire],
    newest_id: int,
    counts: Mapping[int, Mapping[str, QuestionCount]],
    by_version: Mapping[int, int],
) -> list[dict[str, Any]]:
    newest = questionnaires[newest_id]
    agreeing = {
        version_id: set(newest.questions) if version_id == newest_id else set(reportable_together(older, newest))
        for version_id, older in questionnaires.items()
    }
    figures = []
    for key, question in newest.questions.items():
        if not question.asks:
            continue
        versions = [version_id for version_id, keys in agreeing.items() if key in keys]
        merged = _merged([counts[version_id][key] for version_id in versions if key in counts.get(version_id, {})])
        put_to = sum(by_version.get(version_id, 0) for version_id in versions)
        not_asked = put_to - merged.answered - merged.not_answered
        figures.append(_as_data(question, _figure(question, merged, not_asked)))
    return figures


def _merged(parts: list[QuestionCount]) -> QuestionCount:
    values: Counter[str] = Counter()
    for part in parts:
        values.update(part.values)
    return QuestionCount(dict(values), sum(p.answered for p in parts), sum(p.not_answered for p in parts))


def _figure(question: Question, count: QuestionCount, not_asked: int) -> Figure:
    rest = {"not_answered": count.not_answered, "not_asked": not_asked}
    if question.tally == "scale":
        numbers = [int(choice.value) for choice in question.choices(queries.context_in("da"))]
        return scale_figure({number: count.values.get(str(number), 0) for number in numbers}, **rest)
    if question.tally == "number":
        return number_figure({float(value): many for value, many in count.values.items()}, **rest)
    if question.tally == "choices":
        offered = [choice.value for choice in question.choices(queries.context_in("da"))]
        once_offered = sorted(set(count.values) - set(offered))
        several = question.answer_kind == "choices"
        values = {value: count.values.get(value, 0) for value in [*offered, *once_offered]}
        return choice_figure(values, answered=count.answered, several=several, **rest)
    return text_figure(answered=count.answered, **rest)


def _as_data(question: Question, figure: Figure) -> dict[str, Any]:
    labels = {
        language: {choice.value: choice.label for choice in question.choices(queries.context_in(language))}
        for language in LANGUAGES
    }
    rows = [
        {**asdict(row), "label": {language: labels[language].get(row.value, row.value) for language in LANGUAGES}}
        for row in figure.rows
    ]
    return {
        "key": question.key,
        "type": question.type,
        "tally": question.tally,
        "several": question.answer_kind == "choices",
        "label": dict(question.label),
        "rows": rows,
        "answered": figure.answered,
        "not_answered": figure.not_answered,
        "not_asked": figure.not_asked,
        "description": asdict(figure.description) if figure.description else None,
    }
