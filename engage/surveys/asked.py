"""What the surveys of a consultation ask of a person: what its promise of privacy is computed from."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from engage.consultations.privacy import Asked
from engage.surveys.document import Questionnaire
from engage.surveys.models import Survey
from engage.surveys.queries import current_version
from engage.surveys.questions import Question
from engage.surveys.service import questionnaire_of

SECONDS_PER_QUESTION = 20
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
    """About how long a published survey takes whoever meets every question, in whole minutes, never none."""
    questionnaire = questionnaire_of(current_version(survey.id))
    return minutes_for(sum(question.asks for question in questionnaire.questions.values()))


def minutes_for(questions: int) -> int:
    """About how long so many questions take, in whole minutes, never none."""
    return max(1, math.ceil(questions * SECONDS_PER_QUESTION / 60))


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
