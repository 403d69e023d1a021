"""A rule as a sentence, for the builder: “Bor du i kommunen?” er “Ja”, og …"""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.surveys.document import Questionnaire
from engage.surveys.questions import Context, Question
from engage.surveys.questions.number import write_number
from engage.surveys.rules import BETWEEN, Node, is_number, node_of, reference

_PHRASES = {
    "==": _l("%(left)s er %(right)s"),
    "!=": _l("%(left)s er ikke %(right)s"),
    "<": _l("%(left)s er mindre end %(right)s"),
    "<=": _l("%(left)s er højst %(right)s"),
    ">": _l("%(left)s er mere end %(right)s"),
    ">=": _l("%(left)s er mindst %(right)s"),
    "in": _l("%(left)s er en af %(right)s"),
    "not_in": _l("%(left)s er ingen af %(right)s"),
    "contains": _l("%(left)s indeholder %(right)s"),
    "not_contains": _l("%(left)s indeholder ikke %(right)s"),
    "any_of": _l("%(left)s indeholder mindst én af %(right)s"),
    "all_of": _l("%(left)s indeholder alle af %(right)s"),
    "none_of": _l("%(left)s indeholder ingen af %(right)s"),
    BETWEEN: _l("%(left)s er mellem %(right)s og %(upper)s"),
    "answered": _l("%(left)s er besvaret"),
    "not_answered": _l("%(left)s er ikke besvaret"),
}


def to_words(rule: object, questionnaire: Questionnaire, context: Context) -> str:
    """The rule in the reader's language; the questions and options are quoted in the language of `context`."""
    return _group(rule, questionnaire, context, inside=False)


def _group(rule: object, questionnaire: Questionnaire, context: Context, *, inside: bool) -> str:
    node = node_of(rule)
    if node is None:
        return ""
    if node.operator not in {"and", "or", "not"}:
        return _comparison(node, questionnaire, context)
    parts = [_group(part, questionnaire, context, inside=True) for part in node.operands]
    if node.operator == "not":
        return _("det passer ikke, at %(rule)s", rule=parts[0]) if parts else ""
    words = f" {_('og') if node.operator == 'and' else _('eller')} ".join(parts)
    return f"({words})" if inside and len(parts) > 1 else words


def _comparison(node: Node, questionnaire: Questionnaire, context: Context) -> str:
    pointer = next((found for operand in node.operands if (found := reference(operand))), None)
    about = questionnaire.questions.get(pointer[1]) if pointer else None
    sides = [_operand(operand, about, questionnaire, context) for operand in node.operands]
    names = dict(zip(("left", "right", "upper"), [*sides, "", "", ""], strict=False))
    return str(_PHRASES[node.operator] % names)


def _operand(operand: object, about: Question | None, questionnaire: Questionnaire, context: Context) -> str:
    pointer = reference(operand)
    if pointer is None:
        items = operand if isinstance(operand, list) else [operand]
        return ", ".join(_value(item, about, context) for item in items)
    what, key = pointer
    question = questionnaire.questions.get(key)
    label = f"“{(question.label_in(context) if question else '') or key}”"
    return _("antal valg i %(question)s", question=label) if what == "count" else label


def _value(value: object, about: Question | None, context: Context) -> str:
    if is_number(value):
        return write_number(value, context.language)
    labels = {choice.value: choice.label for choice in about.choices(context)} if about else {}
    return f"“{labels.get(str(value)) or value}”"
