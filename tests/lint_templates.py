"""Checks every template: it compiles, escapes, carries no inline style or script, and says nothing untranslated.

`python -m tests.lint_templates` prints one line per fault and ends with code 1 when there is any.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from flask import Flask
from jinja2 import Environment, TemplateError, nodes

from engage.app import create_app
from engage.config import load_settings

_TRANSLATED = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
_TRANS_BLOCK = re.compile(r"\{%-?\+?\s*trans\b.*?\bendtrans\s*[-+]?%\}", re.DOTALL)
_CLASS_BLOCK = re.compile(r"\{%-?\s*block \w+_class\b.*?\bendblock\s*-?%\}", re.DOTALL)  # stands in an attribute
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_HOST = re.compile(r"\b[\w-]+\.(?:dk|eu|org)\b")
_WORD = re.compile(r"[A-Za-zÆØÅæøå]{2,}")
_SENTENCE = re.compile(r"[A-ZÆØÅ][a-zæøå]+(?:[ ,.!?:].*)?", re.DOTALL)
_SPOKEN_ATTRIBUTES = {"alt", "title", "aria-label", "placeholder", "label"}
# names that are the same in every language
_NAMES = {"Dansk", "English", "Enter", "Esc", "Excel", "Engage", "MB", "kB"}
# the page that shows the components to developers fills them with samples
_SAMPLES = {"staff/components.html"}
# its drawings are constants in the same file
_MARKUP_OF_ITS_OWN = {"components/icon.html"}
_SILENT_ELEMENTS = {"script", "style", "kbd", "code"}


class _TextFinder(HTMLParser):
    """Finds what a person would read, and what the content policy would block."""

    def __init__(self, *, is_mail: bool) -> None:
        super().__init__()
        self.faults: list[tuple[int, str]] = []
        self._may_style = is_mail  # mail programs know no style sheets, and no policy
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT_ELEMENTS
        for name, value in attrs:
            if (name == "style" and not self._may_style) or re.fullmatch(r"on[a-z]+", name):
                self._note(f"{name}= is blocked by the content policy")
            elif name in _SPOKEN_ATTRIBUTES and _words(value or ""):
                self._note(f'{name}="{value}" is not translated')

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT_ELEMENTS

    def handle_data(self, data: str) -> None:
        if not self._silent and _words(data):
            self._note(f"not translated: {' '.join(data.split())[:80]!r}")

    def _note(self, fault: str) -> None:
        self.faults.append((self.getpos()[0], fault))


def faults_of(name: str, environment: Environment) -> Iterator[tuple[int, str]]:
    """Every fault of one template, as line and words."""
    loader = environment.loader
    assert loader is not None
    source = loader.get_source(environment, name)[0]
    try:
        tree = environment.parse(source, name)
        environment.compile(source, name)
    except TemplateError as error:
        yield getattr(error, "lineno", 1), f"does not compile: {error}"
        return
    for filtered in tree.find_all(nodes.Filter):
        if filtered.name == "safe" and name not in _MARKUP_OF_ITS_OWN:
            yield filtered.lineno, "|safe turns escaping off; sanitise in the code and return Markup"
    if name in _SAMPLES:
        return
    yield from _untranslated_constants(tree)
    finder = _TextFinder(is_mail=name.startswith("email/"))
    finder.feed(_bare_text(source))
    finder.close()
    yield from finder.faults


def _untranslated_constants(node: nodes.Node) -> Iterator[tuple[int, str]]:
    """Words handed to a macro, or printed, without passing through gettext."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in _TRANSLATED:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and node.value not in _NAMES:
        if _SENTENCE.fullmatch(node.value):
            yield node.lineno, f"not translated: {node.value[:80]!r}"
        return
    # a key is not spoken: mail["Subject"]
    for child in node.iter_child_nodes(exclude=("arg",) if isinstance(node, nodes.Getitem) else None):
        yield from _untranslated_constants(child)


def _bare_text(source: str) -> str:
    """The source without its Jinja parts, every line still on its line."""
    for pattern in (_COMMENT, _TRANS_BLOCK, _CLASS_BLOCK, _STATEMENT, _EXPRESSION):
        source = pattern.sub(_only_lines, source)
    return source


def _only_lines(match: re.Match[str]) -> str:
    return "·" + "\n" * match.group().count("\n")


def _words(text: str) -> bool:
    return any(word not in _NAMES for word in _WORD.findall(_HOST.sub("", text)))


def lint(app: Flask) -> list[str]:
    """Every fault of every template of the app's own, as `path:line: words`."""
    folder = Path(app.root_path) / str(app.template_folder)
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in {".html", ".txt"})
    found = ((name, line, fault) for name in names for line, fault in faults_of(name, app.jinja_env))
    return [f"{folder.relative_to(Path.cwd())}/{name}:{line}: {fault}" for name, line, fault in found]


def main() -> int:
    """Print the faults; 1 when there are any."""
    faults = lint(create_app(load_settings({"SECRET_KEY": "lint", "PASSWORD_SALT": "lint"})))
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
