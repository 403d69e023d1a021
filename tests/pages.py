"""What every HTML page must be. The test client holds each answer against this, so every test tests its pages too."""

import base64
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

CITIZEN_BYTES = 60 * 1024
STAFF_BYTES = 400 * 1024
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
_REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form", "headers")
_FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "form": "action"}
_FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}
_TEMPLATE_LEFTOVERS = re.compile(r"\{\{|\}\}|\{%|<function |LazyString|object at 0x|%\([a-z_]+\)s")


def check_page(response: TestResponse) -> None:
    """Raise AssertionError with every fault of an HTML page, or of an HTML fragment asked for by script."""
    html = response.get_data(as_text=True)
    fragment = "HX-Request" in response.request.headers and not html.lstrip().lower().startswith("<!doctype")
    faults = [*_faults_of_markup(html, response, fragment=fragment)]
    if not fragment:
        faults += _faults_of_answer(response)
    assert not faults, f"{response.request.method} {response.request.path}:\n  " + "\n  ".join(faults)


def _faults_of_markup(html: str, response: TestResponse, *, fragment: bool) -> Iterator[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root: Element = parser.parseFragment(html) if fragment else parser.parse(html)
    for (line, _column), code, details in parser.errors:
        yield f"line {line} is not valid HTML: {code} {details or ''}".rstrip()
    elements = [element for element in root.iter() if not callable(element.tag)]  # a comment has a function for a tag
    yield from _identity_faults(elements, fragment=fragment)
    yield from _label_faults(root, elements)
    yield from _safety_faults(elements, response)
    yield from _text_faults(root)
    if not fragment:
        yield from _outline_faults(elements)
        yield from _head_faults(root, response)


def _faults_of_answer(response: TestResponse) -> Iterator[str]:
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"the Content-Security-Policy is not strict: {policy!r}"
    budget = STAFF_BYTES if response.request.path.startswith("/staff") else CITIZEN_BYTES
    size = len(response.get_data())
    if size > budget:
        yield f"the page weighs {size:,} bytes, its budget is {budget:,}"


def _outline_faults(elements: list[Element]) -> Iterator[str]:
    levels = [_HEADINGS[element.tag] for element in elements if element.tag in _HEADINGS]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1 instead of one"
    # A heading may follow any higher one; only a step down of more than one level is a gap.
    for above, below in itertools.pairwise(levels):
        if below > above + 1:
            yield f"h{below} follows h{above}"
    if sum(element.tag == "main" for element in elements) != 1:
        yield "there must be one <main>"


def _head_faults(root: Element, response: TestResponse) -> Iterator[str]:
    title = "".join(root.findtext("./head/title") or "").strip()
    if not re.search(r"\w.* – \w", title):
        yield f"the title names page and place: {title!r}"
    language = root.get("lang")
    if language not in {"da", "en"} or language != response.headers.get("Content-Language", language):
        yield f"the page says lang={language!r}, the answer {response.headers.get('Content-Language')!r}"


def _identity_faults(elements: list[Element], *, fragment: bool) -> Iterator[str]:
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    for name, count in ids.items():
        if count > 1:
            yield f"id={name!r} stands {count} times"
        if not name or re.search(r"\s", name):
            yield f"id={name!r} is no id"
    if fragment:
        return
    for element in elements:
        targets = [name for attribute in _REFERENCES for name in (element.get(attribute) or "").split()]
        link = element.get("href") or ""
        if element.tag == "a" and link.startswith("#"):
            targets.append(link[1:])
        for name in targets:
            if name not in ids:
                yield f"<{element.tag}> points to {name!r}, which is not on the page"


def _label_faults(root: Element, elements: list[Element]) -> Iterator[str]:
    labelled = {element.get("for") for element in elements if element.tag == "label"}
    wrapped = {field for label in root.iter("label") for field in label.iter()}
    for element in elements:
        named = element.get("aria-label") or element.get("aria-labelledby")
        kind = element.get("type", "text") if element.tag == "input" else element.tag
        if element.tag in {"input", "select", "textarea"} and kind not in _UNLABELLED:
            if not named and element.get("id") not in labelled and element not in wrapped:
                yield f"<{element.tag} name={element.get('name')!r}> has no label"
        elif element.tag in {"a", "button"} and not (named or _words(element)):
            yield f"<{element.tag}> says nothing: {element.attrib}"
        elif element.tag == "img" and element.get("alt") is None:
            yield f"<img src={element.get('src')!r}> has no alt"
        elif element.tag == "fieldset" and (len(element) == 0 or element[0].tag != "legend"):
            yield f"<fieldset id={element.get('id')!r}> does not begin with a legend"


def _allowed(element: Element, policy: str) -> bool:
    """Whether the policy lets an inline style or script through: by its nonce, or by the hash of what it says."""
    digest = base64.b64encode(hashlib.sha256((element.text or "").encode()).digest()).decode()
    return f"'nonce-{element.get('nonce')}'" in policy or f"'sha256-{digest}'" in policy


def _safety_faults(elements: list[Element], response: TestResponse) -> Iterator[str]:
    policy = response.headers.get("Content-Security-Policy", "")
    for element in elements:
        for attribute in element.attrib:
            if attribute == "style" or attribute.startswith("on"):
                yield f"<{element.tag}> carries {attribute}=, which the policy blocks"
        inline = element.tag == "style" or (element.tag == "script" and element.get("src") is None)
        if inline and not _allowed(element, policy):
            yield f"<{element.tag}> inside the page has no valid nonce or hash"
        address = element.get(_FETCHED.get(str(element.tag), ""), "")
        if element.tag == "link" and _FETCHED_LINKS & set((element.get("rel") or "").split()):
            address = element.get("href") or ""
        host = urlsplit(address).netloc
        if host and host != response.request.host:
            yield f"<{element.tag}> asks a third party: {address}"


def _text_faults(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag in {"script", "style", "textarea", "pre", "blockquote"}:
            continue
        for text in (element.text, element.tail):
            if text and (_TEMPLATE_LEFTOVERS.search(text) or text.strip() in {"None", "Undefined", "[]", "{}"}):
                yield f"text that no person should see: {text.strip()[:80]!r}"


def _words(element: Element) -> str:
    texts = [*element.itertext(), *(image.get("alt") or "" for image in element.iter("img"))]
    titles = (inner.get("aria-label") or "" for inner in element.iter())
    return "".join([*texts, *titles]).strip()
