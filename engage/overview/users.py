"""Users and one's own account: accounts joined with the committees people work for."""

from __future__ import annotations

import datetime as dt
import functools

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts import queries, service
from engage.accounts.access import current_actor
from engage.accounts.forms import ROLE_LABELS, UserForm
from engage.accounts.models import EVERYWHERE, IN_OWN_COMMITTEES, RoleName, User
from engage.core.choices import choices_of
from engage.core.errors import NotFound
from engage.core.i18n import localise
from engage.core.security import Permission, staff
from engage.core.sorting import Column, Sorting
from engage.strategy.queries import committees
from engage.text.alphabet import danish_key

staff_bp = Blueprint("users", __name__, url_prefix="/staff")


_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
COLUMNS: dict[str, Column[User]] = {
    "name": Column(_l("Navn"), lambda user: danish_key(user.name)),
    "role": Column(_l("Roller"), lambda user: min((list(RoleName).index(name) for name in user.role_names), default=9)),
    "seen": Column(_l("Sidst logget ind"), lambda user: user.current_login_at or _NEVER, downwards=True),
}
RIGHTS = (
    (_l("Se alt, medarbejdere kan se"), Permission.READ),
    (_l("Læse, koble og besvare input"), Permission.TRIAGE),
    (_l("Rette planer"), Permission.PLAN),
    (_l("Lave høringer, spørgeskemaer og udsendelser"), Permission.EDIT),
    (_l("Styre brugere, strategi og indstillinger"), Permission.ADMIN),
)


def _committees() -> dict[int, str]:
    return {committee.id: localise(committee.title) for committee in committees()}


@staff_bp.get("/users")
@staff(Permission.ADMIN)
def listed() -> str:
    """Everybody who can sign in, sorted and narrowed by the address; what each role may do, and where."""
    sorting, role = Sorting(COLUMNS, request.args), request.args.get("role", "")
    role = role if role in set(RoleName) else ""
    every = queries.users()
    shown = [user for user in every if not role or role in user.role_names]
    return render_template(
        "staff/accounts/users.html",
        users=sorting.of(shown),
        headers=sorting.headers(functools.partial(url_for, ".listed", role=role or None)),
        role=role,
        role_labels=ROLE_LABELS,
        committees=_committees(),
        bound=[user for user in every if user.active and user.committee_ids],
        rights=[(words, [_reach(name, right) for name in RoleName]) for words, right in RIGHTS],
    )


def _reach(role: RoleName, permission: Permission) -> str:
    """How far a role's permission reaches: "all", "own" (its own committees) or "none"."""
    if permission in EVERYWHERE[role]:
        return "all"
    return "own" if permission in IN_OWN_COMMITTEES[role] else "none"


@staff_bp.route("/users/new", methods=["GET", "POST"])
@staff(Permission.ADMIN)
def new_user() -> str | AnyResponse:
    """A new user, who gets a link to choose a password by."""
    return _edit(None)


@staff_bp.route("/users/<int:user_id>", methods=["GET", "POST"])
@staff(Permission.ADMIN)
def edit_user(user_id: int) -> str | AnyResponse:
    """Change a user's name, roles and committees."""
    user = queries.user_by_id(user_id)
    if user is None:
        raise NotFound
    return _edit(user)


def _edit(user: User | None) -> str | AnyResponse:
    form = UserForm(obj=user)
    form.committees.choices = choices_of(_committees().items())
    if user is not None and request.method == "GET":
        form.roles.data = [role.name for role in user.roles]
        form.committees.data = sorted(user.committee_ids)
    if form.validate_on_submit():
        try:
            saved = service.save_user(
                current_actor(),
                user,
                name=form.name.data or "",
                title=form.title.data or "",
                email=form.email.data or "",
                roles=form.roles.data or [],
                committee_ids=form.committees.data or [],
                active=form.active.data,
            )
        except service.EmailTaken:
            form.email.errors = [_("Der er allerede en bruger med den e-mail.")]
        except service.LastAdministrator:
            form.roles.errors = [_("Du er den sidste administrator. Gør først en anden til administrator.")]
        else:
            flash(_("%(name)s er gemt.", name=saved.name), "success")
            return redirect(url_for(".listed") if user else url_for(".welcome_link", user_id=saved.id))
    return render_template("staff/accounts/user.html", form=form, user=user)


@staff_bp.route("/users/<int:user_id>/link", methods=["GET", "POST"])
@staff(Permission.ADMIN)
def welcome_link(user_id: int) -> str:
    """The link by which a user chooses a password; making a new one takes away the old password."""
    user = queries.user_by_id(user_id)
    if user is None:
        raise NotFound
    if request.method == "POST":
        user = service.renew_access(current_actor(), user_id)
    link = None
    if user.password is None:
        path = url_for("accounts.welcome", token=service.welcome_token(user), lang=None)
        link = current_app.config["SETTINGS"].public_url + path
    return render_template("staff/accounts/welcome_link.html", user=user, link=link)


@staff_bp.get("/me")
@staff(Permission.READ)
def me() -> str:
    """One's own account: password, second factor, roles."""
    return render_template(
        "staff/accounts/me.html", user=current_actor(), role_labels=ROLE_LABELS, committees=_committees()
    )
