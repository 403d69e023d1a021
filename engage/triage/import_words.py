"""What is wrong with a file of inputs, in words that say how to mend it; for the screen and the command line."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.core.errors import describe
from engage.triage.imports import LONGEST_NAME, LONGEST_TEXT, Fault, RowFault

describe("table_unreadable", _l("Filen kan ikke læses. Gem den som CSV eller Excel (xlsx) med kolonnenavne øverst."))
describe("table_too_large", _l("Filen er for stor. Den må højst fylde %(megabytes)d MB."))
describe("table_too_many_rows", _l("Filen har for mange rækker. Del den, så hver har højst %(rows)d."))
describe("table_faulty_row", _l("Række %(row)d kan ikke læses. Se efter anførselstegn og skilletegn i rækken."))
describe("import_no_text_column", _l("Filen har ingen kolonne “%(column)s”. Den har: %(header)s."))
describe("import_empty", _l("Filen har kolonnenavne, men ingen rækker."))
describe("import_faulty", _l("Filen har fejl, så intet er læst ind."))
describe("upload_gone", _l("Filen er læst ind eller ryddet væk. Læg den op igen."))

_FAULTS = {
    Fault.NO_TEXT: _l("teksten mangler"),
    Fault.TEXT_TOO_LONG: _l("teksten er længere end %(longest)d tegn"),
    Fault.NO_DATE: _l("“%(value)s” er ikke en dato. Skriv den som 2026-05-31"),
    Fault.FUTURE: _l("datoen “%(value)s” ligger i fremtiden"),
    Fault.UNKNOWN_AREA: _l("lokalområdet “%(value)s” findes ikke"),
    Fault.NAME_TOO_LONG: _l("navnet “%(value)s …” er længere end %(longest_name)d tegn"),
    Fault.NO_EMAIL: _l("“%(value)s” er ikke en e-mailadresse"),
}


def fault_words(fault: RowFault) -> str:
    """`Række 12: teksten mangler`."""
    what = str(_FAULTS[fault.fault]) % {"value": fault.value, "longest": LONGEST_TEXT, "longest_name": LONGEST_NAME}
    return str(_("Række %(row)d: %(what)s", row=fault.row, what=what))
