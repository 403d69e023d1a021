"""The forms of one input's page, each filled with how things stand, and the choices they offer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from engage.accounts.models import User
from engage.core.choices import choices_of, grouped
from engage.core.i18n import localise
from engage.strategy.queries import committees, focus_areas, visions
from engage.triage.forms import (
    HandOverForm,
    LinkForm,
    NoteForm,
    ReasonForm,
    ReplyForm,
    TagForm,
    ThemesForm,
    VersionedForm,
    WeighForm,
    weigh_form,
)
from engage.triage.input_page import InputPage, own_judgements, suggested_opening
from engage.triage.targets import targets_for
from engage.triage.themes import themes_of

SECTIONS = ("tags", "themes", "note", "link", "unlink", "weigh", "reply", "close", "reopen", "hand_over")


@dataclass(frozen=True)
class InputForms:
    """One form per section of the page; ids and names begin with the section's name."""

    tags: TagForm
    themes: ThemesForm
    note: NoteForm
    link: LinkForm
    unlink: ReasonForm
    weigh: WeighForm
    reply: ReplyForm
    close: ReasonForm
    reopen: VersionedForm
    hand_over: HandOverForm

    def with_sent(self, section: str, sent: FlaskForm) -> InputForms:
        """The same with one form as it was sent."""
        return replace(self, **{section: sent})


def forms_of(actor: User, page: InputPage) -> InputForms:
    """The forms as they are before anything is sent."""
    given = page.given
    return InputForms(
        **{section: form_of(section, actor, page, formdata=None) for section in SECTIONS if section != "reopen"},
        reopen=VersionedForm(prefix="reopen-", formdata=None, version=given.version),
    )


def form_of(section: str, actor: User, page: InputPage, **kwargs: Any) -> Any:
    """The form of one section; bound to what was sent unless `formdata=None`."""
    given = page.given
    kwargs = {"prefix": f"{section.replace('_', '-')}-", "version": given.version} | kwargs
    if section == "tags":
        chosen = {"focus_areas": [area.id for area in given.focus_areas], "visions": [row.id for row in given.visions]}
        return _with_tags(TagForm(**kwargs, data=chosen))
    if section == "themes":
        return _with_themes(ThemesForm(**kwargs, data={"themes": [row.theme_id for row in given.themes]}), page)
    if section == "link":
        form = LinkForm(**kwargs)
        form.target.choices = grouped(targets_for(given, request.args.get("find", "")))
        return form
    if section == "weigh":
        kwargs.pop("version")
        return weigh_form([each.value for each in page.weighed], own_judgements(actor, page.weighed), **kwargs)
    if section == "reply":
        opening = page.replies[0].text if page.replies else suggested_opening(given, page.links)
        return ReplyForm(**kwargs, data={"text": opening})
    if section == "hand_over":
        form = HandOverForm(**kwargs)
        others = [row for row in committees() if row.id != given.committee_id]
        form.committee.choices = choices_of(
            [(0, _("Vælg et udvalg"))], ((row.id, localise(row.title)) for row in others)
        )
        return form
    plain = {"note": NoteForm, "unlink": ReasonForm, "close": ReasonForm, "reopen": VersionedForm}
    return plain[section](**kwargs)


def _with_tags(form: TagForm) -> TagForm:
    form.focus_areas.choices = choices_of((area.id, localise(area.title)) for area in focus_areas())
    form.visions.choices = choices_of((vision.id, localise(vision.title)) for vision in visions())
    return form


def _with_themes(form: ThemesForm, page: InputPage) -> ThemesForm:
    consultation_id = page.given.consultation_id
    rows = themes_of(consultation_id) if consultation_id else []
    form.themes.choices = choices_of((row.theme.id, row.theme.label) for row in rows)
    return form
