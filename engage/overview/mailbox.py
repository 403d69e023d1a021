"""The mail catcher's mails on screen, for the demo and for development; not there in production."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template
from flask_babel import lazy_gettext as _l

from engage.core.security import Permission, staff
from engage.devmail import MailFolder, text_of

SHOWN = 100
TITLE = _l("Fanget post")

staff_bp = Blueprint("mailbox", __name__, url_prefix="/staff/mailbox")


@staff_bp.get("")
@staff(Permission.READ)
def listed() -> str:
    """The newest mails."""
    return render_template("staff/mailbox.html", title=TITLE, mails=_folder().newest(SHOWN))


@staff_bp.get("/<name>")
@staff(Permission.READ)
def message(name: str) -> str:
    """One mail as a reader of plain text sees it."""
    mail = _folder().read(name)
    if mail is None:
        abort(404)
    return render_template("staff/mailbox_message.html", title=TITLE, mail=mail, text=text_of(mail))


def _folder() -> MailFolder:
    return MailFolder(current_app.config["SETTINGS"].data_dir / "mail")
