"""The audit trail of an input in words a person reads."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.core.audit import AuditEntry
from engage.triage.words import GRADES

_PLAIN = {
    "input.read": _l("læste det"),
    "input.noted": _l("skrev et internt notat"),
    "input.weighed": _l("vejede det mod værdierne"),
    "input.replied": _l("offentliggjorde svaret"),
    "input.reopened": _l("åbnede det igen"),
    "input.undone": _l("fortrød det sidste"),
    "input.typed_in": _l("skrev det ind"),
}


def words_of(entry: AuditEntry, committees: Mapping[int, str]) -> str:
    """What somebody did, to be read after their name; `committees` names them by id."""
    detail = entry.detail
    if entry.action == "input.tagged":
        return str(_("ændrede fokusområder og visioner"))
    if entry.action == "input.themed":
        themes = ", ".join(detail.get("themes", []))
        return str(_("valgte temaer: %(themes)s", themes=themes) if themes else _("fjernede temaerne"))
    if entry.action == "input.linked":
        return str(_("koblede til “%(target)s”: %(grade)s", target=detail["target"], grade=GRADES[detail["grade"]]))
    if entry.action == "input.unlinked":
        return str(_("trak koblingen til “%(target)s” tilbage", target=detail["target"]))
    if entry.action == "input.closed":
        return str(_("lukkede det uden svar: %(reason)s", reason=detail["reason"]))
    if entry.action == "input.handed_over":
        giver, receiver = committees.get(detail["from"], ""), committees.get(detail["to"], "")
        return str(_("gav det videre fra %(giver)s til %(receiver)s", giver=giver, receiver=receiver))
    return str(_PLAIN.get(entry.action, entry.action))


def since(trail: list[AuditEntry], version: int, actor_id: int) -> list[AuditEntry]:
    """What others have done to an input after a version of it, oldest first."""
    later = [entry for entry in trail if entry.detail.get("version", 0) > version and entry.actor_id != actor_id]
    return later[::-1]
