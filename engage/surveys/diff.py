"""Two versions of a questionnaire side by side: what changed, and which answers may be counted together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from engage.surveys.document import Questionnaire
from engage.surveys.questions import Question
from engage.surveys.questions.choice import WithOptions
from engage.surveys.questions.scale import Scale

# same: nothing that bears on answers changed; reworded: a person must judge; extended: options came or went;
# incompatible: the answers mean something else.
Agreement = Literal["same", "reworded", "extended", "incompatible"]


@dataclass(frozen=True)
class Change:
    """Something that differs: the key of the page or question, what, and its particulars."""

    key: str
    code: str
    params: dict[str, Any] = field(default_factory=dict, hash=False)


def agreements(old: Questionnaire, new: Questionnaire) -> dict[str, Agreement]:
    """How the answers to each question that both versions ask agree, in the new version's order."""
    return {
        key: _agreement(old.questions[key], question)
        for key, question in new.questions.items()
        if question.asks and key in old.questions
    }


def reportable_together(old: Questionnaire, new: Questionnaire) -> list[str]:
    """The keys of questions whose answers may be counted together."""
    return [key for key, agreement in agreements(old, new).items() if agreement != "incompatible"]


def _agreement(old: Question, new: Question) -> Agreement:
    if not new.means_the_same(old):
        return "incompatible"
    if old.label != new.label or _reworded(old, new):
        return "reworded"
    return "same" if old.values() == new.values() else "extended"


def _labels(question: Question) -> dict[str, dict[str, str]]:
    return {option.value: option.label for option in question.options} if isinstance(question, WithOptions) else {}


def _reworded(old: Question, new: Question) -> bool:
    """Whether an option or the end of a scale that both have reads differently."""
    before, after = _labels(old), _labels(new)
    ends = [(q.low_label, q.high_label) for q in (old, new) if isinstance(q, Scale)]
    return any(before[value] != after[value] for value in before.keys() & after.keys()) or ends[:1] != ends[1:]


def compare(old: Questionnaire, new: Questionnaire) -> list[Change]:
    """Everything that differs, in the new version's order; what was removed comes last."""
    changes = [
        Change("", f"{name}_changed") for name in ("title", "introduction", "closing") if _differs(old, new, name)
    ]
    before = {page.key: page for page in old.pages}
    for page in new.pages:
        if page.key not in before:
            changes.append(Change(page.key, "page_added"))
            continue
        names = ("title", "introduction", "show_if")
        changes += [
            Change(page.key, f"page_{name}_changed") for name in names if _differs(before[page.key], page, name)
        ]
    for key in new.questions:
        if key not in old.questions:
            changes.append(Change(key, "question_added"))
        else:
            changes += _question_changes(old, new, key)
    changes += [Change(page.key, "page_removed") for page in old.pages if page.key not in {p.key for p in new.pages}]
    changes += [Change(key, "question_removed") for key in old.questions if key not in new.questions]
    return changes + _order_changes(old, new)


def _differs(old: object, new: object, name: str) -> bool:
    return bool(getattr(old, name) != getattr(new, name))


def _question_changes(old: Questionnaire, new: Questionnaire, key: str) -> Iterator[Change]:
    before, after = old.questions[key], new.questions[key]
    if old.page_of[key] != new.page_of[key]:
        yield Change(key, "question_moved", {"page": new.page_of[key]})
    if before.type != after.type:
        yield Change(key, "type_changed", {"old": before.type, "new": after.type})
        return
    for name in ("label", "hint", "show_if"):
        if _differs(before, after, name):
            yield Change(key, f"{name}_changed")
    if before.required != after.required:
        yield Change(key, "now_required" if after.required else "now_optional")
    was, now = _labels(before), _labels(after)
    yield from (Change(key, "option_added", {"value": value}) for value in now if value not in was)
    yield from (Change(key, "option_removed", {"value": value}) for value in was if value not in now)
    yield from (
        Change(key, "option_reworded", {"value": value}) for value in now if value in was and was[value] != now[value]
    )
    common = {"type", "key", "label", "hint", "show_if", "required", "options"}
    settings = [name for name in type(after).model_fields if name not in common and _differs(before, after, name)]
    yield from (Change(key, "setting_changed", {"setting": name}) for name in settings)


def _order_changes(old: Questionnaire, new: Questionnaire) -> list[Change]:
    """One change for all: questions that both have are asked in another order."""
    before = [key for key in old.questions if key in new.questions]
    after = [key for key in new.questions if key in old.questions]
    return [Change("", "order_changed")] if before != after else []
