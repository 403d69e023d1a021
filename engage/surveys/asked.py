"""What the surveys of a consultation ask of a person: what its promise of privacy is computed from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engage.consultations.privacy import Asked
from engage.core.i18n import current_language
from engage.surveys.document import Questionnaire
from engage.surveys.models import Survey
from engage.surveys.queries import current_version
from engage.surveys.questions import Question
from engage.surveys.service import questionnaire_of
from engage.surveys.timing import minutes

_IDENTITY = re.compile(
    r"\b(dit navn|(for|efter)?navn|(e-?)?mail(adresse)?|telefon(nummer)?|mobil(nummer)?|(din )?adresse"
    r"|your name|e-?mail address|phone( number)?)\b",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"\b(alder|hvor gammel|født|køn|bor du|husstand|uddannelse|indkomst|civilstand|hjemmeboende|beskæftigelse"
    r"|how old|your age|gender|household|education|income|do you live)\b",
    re.IGNORECASE,
)


def asked_by(surveys: Sequence[Survey]) -> Asked:
    """What published surveys ask, all of them together."""
    found = [in_questionnaire(questionnaire_of(current_version(survey.id))) for survey in surveys]
    return Asked(identity=any(one.identity for one in found), background=sum(one.background for one in found))


def minutes_to_answer(survey: Survey) -> int:
    """About how long a published survey takes, in whole minutes."""
    return minutes(questionnaire_of(current_version(survey.id)).questions.values(), current_language())


def in_questionnaire(questionnaire: Questionnaire) -> Asked:
    """What one questionnaire asks, told from the types and the wording of its questions."""
    questions = list(questionnaire.questions.values())
    return Asked(
        identity=any(_asks_identity(question) for question in questions),
        background=sum(_asks_background(question) for question in questions),
    )


def _asks_identity(question: Question) -> bool:
    return question.type == "short_text" and any(_IDENTITY.search(label) for label in question.label.values())


def _asks_background(question: Question) -> bool:
    return question.type == "local_area" or any(_BACKGROUND.search(label) for label in question.label.values())
