"""What is said about faults and changes of a questionnaire: one sentence per code, telling how to mend it."""

from __future__ import annotations

import re

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.surveys.diff import Change
from engage.surveys.document import Questionnaire
from engage.surveys.faults import Fault
from engage.surveys.questions import Context

FAULTS: dict[str, LazyString] = {
    # the document itself
    "not_json": _l("Filen er ikke gyldig JSON."),
    "too_large": _l("Skemaet er for stort. Det må højst fylde 4 MB."),
    "missing": _l("Feltet mangler."),
    "unknown_field": _l("Feltet kendes ikke. Ret stavemåden, eller fjern det."),
    "bad_key": _l("Nøglen skal begynde med et lille bogstav og må kun have små bogstaver, tal og _ (højst 40 tegn)."),
    "text_too_long": _l("Teksten er for lang. Den må højst fylde %(max)s tegn."),
    "too_many": _l("Der er for mange. Der må højst være %(max)s."),
    "too_many_questions": _l("Der er for mange spørgsmål. Et skema må højst have 200."),
    "unknown_type": _l("Spørgsmålstypen kendes ikke."),
    "unknown_version": _l("Værdien er ikke en af dem, der er tilladt her."),
    "number_too_small": _l("Tallet er for lille. Det skal være mindst %(min)s."),
    "number_too_large": _l("Tallet er for stort. Det må højst være %(max)s."),
    "wrong_kind": _l("Værdien er ikke af den rigtige slags."),
    "control_characters": _l("Teksten har usynlige styretegn. Slet dem, eller skriv teksten igen."),
    # pages and questions
    "no_questions": _l("Skemaet stiller ingen spørgsmål. Tilføj mindst ét."),
    "empty_page": _l("Siden er tom. Tilføj et spørgsmål, eller slet siden."),
    "duplicate_key": _l("Nøglen “%(key)s” bruges to gange. Giv den ene et andet navn."),
    "missing_translation_da": _l("Den danske tekst mangler."),
    "missing_translation_en": _l("Den engelske tekst mangler."),
    "missing_translation": _l("Teksten mangler på sproget “%(language)s”."),
    "too_few_options": _l("Der skal være mindst %(least)s svarmuligheder."),
    "option_without_value": _l("Svarmuligheden mangler en værdi."),
    "duplicate_value": _l("To svarmuligheder har værdien “%(value)s”. Giv den ene en anden."),
    "unknown_option": _l("“%(value)s” er ikke en af svarmulighederne."),
    "other_is_exclusive": _l("Den samme svarmulighed kan ikke både være “andet” og “ingen af disse”."),
    "min_above_max": _l("Det mindste (%(min)s) er større end det største (%(max)s). Ret et af tallene."),
    "more_than_options": _l("Borgeren skal vælge %(count)s, men der er kun %(options)s svarmuligheder."),
    # rules
    "rule_operator": _l("Reglen bruger “%(operator)s”, som ikke findes."),
    "rule_operands": _l("Reglen “%(operator)s” har for få eller for mange dele."),
    "rule_operand": _l("Reglen sammenligner med noget, der hverken er en tekst eller et tal."),
    "rule_list_length": _l("Reglens liste skal have mellem 1 og %(max)s værdier."),
    "rule_text_length": _l("En tekst i reglen er for lang. Den må højst fylde %(max)s tegn."),
    "rule_without_answer": _l("Reglen ser ikke på noget svar."),
    "rule_depth": _l("Reglen er for indviklet. Den må højst have %(max)s lag."),
    "rule_size": _l("Reglen er for stor. Den må højst have %(max)s dele."),
    "rule_looks_ahead": _l("Reglen ser på “%(key)s”, som først stilles senere. Flyt spørgsmålet, eller ret reglen."),
    "rule_unknown_question": _l("Reglen ser på “%(key)s”, som ikke findes i skemaet."),
    "rule_answer_first": _l("Reglen skal begynde med et spørgsmål og derefter sige, hvad svaret sammenlignes med."),
    "rule_no_answer": _l("Reglen kan ikke bruge “%(key)s” på den måde."),
    "rule_operator_type": _l("Reglens sammenligning passer ikke til svarene på “%(key)s”."),
    "rule_operand_type": _l("Reglen sammenligner “%(key)s” med en værdi af en anden slags end svaret."),
    "rule_unknown_option": _l("“%(value)s” er ikke en svarmulighed i “%(key)s”."),
    "never_shown": _l("Reglen kan aldrig blive opfyldt, så ingen vil se dette. Ret reglen, eller slet den."),
}

