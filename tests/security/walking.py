"""Walking the whole site: every page an administrator can reach by links, and every form that stands on them."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from engage.core.db import Base, db
from tests.fixtures.clients import PageClient

_FILLED = {"email": "x@borger.example", "number": "1", "text": "Ord nok til at blive gemt et sted.", "search": "ord"}
_UNSENT = {"submit", "button", "file", "image", "reset"}


@dataclass
class Form:
    """A form that would be sent, filled in so that most of them would be accepted."""

    action: str
    fields: MultiDict[str, str] = field(default_factory=MultiDict)

    @property
    def path(self) -> str:
        return urlsplit(self.action).path


class _Reader(HTMLParser):
    """Collects the links and the POST forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.links: set[str] = set()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: str | None = None
        self._groups: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.add(urljoin(self.address, given["href"]))
        elif tag == "form":
            posts = given.get("method", "get").lower() == "post"
            self._form = Form(urljoin(self.address, given.get("action") or self.address)) if posts else None
            if self._form is not None:
                self.forms.append(self._form)
            self._groups = set()
        elif self._form is not None and tag in {"input", "textarea", "select", "option", "button"}:
            self._field(tag, given, self._form)

    def _field(self, tag: str, given: dict[str, str], form: Form) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "option":
            if self._select and given.get("value") and self._select not in form.fields:
                form.fields.add(self._select, given["value"])
        elif tag == "textarea":
            form.fields.add(name, _FILLED["text"])
        elif name and tag == "button":
            form.fields.setdefault(name, given.get("value", ""))
        elif name and kind in {"radio", "checkbox"}:
            if name not in self._groups:
                form.fields.add(name, given.get("value", "on"))
                self._groups.add(name)
        elif name and kind not in _UNSENT:
            form.fields.add(name, given.get("value") or _FILLED.get(kind, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None


class Walker(PageClient):
    """A browser that does not look at what it gets: others hold pages against the rules."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.commit()
        with self.application.app_context():
            response = FlaskClient.open(self, *args, **kwargs)
        db.session.expire_all()
        return response


@dataclass
class Site:
    """What was found: the pages by address, and one form for each address that takes one."""

    pages: dict[str, TestResponse]
    forms: dict[str, Form]


def walk(walker: Walker, *starts: str, below: str = "/", most: int = 400) -> Site:
    """Follow links from some pages, each once whatever its query; `below` is the part of the site to stay in."""
    site, waiting, seen = Site({}, {}), deque(starts), set(starts)
    while waiting and len(site.pages) < most:
        address = waiting.popleft()
        response = walker.get(address)
        site.pages[address] = response
        if response.mimetype != "text/html" or response.status_code >= 300:
            continue
        reader = _Reader(address)
        reader.feed(response.get_data(as_text=True))
        for form in reader.forms:
            site.forms.setdefault(form.action, form)
        for link in sorted(reader.links):
            parts = urlsplit(link)
            if parts.netloc in {"", "localhost"} and parts.path.startswith(below) and parts.path not in seen:
                seen.add(parts.path)
                waiting.append(parts.path + ("?" + parts.query if "id=" in parts.query else ""))
    return site


def fingerprint() -> str:
    """What the whole database holds, in one value."""
    digest = hashlib.sha256()
    with db.engine.connect() as connection:
        for name, table in sorted(Base.metadata.tables.items()):
            if name != "heartbeats":
                rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns))
                digest.update(f"{name}{[tuple(row) for row in rows]}".encode())
    return digest.hexdigest()


def as_walker(client: PageClient) -> Walker:
    """The same signed-in browser, but one that does not look."""
    client.__class__ = Walker
    assert isinstance(client, Walker)
    return client
