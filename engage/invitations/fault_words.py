"""What is wrong with a file of contacts, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from engage.core.errors import describe

_FAULTS = {
    "email_missing": _l("E-mailen mangler"),
    "email_wrong": _l("“%(value)s” er ikke en e-mail"),
    "repeated": _l("%(value)s står allerede længere oppe i filen"),
    "on_list": _l("%(value)s står allerede på listen"),
    "language": _l("“%(value)s” er ikke et sprog, vi skriver på. Brug da eller en"),
    "area": _l("“%(value)s” er ikke et af vores lokalområder"),
}

describe(
    "contacts_no_email_column",
    _l("Filen har ingen kolonne, der hedder “e-mail”. Den har: %(found)s. Ret den første række, og prøv igen."),
)
describe(
    "table_unreadable",
    _l("Filen kan ikke læses. Gem den som CSV eller Excel (.xlsx) med kolonnernes navne i første række, og prøv igen."),
)
describe("table_too_large", _l("Filen er for stor. Den må højst fylde %(megabytes)s MB; del den i flere."))
describe("table_too_many_rows", _l("Filen har for mange rækker. Der må højst være %(rows)s; del den i flere."))
describe(
    "table_faulty_row",
    _l("Række %(row)s kan ikke læses: den har flere felter end første række, eller et citationstegn mangler."),
)


def fault_text(code: str, value: str) -> str:
    """What is wrong with a row."""
    return str(_FAULTS[code]) % {"value": value}