CHANGES: dict[str, LazyString] = {
    "title_changed": _l("Skemaets titel er ændret"),
    "introduction_changed": _l("Skemaets indledning er ændret"),
    "closing_changed": _l("Skemaets afslutning er ændret"),
    "order_changed": _l("Spørgsmålene stilles i en anden rækkefølge"),
    "page_added": _l("Siden %(name)s er ny"),
    "page_removed": _l("Siden %(name)s er fjernet"),
    "page_title_changed": _l("Siden %(name)s har fået en anden titel"),
    "page_introduction_changed": _l("Siden %(name)s har fået en anden indledning"),
    "page_show_if_changed": _l("Siden %(name)s vises efter en anden regel"),
    "question_added": _l("Spørgsmålet %(name)s er nyt"),
    "question_removed": _l("Spørgsmålet %(name)s er fjernet"),
    "question_moved": _l("Spørgsmålet %(name)s er flyttet til en anden side"),
    "type_changed": _l("Spørgsmålet %(name)s er af en anden type"),
    "label_changed": _l("Spørgsmålet %(name)s er formuleret anderledes"),
    "hint_changed": _l("Spørgsmålet %(name)s har fået en anden vejledning"),
    "show_if_changed": _l("Spørgsmålet %(name)s vises efter en anden regel"),
    "now_required": _l("Spørgsmålet %(name)s skal nu besvares"),
    "now_optional": _l("Spørgsmålet %(name)s er nu frivilligt"),
    "option_added": _l("Spørgsmålet %(name)s har fået svarmuligheden “%(value)s”"),
    "option_removed": _l("Spørgsmålet %(name)s har mistet svarmuligheden “%(value)s”"),
    "option_reworded": _l("Svarmuligheden “%(value)s” i spørgsmålet %(name)s er formuleret anderledes"),
    "setting_changed": _l("Spørgsmålet %(name)s er indstillet anderledes"),
}


def fault_text(fault: Fault) -> str:
    """What is wrong and how to mend it, as one sentence."""
    by_language = FAULTS.get(f"{fault.code}_{fault.params.get('language')}")
    text = FAULTS[fault.code] if by_language is None else by_language
    return str(text % fault.params)


# The texts that have a name of their own; a question's or an option's own words have not.
_TEXTS: dict[str, LazyString] = {
    "title": _l("titel"),
    "introduction": _l("indledning"),
    "closing": _l("afslutning"),
    "hint": _l("hjælp"),
    "unit": _l("enhed"),
    "low_label": _l("det laveste tal"),
    "high_label": _l("det højeste tal"),
    "other_label": _l("skrivefeltet"),
}


def place_text(fault: Fault) -> str:
    """Where the fault is, as staff count: "Side 2, spørgsmål 1, svarmulighed 3"; empty for the whole questionnaire."""
    names = {
        "pages": _l("side %(number)s"),
        "questions": _l("spørgsmål %(number)s"),
        "options": _l("svarmulighed %(number)s"),
    }
    steps = re.findall(r"(pages|questions|options)\[(\d+)\]", fault.place)
    parts = [str(names[name] % {"number": int(index) + 1}) for name, index in steps]
    field = re.search(r"(?:^|\.)([a-z_]+)\.[a-z]{2}$", fault.place)
    if field and field[1] in _TEXTS:
        parts.append(str(_TEXTS[field[1]]))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def change_text(change: Change, old: Questionnaire, new: Questionnaire, context: Context) -> str:
    """What changed, as one sentence that names the page or question as it reads now (or did, when removed)."""
    return str(CHANGES[change.code] % {**change.params, "name": _name(change, old, new, context)})


def _name(change: Change, old: Questionnaire, new: Questionnaire, context: Context) -> str:
    for version in (new, old):
        if change.code.startswith("page_"):
            titles = [page.title_in(context.language) for page in version.pages if page.key == change.key]
        else:
            found = version.questions.get(change.key)
            titles = [found.label_in(context)] if found else []
        if titles:
            return f"“{titles[0] or change.key}”"
    return ""
