"""Splitting Danish and English text into sentences without breaking at abbreviations, initials and numbers."""

import re
from dataclasses import dataclass

_ABBREVIATIONS = frozenset(
    """adm afd alm ang apr aug bl bl.a ca cand d d.d d.v.s dec dgl dr dvs e.kr e.l e.lign eks ekskl el el.lign
    evt f f.eks feb f.kr fax ff fhv forts fr frk f.m fx gl gns hhv hr hrs if ifm ift incl inkl int iht ing jan jf
    jul jun jvf kap kbh kgl kl kr kst kv kvm l lb lign ltr m m.a m.fl m.h.p m.h.t m.m m.v maj maks mar max md mdr
    mht mia min mio mm mr mrs ms mv mvh nb ndf nov nr nuv o o.a o.l obs okt omkr opr osv p p.a p.g.a p.t pct pga
    pgl pkt pr prof ref resp s s.u sb sdr sek sept sep skt sml spm st stk str t tdl tlf tsk u v vedr vha vol vs
    årg årh e.g i.e etc approx dept est no st ave rd blvd""".split()
)
# Abbreviations that often stand last in a sentence: a capital after them begins the next one.
_ENDERS = frozenset("osv m.m m.v mv mm m.fl o.l e.l kr pct mio mia o.a etc".split())
_BOUNDARY = re.compile(
    r"(?:[.!?…]+[\"'»”’)\]]*)(?=\s|$)\s*"
    r"|\n[^\S\n]*(?:\n\s*)?"
    r"|(?<=[a-zæøå]{2}[.!?])(?=[A-ZÆØÅ][a-zæøå])"
)
_LAST_TOKEN = re.compile(r"[\w.\-@/]*$")
_BULLET = re.compile(r"\s*(?:[-–—•*·]\s|\d{1,2}[.)]\s|[A-ZÆØÅ\"»“])")
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,2}|[a-zA-Z])[.)]\s*")


@dataclass(frozen=True)
class Sentence:
    """One sentence, exactly as written: `text == source[start:end]`."""

    text: str
    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order, each a verbatim piece of it without surrounding white space."""
    sentences: list[Sentence] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if match.end() > start and _ends_sentence(text, start, match):
            _append(sentences, text, start, match.end())
            start = match.end()
    _append(sentences, text, start, len(text))
    return sentences


def _append(sentences: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        sentences.append(Sentence(stripped, begin, begin + len(stripped)))


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    mark, rest = match[0], text[match.end() : match.end() + 40]
    if "\n" in mark:
        return mark.count("\n") > 1 or mark.strip() != "" or _BULLET.match(rest) is not None
    token_match = _LAST_TOKEN.search(text, max(start, match.start() - 40), match.start())
    token = token_match[0] if token_match else ""
    if not mark:  # "skolen.Vi": a blank was forgotten, unless it is an address such as www.Aars.dk
        return token != "www." and "." not in token.rstrip(".!?") and "@" not in token
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    if _LIST_NUMBER.fullmatch(text[start : match.end()]):
        return False
    if token.isdigit():  # "den 3. maj", "2. klasse"; but "Det var i 2024. Vi venter."
        return rest[:1].isupper() and (len(token) > 2 or not rest[:2].isupper())
    if len(token) == 1 and token.isupper() and rest[:1].isupper():
        return False
    word = token.lower().strip(".-")
    return word not in _ABBREVIATIONS or (word in _ENDERS and rest[:1].isupper())
