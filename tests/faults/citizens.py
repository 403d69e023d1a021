"""Citizens who answer a survey over the wire, and try again as a browser would when a page does not come."""

from __future__ import annotations

import html
import http.cookiejar
import itertools
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException
from typing import Self
from xml.etree.ElementTree import Element

import html5lib

PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 0.3


class GaveUp(Exception):
    """No page came for longer than anyone would wait."""


class Citizen:
    """One browser without script."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.slowest = 0.0  # seconds that the slowest page took, of those that came at the first try
        self.refused = 0  # pages that said 503: try again
        self.forgotten: list[str] = []  # what such a page did not give back of the words it was sent
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> tuple[str, Element]:
        """The address that a page was found at, and the page."""
        return self._until_it_comes(urllib.request.Request(urllib.parse.urljoin(self.url, path)))

    def send(self, address: str, page: Element, answers: dict[str, str], button: str = "") -> tuple[str, Element]:
        """Fill in the page's form and send it, the same once more whenever no answer comes."""
        form = next(form for form in page.iter("form") if form.get("method") == "post")
        data = urllib.parse.urlencode(_filled(form, answers, button)).encode()
        target = urllib.parse.urljoin(address, form.get("action") or address)
        words = [answer for answer in answers.values() if " " in answer]
        return self._until_it_comes(urllib.request.Request(target, data=data), words)

    def answer(self, slug: str, words: str) -> str:
        """Answer the everyday survey from end to end; the address of the receipt."""
        address, page = self.get(f"/surveys/{slug}/pages/way")
        address, page = self.send(address, page, {"q-how": "bike"})
        address, page = self.send(address, page, {"q-minutes": "12"})
        address, page = self.send(address, page, {"q-more": words})
        address, page = self.send(address, page, {})
        assert address.endswith("/receipt"), f"{address}: {''.join(page.itertext())[:400]}"
        return address

    def _until_it_comes(self, request: urllib.request.Request, words: Sequence[str] = ()) -> tuple[str, Element]:
        ends = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < ends:
            begun = time.monotonic()
            try:
                with self._opener.open(request, timeout=30) as answer:
                    body = answer.read().decode()
                    self.slowest = max(self.slowest, time.monotonic() - begun)
                    return answer.geturl(), html5lib.parse(body, namespaceHTMLElements=False)
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    raise
                self.refused += 1
                told = html.unescape(error.read().decode())
                if error.url == request.full_url:  # else they were stored, and it is the page they lead to that is away
                    self.forgotten += [f"{one} ({error.code} {error.url})" for one in words if one not in told]
            except (OSError, HTTPException):
                pass
            time.sleep(PAUSE_SECONDS)
        raise GaveUp(request.full_url)


def _filled(form: Element, answers: dict[str, str], button: str) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    for field in form.iter():
        name = field.get("name") or ""
        if not name or name in answers:
            continue
        if field.tag == "textarea":
            fields.append((name, field.text or ""))
        elif field.tag == "input" and field.get("type") not in {"radio", "checkbox", "submit"}:
            fields.append((name, field.get("value", "")))
        elif field.tag == "input" and field.get("checked") is not None:
            fields.append((name, field.get("value", "on")))
    pressed = next((one for one in form.iter("button") if button in "".join(one.itertext())), None)
    if pressed is not None and pressed.get("name"):
        fields.append((pressed.get("name", ""), pressed.get("value", "")))
    return [*fields, *answers.items()]


class Crowd:
    """Some citizens at once, each answering again and again until told to stop; remembers what was acknowledged."""

    def __init__(self, url: str, slug: str, size: int) -> None:
        self.acknowledged: list[str] = []
        self.begun: list[str] = []
        self.faults: list[str] = []
        self.refused = 0
        self.slowest = 0.0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._answer, args=(url, slug, number)) for number in range(size)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _answer(self, url: str, slug: str, number: int) -> None:
        for turn in itertools.count():
            if self._stop.is_set():
                return
            words = f"Borger {number} svarer for {turn}. gang og ønsker lys på stien."
            self.begun.append(words)
            citizen = Citizen(url)
            try:
                citizen.answer(slug, words)
            except (GaveUp, AssertionError, urllib.error.HTTPError) as fault:
                self.faults.append(f"{words}: {fault}")
                return
            self.acknowledged.append(words)
            self.faults += citizen.forgotten
            self.refused += citizen.refused
            self.slowest = max(self.slowest, citizen.slowest)
