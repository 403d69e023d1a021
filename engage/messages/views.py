"""The page behind the link that ends invitations."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from engage.core.errors import describe
from engage.core.security import csrf, public
from engage.messages import unsubscribe
from engage.messages.models import SuppressionReason
from engage.messages.suppression import is_suppressed

bp = Blueprint("messages", __name__)

describe(
    "too_many_mails",
    _l("Vi har sendt mange mails til den adresse i dag. Prøv igen i morgen."),
    title=_l("Vent til i morgen"),
)


@bp.get("/unsubscribe/<token>")
@public
def show(token: str) -> str:
    """Ask before anything happens: mail scanners follow links."""
    return _page(token)


@bp.post("/unsubscribe/<token>")
@public
def decline(token: str) -> str:
    """Decline, for a person's button and a mail program's one click alike."""
    unsubscribe.decline(token)
    return _page(token)


@bp.post("/unsubscribe/<token>/undo")
@public
def take_back(token: str) -> str:
    """Undo it."""
    unsubscribe.take_back(token)
    return _page(token, taken_back=True)


for _view in (decline, take_back):
    csrf.exempt(_view)  # the token is the right to it; mail programs post here by themselves


def _page(token: str, *, taken_back: bool = False) -> str:
    address = unsubscribe.message_of(token).to_address
    declined = is_suppressed(address, {SuppressionReason.UNSUBSCRIBED})
    return render_template(
        "messages/unsubscribe.html", token=token, address=address, declined=declined, taken_back=taken_back
    )
