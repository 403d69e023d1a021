"""Greetings, thanks and closing phrases, which say nothing about the matter and must not become themes or quotes."""

import re

from engage.text.normalise import words
from engage.text.sentences import split_sentences
from engage.text.wordlists import COURTESY_WORDS

_PHRASES = re.compile(
    r"""\b(?:
      (?:kære|hej|hejsa|goddag|god(?:t|\s)(?:dag|morgen|aften))(?:\s+(?:alle|jer|(?:\w+\s+)?kommune\w*|byråd\w*|
          udvalg\w*|politikere|forvaltning\w*|borgmester\w*|til|i|rådhus\w*|med|sammen|der))*
    | til\s+rette\s+vedkommende | til\s+(?:byrådet|udvalget|kommunen|\w+\s+kommune)(?=\s*[,.!:\n]|$)
    | (?:mange|tusind|stor|en\s+stor|først(?:\s+og\s+fremmest)?)?\s*tak\s+(?:for|fordi|til|på\s+forhånd)\b
        (?:\s+(?:at|muligheden|chancen|lejligheden|invitationen|initiativet|initiativ|invitation|mulighed|jer|jeres|denne|
          dette|det|den|i|vi|man|jeg|os|må|kan|for|fik|får|gode|flotte|arbejde|undersøgelse\w*|spørgeskema\w*|vil|lytte\w*|
          lytter|høre|hører|spørge\w*|tage|tager|imod|mod|ordet|opmærksomheden|tiden|indsatsen|alt|til))*
    | (?:på\s+)?forhånd\s+(?:mange\s+)?tak | mange\s+tak | tusind\s+tak | tak\s+herfra
    | (?:med\s+)?(?:de\s+)?(?:rigtig\s+)?(?:venligst?e?|kærligst?e?|bedste|varme|mange)\s+hilsn?e?n?(?:er)?(?:\s+fra)?
    | (?:hilsen|hilsner)\s+(?:fra\s+)? | mvh\.? | m\.?v\.?h\.? | vh\b | dbh\b | kh\b
    | (?:held\s+og\s+lykke|god\s+arbejdslyst|godt\s+arbejde|fortsat\s+god\s+\w+|god\s+(?:weekend|sommer|jul|ferie))
        (?:\s+(?:med|til|videre|fremover|det|arbejdet|jer|alle|processen))*
    | jeg\s+(?:ser\s+frem\s+til|glæder\s+mig\s+til)\s+(?:at\s+)?(?:høre|se|følge|svar\w*|jeres)
        (?:\s+(?:fra|jer|svar|mere|nærmere|resultat\w*|med|om))*
    | (?:jeg|vi)\s+håber,?\s+(?:\w+\s+)?(?:i|at\s+i|det)\s+(?:\w+\s+)?(?:lytter|læser|hører|kan\s+bruge|
        bruges?|tager|hjælper|giver\s+mening)
        (?:\s+(?:til|os|det|mig|med|imod|noget|kan))*
    | (?:hermed|her\s+er|her\s+kommer|jeg\s+sender|vi\s+sender|vi\s+fremsender)\s+(?:hermed\s+)?(?:\w+\s+)?
        (?:høringssvar|bemærkninger|input|forslag|svar|kommentarer|idéer|ideer|bidrag)
    | (?:jeg|vi)\s+(?:vil|ønsker)\s+(?:gerne\s+)?(?:bare\s+|hermed\s+)?(?:afgive|indgive|fremsende|komme\s+med)
        (?:\s+(?:et|mit|vores|følgende|nogle|en|lidt|høringssvar|input|bemærkninger|kommentarer?|bemærkning))+
    | thank\s+(?:you|u)(?:\s+(?:all|so|very|much|for|the|your|this|giving|us|me|a|opportunity|chance|asking|listening|
          time|reading|considering|doing|to|survey|letting|consideration|voice|say|have|our|my|in|advance))*
    | (?:many\s+)?thanks
        (?:\s+(?:for|the|your|this|opportunity|chance|asking|listening|time|reading|in|advance|a|lot|again))*
    | (?:kind|best|warm|with\s+best|kindest)\s+(?:regards|wishes) | yours\s+(?:sincerely|faithfully|truly) | sincerely
    | (?:dear|hello|hi|good\s+(?:morning|afternoon))
        (?:\s+(?:all|everyone|there|council\w*|mayor|sirs?|madam|team|or|to|whom))*
    | to\s+whom\s+it\s+may\s+concern | keep\s+up\s+the\s+good\s+work
    | (?:i|we)\s+look\s+forward\s+to\s+(?:hearing|your|the)
        (?:\s+(?:from|you|reply|results?|answer))*
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_SIGNATURE = re.compile(
    r"(?:(?:med\s+)?(?:venlige?|kærlige?|bedste|mange)\s+hils(?:en|ner)|\bm\.?v\.?h\b|\bvh\b|kind\s+regards|best\s+regards|"
    r"sincerely)[\s,.:!/–-]*(?P<name>[^.!?]{0,80})[.!]?\s*\Z",
    re.IGNORECASE,
)
_MOST_WORDS = 30
_LONGEST_NAME = 8


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence is only greeting, thanks or closing ("Tak for muligheden for at komme med input")."""
    if len(sentence) > _MOST_WORDS * 12:
        return False
    signature = _SIGNATURE.match(sentence.lstrip())
    if signature and len(words(signature["name"])) <= _LONGEST_NAME:
        return True
    rest, phrases = _PHRASES.subn(" ", sentence)
    if not phrases:
        return False
    return sum(word.lower() not in COURTESY_WORDS for word in words(rest)) <= 1


def strip_courtesy(text: str) -> str:
    """The text without its courtesy sentences, opening phrases and signature, for analysis (not for showing)."""
    signature = _SIGNATURE.search(text[-200:])
    if signature and len(words(signature["name"])) <= _LONGEST_NAME:
        text = text[: len(text) - len(text[-200:]) + signature.start()]
    kept = [sentence.text for sentence in split_sentences(text) if not is_courtesy(sentence.text)]
    return " ".join(_PHRASES.sub(" ", sentence) for sentence in kept)
