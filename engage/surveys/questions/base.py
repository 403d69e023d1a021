"""What every type of question shares: its place in the document, and how it is asked, checked, stored and shown."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Annotated, Any, ClassVar, Literal, TypeVar, overload

from flask_babel import LazyString
from pydantic import Field, PrivateAttr, StringConstraints
from wtforms.fields.core import Field as FormField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from engage.surveys.faults import Fault, translation_faults
from engage.surveys.rules import Rule, is_answered
from engage.surveys.texts import Element, Key, Texts, say

Tally = Literal["choices", "scale", "number", "text", "none"]
# What a rule may compare an answer with: one value of a list, several of them, a number, words, or nothing at all.
AnswerKind = Literal["choice", "choices", "number", "text", "none"]


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen, in the reader's language."""

    value: str
    label: str


class LateChoices(Sequence[Choice]):
    """Choices that are looked up when a question first asks for them: most questionnaires never do."""

    def __init__(self, look_up: Callable[[], Iterable[Choice]]) -> None:
        self._look_up = look_up

    @functools.cached_property
    def _found(self) -> tuple[Choice, ...]:
        return tuple(self._look_up())

    @overload
    def __getitem__(self, place: int) -> Choice: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Choice]: ...
    def __getitem__(self, place: int | slice) -> Choice | Sequence[Choice]:
        return self._found[place]

    def __len__(self) -> int:
        return len(self._found)


@dataclass(frozen=True)
class Context:
    """To whom a question is put: the language, and the choices that live outside the questionnaire."""

    language: str = "da"
    focus_areas: Sequence[Choice] = ()
    local_areas: Sequence[Choice] = ()


class Option(Element):
    """A choice written in the questionnaire itself. A draft may lack its value; a published version may not."""

    value: Annotated[str, StringConstraints(pattern=r"^([a-z0-9][a-z0-9_]{0,39})?$")] = ""
    label: Texts = Field(default={})


