"""The administrator's pages of what is the council's own: strategy, values, focus areas, visions, committees, areas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.core.errors import describe, text_of
from engage.core.i18n import localise
from engage.core.security import Permission, staff
from engage.strategy import council, queries
from engage.strategy.conflicts import Difference, attempt
from engage.strategy.forms import (
    CommitteeForm,
    FocusAreaForm,
    LocalAreaForm,
    LocalisedForm,
    StrategyForm,
    SummaryForm,
    ValueForm,
)
from engage.strategy.models import Strategy, Value, Vision

staff_bp = Blueprint("staff_strategy", __name__, url_prefix="/staff/strategy")

describe("strategy.name_taken", _l("Der er allerede et lokalområde med det navn. Vælg et andet."))

_FORMS: dict[type[council.Titled], type[LocalisedForm]] = {
    Strategy: StrategyForm,
    Value: ValueForm,
    Vision: SummaryForm,
}


@staff_bp.get("")
@staff(Permission.ADMIN)
def show() -> str:
    """The strategy in force with all its parts, the committees and the local areas."""
    return render_template(
        "staff/strategy/show.html",
        strategy=queries.current_strategy(),
        others=[strategy for strategy in queries.strategies() if not strategy.is_current],
        committees=queries.committees(),
        local_areas=queries.local_areas(),
    )


@staff_bp.route("/texts/<key>", methods=["GET", "POST"])
@staff(Permission.ADMIN)
def edit_strategy(key: str) -> str | AnyResponse:
    """The strategy's title and goal."""
    return _edit_texts(queries.strategy(key))


@staff_bp.route("/values/<key>", methods=["GET", "POST"])
@staff(Permission.ADMIN)
def edit_value(key: str) -> str | AnyResponse:
    """A value and the question that goes with it."""
    return _edit_texts(queries.value(key))


@staff_bp.route("/focus-areas/<key>", methods=["GET", "POST"])
@staff(Permission.ADMIN)
def edit_focus_area(key: str) -> str | AnyResponse:
    """A focus area, and which committee receives ideas about it."""
    area = queries.focus_area(key)
    form = FocusAreaForm.of(area)

    def save() -> None:
        version, committee_id = form.version.data or 0, form.committee.data
        council.edit_focus_area(current_actor(), area, version=version, texts=form.texts(), committee_id=committee_id)

    return _save_or_show(form, save, lambda now: FocusAreaForm.of(now, formdata=None), localise(area.title))


@staff_bp.route("/visions/<key>", methods=["GET", "POST"])
@staff(Permission.ADMIN)
def edit_vision(key: str) -> str | AnyResponse:
    """A vision."""
    return _edit_texts(queries.vision(key))


@staff_bp.route("/committees/<key>", methods=["GET", "POST"])
@staff(Permission.ADMIN)
def edit_committee(key: str) -> str | AnyResponse:
    """Rename a committee, or confirm its name."""
    committee = queries.committee(key)
    form = CommitteeForm.of(committee)

    def save() -> None:
        title = {"da": form.title_da.data or "", "en": form.title_en.data or ""}
        council.edit_committee(
            current_actor(), committee, version=form.version.data or 0, title=title, confirmed=form.confirmed.data
        )

    return _save_or_show(form, save, lambda now: CommitteeForm.of(now, formdata=None), localise(committee.title))


@staff_bp.route("/local-areas/new", methods=["GET", "POST"])
@staff(Permission.ADMIN)
def new_local_area() -> str | AnyResponse:
    """Add a local area."""
    form = LocalAreaForm()
    return _save_or_show(
        form,
        lambda: council.add_local_area(current_actor(), form.name.data or ""),
        lambda now: LocalAreaForm(formdata=None, obj=now),
        _("Nyt lokalområde"),
    )


@staff_bp.route("/local-areas/<int:area_id>", methods=["GET", "POST"])
@staff(Permission.ADMIN)
def edit_local_area(area_id: int) -> str | AnyResponse:
    """Rename a local area."""
    area = queries.local_area(area_id)
    form = LocalAreaForm(obj=area)
    return _save_or_show(
        form,
        lambda: council.rename_local_area(
            current_actor(), area, version=form.version.data or 0, name=form.name.data or ""
        ),
        lambda now: LocalAreaForm(formdata=None, obj=now),
        area.name,
    )


@staff_bp.route("/current/<key>", methods=["GET", "POST"])
@staff(Permission.ADMIN)
def make_current(key: str) -> str | AnyResponse:
    """Put a strategy in force, after saying what that means."""
    strategy = queries.strategy(key)
    form = FlaskForm()
    if form.validate_on_submit():
        council.make_current(current_actor(), strategy)
        flash(_("“%(title)s” er sat i kraft.", title=localise(strategy.title)), "success")
        return redirect(url_for(".show"))
    return render_template("staff/strategy/make_current.html", strategy=strategy)


def _edit_texts(part: council.Titled) -> str | AnyResponse:
    kind = _FORMS[type(part)]
    form = kind.of(part)
    return _save_or_show(
        form,
        lambda: council.edit_texts(current_actor(), part, version=form.version.data or 0, texts=form.texts()),
        lambda now: kind.of(now, formdata=None),
        localise(part.title),
    )


def _save_or_show(
    form: FlaskForm, save: Callable[[], object], as_form: Callable[[Any], FlaskForm], title: str
) -> str | AnyResponse:
    differences: list[Difference] | None = []
    if form.validate_on_submit():
        try:
            differences = attempt(form, save, as_form)
        except council.NameTaken as taken:
            form["name"].errors = [text_of(taken)]
    if differences is None:
        flash(_("Ændringen er gemt."), "success")
        return redirect(url_for(".show"))
    return render_template("staff/strategy/edit.html", form=form, title=title, differences=differences)
