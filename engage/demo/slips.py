"""The slips people make when they type: no capitals, no commas, words parted or mistaken."""

from __future__ import annotations

import random
import re

# What is often written, by what it should be.
MISTAKEN = {
    "selvfølgelig": "selvfølelig",
    "ikke": "ik",
    "fordi": "fordig",
    "nogen": "nogle",
    "nogle": "nogen",
    "hvert fald": "hvertfald",
    "i gang": "igang",
    "kører": "køre",
    "mangler": "mangle",
    "lægger": "ligger",
    "at": "og",
    "foreninger": "foreningerne",
    "skolebussen": "skole bussen",
    "cykelsti": "cykel sti",
    "plejehjem": "pleje hjem",
    "svømmehallen": "svømme hallen",
    "hjemmeplejen": "hjemme plejen",
    "landsbyer": "lands byer",
    "ladestander": "lade stander",
    "børnehave": "børne have",
    "interesseret": "interreseret",
    "desværre": "desvære",
    "jeg": "jge",
}
_WORD = re.compile(r"\b(" + "|".join(re.escape(word) for word in MISTAKEN) + r")\b")


def as_typed(text: str, chance: random.Random, *, young: bool = False) -> str:
    """The text as this person types it: mostly as it is, sometimes careless, now and then with a word mistaken."""
    dice = chance.random()
    if young or dice < 0.14:
        text = text.replace(",", "").rstrip(".")
        text = text.lower() if young or chance.random() < 0.5 else text
    elif dice < 0.24:
        text = text.replace(",", "")
    elif dice < 0.28:
        text = text.rstrip(".") + chance.choice(["!!", "...", " :)"])
    if chance.random() < (0.45 if young else 0.14):
        text = _mistaken_once(text, chance)
    return text


def _mistaken_once(text: str, chance: random.Random) -> str:
    found = list(_WORD.finditer(text))
    if not found:
        return text
    slip = chance.choice(found)
    return text[: slip.start()] + MISTAKEN[slip.group()] + text[slip.end() :]
