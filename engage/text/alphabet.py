"""The order of the Danish alphabet, in which lists of names and titles stand."""

import unicodedata

# After z come æ, ø and å (aa is å), here as the characters that follow z in Unicode; ä, ö and ü stand with æ, ø and y.
_LETTERS = str.maketrans({"æ": "{", "ä": "{", "œ": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})


def danish_key(text: str) -> tuple[str, str]:
    """What to sort by: Anna, Zoe, Ærø, Øland, Aars, Ålborg. Case and accents decide only between words else alike."""
    written = unicodedata.normalize("NFC", text).casefold().replace("aa", "å").translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", written) if not unicodedata.combining(c))
    return bare, text
