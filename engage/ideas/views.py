"""Citizens' pages: all ideas, one idea, sending one, and supporting one."""

from __future__ import annotations

import re
import secrets

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from engage.core.errors import Onward, describe
from engage.core.i18n import current_language
from engage.core.kept import kept
from engage.core.limits import MAIL_FORM, PUBLIC_FORM, limiter
from engage.core.security import public
from engage.ideas import queries, service, supporting
from engage.ideas.forms import IdeaForm, SupportForm
from engage.ideas.models import Idea
from engage.strategy.queries import focus_areas, local_areas
from engage.text.masking import CPR, EMAIL, PHONE, PLACEHOLDERS
from engage.text.normalise import one_line
from engage.triage import following
from engage.triage.intake import trace_url
from engage.triage.standing import standing_of
from engage.triage.steps import public_steps
from engage.triage.words import Mark, mark_of

bp = Blueprint("ideas", __name__, url_prefix="/ideas")
COOKIE = "supporter"
COOKIE_SECONDS = 365 * 24 * 3600

describe(
    "idea_taken_down",
    _l("Kommunen har taget idéen ned. Du kan se alle de andre idéer."),
    title=_l("Idéen er taget ned"),
    onward=lambda: Onward(_("Se alle idéer"), url_for("ideas.listed")),
    drawing="idea",
)
describe(
    "support_link_not_valid",
    _l("Kopiér hele linket fra mailen, eller støt idéen igen."),
    title=_l("Linket virker ikke"),
)


def _without_email() -> bool:
    return not request.form.get("email", "").strip()


@bp.get("")
@public
@kept
def listed() -> str:
    """Published ideas, narrowed by focus area, place and words."""
    areas, places, args = focus_areas(), local_areas(), request.args
    chosen = queries.IdeaFilter(
        focus=args.get("focus", "") if args.get("focus") in {area.key for area in areas} else "",
        area=next((place.id for place in places if str(place.id) == args.get("area")), None),
        words=one_line(args.get("q", "")[:200]),
        sort="supported" if args.get("sort") == "supported" else "newest",
    )
    page = queries.listed(chosen, args.get("cursor"))
    return render_template(
        "ideas/listed.html",
        page=page,
        chosen=chosen,
        areas=areas,
        places=places,
        marks=_marks(page.items),
    )


def _marks(ideas: list[Idea]) -> dict[int, Mark]:
    standings = queries.standings_of(ideas)
    return {idea.id: mark_of(idea.input, standings[idea.id]) for idea in ideas}


@bp.get("/<public_id>")
@public
@kept
def show(public_id: str) -> str:
    """One idea: its words, its supports, the official reply and where it went in the plan."""
    idea = queries.published_idea(public_id)
    followed = following.follow_one(idea.input)
    return render_template(
        "ideas/show.html",
        idea=idea,
        mine=_is_mine(idea.id),
        reply=followed.reply,
        steps_of_idea=public_steps(followed, idea.published_at),
        mark=mark_of(idea.input, standing_of(idea.input, followed.links)),
    )


@bp.route("/new", methods=["GET", "POST"])
@public
@limiter.limit(PUBLIC_FORM, methods=["POST"])
@limiter.limit(MAIL_FORM, methods=["POST"], exempt_when=_without_email)
def new() -> str | AnyResponse:
    """Write an idea. When there are ideas alike, they are shown before it is sent."""
    form = IdeaForm(areas=focus_areas(), places=local_areas())
    key = form.submission_key.data = _submission_key(form.submission_key.data)
    step = request.form.get("step", "check")
    if step == "edit" or not form.validate_on_submit():
        return render_template("ideas/new.html", form=form)
    alike = queries.similar(form.content().title) if step == "check" else []
    if alike:
        kept = [(name, value) for name, value in request.form.items(multi=True) if name not in {"csrf_token", "step"}]
        return render_template("ideas/similar.html", alike=alike, kept=kept, marks=_marks(alike))
    idea = service.send_idea(form.content(), key, language=current_language())
    return redirect(url_for(".received", token=service.receipt_token(idea)))


def _submission_key(sent: str | None) -> str:
    """The key that the form carries, or a new one for a form that is opened or was tampered with."""
    return sent if sent and re.fullmatch(r"[\w-]{20,64}", sent) else secrets.token_urlsafe(24)


@bp.get("/received/<token>")
@public
def received(token: str) -> str:
    """The private receipt of an idea: thanks, a copy, where to follow it, and what staff decided."""
    idea = service.idea_of_receipt(token)
    hidden = [kind for kind in (CPR, PHONE, EMAIL) if PLACEHOLDERS[kind] in f"{idea.title} {idea.text}"]
    return render_template("ideas/received.html", idea=idea, hidden=hidden, trace_url=trace_url(idea.trace))


@bp.route("/<public_id>/support", methods=["GET", "POST"])
@public
@limiter.limit(PUBLIC_FORM, methods=["POST"])
@limiter.limit(MAIL_FORM, methods=["POST"], exempt_when=_without_email)
def support(public_id: str) -> str | AnyResponse:
    """Support an idea, by this browser or by a confirmed e-mail; the page says what each means."""
    idea = queries.published_idea(public_id)
    form = SupportForm()
    if form.validate_on_submit():
        if form.method.data == "browser":
            return _support_here(public_id)
        supporting.ask_by_email(public_id, form.email.data or "", current_language())
        return render_template("ideas/support_asked.html", idea=idea, email=form.email.data)
    return render_template("ideas/support.html", idea=idea, form=form, mine=_is_mine(idea.id))


def _is_mine(idea_id: int) -> bool:
    """True when this browser supports the idea."""
    token = _cookie()
    return token is not None and queries.support_of(idea_id, supporting.person_of_browser(token)) is not None


def _support_here(public_id: str) -> AnyResponse:
    token = _cookie() or supporting.new_browser_token()
    if supporting.support_by_browser(public_id, token):
        flash(_("Tak for din støtte. Den er talt med."), "success")
    else:
        flash(_("Du støtter allerede idéen fra denne browser. Den tæller én gang."), "info")
    response = redirect(url_for(".show", public_id=public_id))
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_SECONDS, path="/ideas", httponly=True, samesite="Lax", secure=secure
    )
    return response


@bp.post("/<public_id>/support/undo")
@public
@limiter.limit(PUBLIC_FORM)
def undo_support(public_id: str) -> AnyResponse:
    """Take this browser's support back."""
    token = _cookie()
    if token is not None and supporting.take_back(public_id, token):
        flash(_("Din støtte er trukket tilbage."), "success")
    return redirect(url_for(".show", public_id=public_id))


@bp.route("/support/<token>", methods=["GET", "POST"])
@public
@limiter.limit(PUBLIC_FORM, methods=["POST"])
def confirm_support(token: str) -> str | AnyResponse:
    """Confirm a support by the link in the mail. Only the button counts: mail scanners follow links."""
    if request.method == "POST":
        idea = supporting.confirm(token, _cookie())
        flash(_("Tak for din støtte. Den er talt med."), "success")
        return redirect(url_for(".show", public_id=idea.public_id))
    return render_template("ideas/confirm_support.html", idea=supporting.idea_of_token(token))


def _cookie() -> str | None:
    token = request.cookies.get(COOKIE)
    return token if supporting.is_browser_token(token) else None
