"""Which edition of the reading of texts this is: another one whenever its code, word lists or libraries change."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("numpy", "PyStemmer", "scikit-learn")


@cache
def edition() -> str:
    """64 characters to keep beside what was made from texts, and to compare before it is used again."""
    digest = sha256(" ".join(version(name) for name in _LIBRARIES).encode())
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.suffix in {".py", ".yaml"}:
            digest.update(file.read_bytes())
    return digest.hexdigest()