class Question(Element):
    """One question. Each type is a subclass in a file of its own.

    `fault`, `clean` and `display` speak of one value: what the citizen sent (`raw`, the data of the field), and
    what is stored (a plain JSON value, None for no answer).
    """

    type: str
    key: Key
    label: Texts = Field(default={})
    hint: Texts | None = None
    required: bool = False
    show_if: Rule | None = None

    title: ClassVar[LazyString]
    order: ClassVar[int]
    tally: ClassVar[Tally] = "none"
    answer_kind: ClassVar[AnswerKind] = "none"
    asks: ClassVar[bool] = True
    is_text: ClassVar[bool] = False
    seconds: ClassVar[int] = 5  # to answer it, once it is read
    choices_may_change: ClassVar[bool] = False  # they live outside the questionnaire

    _fields: dict[str, dict[str, FormField]] = PrivateAttr(default_factory=dict)  # by language, bound to no form yet

    @classmethod
    def blank(cls, key: str) -> dict[str, Any]:
        """The document of a new question of this type, as the builder starts it."""
        return {"type": cls.type_key(), "key": key, "label": {}, **cls.defaults()}

    @classmethod
    def type_key(cls) -> str:
        """The name of the type in a document, like "single_choice"."""
        (name,) = cls.model_fields["type"].annotation.__args__  # type: ignore[union-attr]  # Literal["name"]
        return str(name)

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """What a new question of this type has beside key and label."""
        return {}

    def answer_keys(self) -> tuple[str, ...]:
        """The keys under which answers to this question are stored: its own first."""
        return (self.key,) if self.asks else ()

    def build_field(self, context: Context) -> FormField:
        """The form field that asks this question."""
        raise NotImplementedError

    def build_fields(self, context: Context) -> dict[str, FormField]:
        """All form fields of the question by name: the main one has the question's key."""
        return {self.key: self.build_field(context)} if self.asks else {}

    def fields_in(self, context: Context) -> dict[str, FormField]:
        """The form fields of the question, to be bound to a form: made once in each language where they can be."""
        if self.choices_may_change:
            return self.build_fields(context)
        if context.language not in self._fields:
            self._fields[context.language] = self.build_fields(context)
        return self._fields[context.language]

    def instruction(self) -> LazyString:
        """What to do, said to somebody who left a required question empty."""
        raise NotImplementedError

    def is_empty(self, raw: object) -> bool:
        return not (raw.strip() if isinstance(raw, str) else raw)

    def wrong(self, raw: object, context: Context) -> LazyString | None:
        """What is wrong with an answer that is not empty, and how to mend it; None when it is right."""
        raise NotImplementedError

    def fault(self, raw: object, context: Context) -> LazyString | None:
        """What to tell the citizen about this answer, or None when it can be stored."""
        if self.is_empty(raw):
            return self.instruction() if self.required else None
        return self.wrong(raw, context)

    def faults(self, data: Mapping[str, Any], context: Context) -> dict[str, LazyString]:
        """What is wrong in the question's fields, by field name; `data` is the data of the whole form."""
        text = self.fault(data.get(self.key), context) if self.asks else None
        return {self.key: text} if text is not None else {}

    def clean(self, raw: object, context: Context) -> object:
        """The JSON value to store of an answer without fault; None when nothing was answered."""
        raise NotImplementedError

    def read(self, data: Mapping[str, Any], context: Context) -> dict[str, object]:
        """The stored answers of this question, by answer key, from the data of the whole form; None: not answered."""
        return {self.key: self.clean(data.get(self.key), context)} if self.asks else {}

    def prefill(self, answers: Mapping[str, object], context: Context) -> dict[str, Any]:
        """The data of the question's fields for stored answers: the way back from `read`."""
        return {self.key: answers.get(self.key)} if self.asks else {}

    def display(self, value: object, context: Context) -> str:
        """A stored answer in words, for the review, the receipt and lists; empty when not answered."""
        return "" if value is None else str(value)

    def show(self, answers: Mapping[str, object], context: Context) -> str:
        """The whole stored answer to this question in words."""
        return self.display(answers.get(self.key), context)

    def texts(self, answers: Mapping[str, object]) -> list[str]:
        """What the citizen wrote in own words here, to become input."""
        value = answers.get(self.key)
        return [value] if self.is_text and isinstance(value, str) else []

    def label_in(self, context: Context) -> str:
        """The question's label in the reader's language."""
        return say(self.label, context.language)

    def words_in(self, context: Context) -> str:
        """All that the citizen reads of the question in their language."""
        texts = [self.label_in(context), say(self.hint, context.language)]
        return " ".join([*texts, *(choice.label for choice in self.choices(context))])

    def tally_values(self, value: object) -> list[str | None]:
        """A stored answer as the values to count: one, several, or [None] when it was not answered."""
        if not is_answered(value):
            return [None]
        if self.tally == "text":
            return [""]
        return [str(item) for item in value] if isinstance(value, list) else [str(value)]

    def check(self, languages: Sequence[str]) -> Iterator[Fault]:
        """What makes this question unfit to publish; places are seen from the question."""
        yield from translation_faults(self.label, "label", languages)
        yield from translation_faults(self.hint, "hint", languages, optional=True)

    def values(self) -> frozenset[str] | None:
        """The values an answer can have, for rules to compare with; None when the document does not list them."""
        return None

    def samples(self, constants: Iterable[float]) -> list[object] | None:
        """The answers that can make a difference to rules which compare with these numbers; None when unknown."""
        return None

    def means_the_same(self, earlier: Question) -> bool:
        """Whether answers to this question and to an earlier version of it may be counted together."""
        return self.type == earlier.type

    def choices(self, context: Context) -> tuple[Choice, ...]:
        """What can be chosen, in order; empty for questions without choices."""
        return ()

    def settings_for(self, context: Context, hint: str = "") -> dict[str, Any]:
        """What all fields are built with: label, hint and check."""
        description = " ".join(part for part in (say(self.hint, context.language), hint) if part)
        return {
            "label": self.label_in(context),
            "description": description,
            "validators": [Answerable(self, context)],
        }


class Answerable:
    """The form's way to a question's own check."""

    def __init__(self, question: Question, context: Context, *, required: bool | None = None) -> None:
        self.question = question
        self.context = context
        self.field_flags = {"required": True} if (question.required if required is None else required) else {}

    def __call__(self, form: BaseForm, field: Any) -> None:
        text = self.question.faults(form.data, self.context).get(field.short_name)
        if text is not None:
            raise StopValidation(str(text))


REGISTRY: dict[str, type[Question]] = {}
AnyType = TypeVar("AnyType", bound=type[Question])


def question_type(cls: AnyType) -> AnyType:
    """Make this class one of the types a questionnaire may use."""
    REGISTRY[cls.type_key()] = cls
    return cls


def load_types(package: ModuleType) -> dict[str, type[Question]]:
    """All types of the package's files, in the order in which the builder offers them."""
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(REGISTRY.items(), key=lambda entry: entry[1].order))
