"""The load, in a process of its own: `python -m benchmarks.load` reads a plan as JSON and writes what it counted.

Every request has a connection of its own, as behind a reverse proxy: connections that are kept open can leave one
worker of gunicorn's gthread idle. Plans end by themselves, after so many seconds or so many requests.
"""

import concurrent.futures
import dataclasses
import gzip
import html
import itertools
import json
import re
import socket
import sys
import time
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_MOST_SECONDS = 120


@dataclasses.dataclass
class Answer:
    """What a server said."""

    status: int
    head: str
    body: bytes

    @property
    def location(self) -> str:
        """The page it leads to or is, without host; empty when it says neither."""
        found = re.search(r"(?im)^(?:content-)?location: (\S+)", self.head)
        return urllib.parse.urlsplit(found[1]).path if found else ""


def ask(
    port: int,
    path: str,
    *,
    cookies: dict[str, str],
    caller: str,
    form: Mapping[str, Any] | None = None,
    head: Sequence[str] = (),
) -> Answer:
    """One request on a connection of its own, with further lines in its head; cookies are kept."""
    body = b"" if form is None else urllib.parse.urlencode(form, doseq=True).encode()
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close"]
    lines += [f"X-Forwarded-For: {caller}", "Accept-Language: da", "Accept-Encoding: gzip", *head]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        text, content = _received(line)
    cookies.update(re.findall(r"(?im)^set-cookie: ([^=]+)=([^;]*)", text))
    return Answer(int(text.split(" ", 2)[1]), text, content)


def _received(line: socket.socket) -> tuple[str, bytes]:
    """Head and body of an answer. Done when all of it is here, as a proxy is: gunicorn waits for us to close."""
    got = b""
    while b"\r\n\r\n" not in got and (part := line.recv(65536)):
        got += part
    head, _, content = got.partition(b"\r\n\r\n")
    text = head.decode("latin-1")
    told = re.search(r"(?im)^content-length: (\d+)", text)
    length = int(told[1]) if told else sys.maxsize
    while len(content) < length and (part := line.recv(65536)):
        content += part
    return text, content


def read(answer: Answer) -> str:
    """What a page says."""
    packed = "content-encoding: gzip" in answer.head.lower()
    return (gzip.decompress(answer.body) if packed else answer.body).decode()


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return {name: html.unescape(value) for name, value in _FIELD.findall(page)}


def hammer(plan: dict[str, Any]) -> dict[str, Any]:
    """The same request over and over by so many at a time, for so many seconds: how many were answered in which time.

    `cookies` and `form` are sent with each and never changed by the answers.
    """
    port, path, wanted = plan["port"], plan["path"], plan.get("status", 200)

    def once(caller: str) -> None:
        answer = ask(port, path, cookies=dict(plan.get("cookies", {})), form=plan.get("form"), caller=caller)
        if answer.status != wanted:
            raise AssertionError(f"{path}: {answer.status}, not {wanted}\n{answer.body[:500]!r}")

    return _repeat(once, plan)


def submit(plan: dict[str, Any]) -> dict[str, Any]:
    """A form sent once by each of so many visitors, who have opened its page before the time begins."""
    port, path, count = plan["port"], plan["path"], plan["count"]

    def opened(_number: int) -> tuple[dict[str, str], dict[str, str]]:
        cookies: dict[str, str] = {}
        return cookies, hidden(read(ask(port, path, cookies=cookies, caller=_caller(_number))))

    with concurrent.futures.ThreadPoolExecutor(plan["at_once"]) as pool:
        visitors = list(pool.map(opened, range(count)))

    def once(caller: str) -> None:
        cookies, fields = visitors.pop()
        answer = ask(port, path, cookies=cookies, form={**fields, **plan["form"]}, caller=caller)
        if answer.status != 302:
            raise AssertionError(f"{path}: {answer.status}\n{read(answer)[-3000:]}")

    return _repeat(once, plan)


def walk(plan: dict[str, Any]) -> dict[str, Any]:
    """Citizens answer a survey from its start to its receipt, so many at a time; each comes from an own address.

    With `script` each page comes with the answer to the one before, as static/js/answer.js asks for it.
    """

    def once(caller: str) -> None:
        answer_survey(plan["port"], plan["slug"], plan["pages"], caller, script=plan["script"])

    return _repeat(once, plan)


def answer_survey(port: int, slug: str, pages: Sequence[Mapping[str, Any]], caller: str, *, script: bool) -> None:
    """One citizen: every page shown and sent, the review, the receipt. Raises AssertionError when led elsewhere."""
    cookies: dict[str, str] = {}
    wanted, head = (200, ["Prefer: return=representation"]) if script else (302, [])

    def show(path: str) -> Answer:
        answer = ask(port, path, cookies=cookies, caller=caller)
        if answer.status != 200:
            raise AssertionError(f"{path}: {answer.status} {answer.location}")
        return answer

    show(f"/surveys/{slug}")
    place = f"/surveys/{slug}/pages/{pages[0]['key']}"
    page = show(place)
    for answers in [*(page["answers"] for page in pages), {}]:
        fields = hidden(read(page))
        page = ask(port, place, cookies=cookies, form={**fields, **answers, "go": "next"}, caller=caller, head=head)
        if page.status != wanted:
            raise AssertionError(f"{place}: {page.status}\n{read(page)[-3000:]}")
        place = page.location
        if not script:
            page = show(place)
    if not place.endswith("/receipt"):
        raise AssertionError(f"ended at {place}")


def _repeat(once: Callable[[str], None], plan: dict[str, Any]) -> dict[str, Any]:
    begun = time.perf_counter()
    ends = begun + min(plan.get("seconds", _MOST_SECONDS), _MOST_SECONDS)
    turns = itertools.count()
    most = plan.get("count", sys.maxsize)
    seed = time.time_ns() % 200

    def work(_worker: int) -> list[float]:
        times = []
        while time.perf_counter() < ends and (turn := next(turns)) < most:
            before = time.perf_counter()
            once(_caller(turn, seed))
            times.append(time.perf_counter() - before)
        return times

    with concurrent.futures.ThreadPoolExecutor(plan.get("at_once", 1)) as pool:
        times = sorted(one for part in pool.map(work, range(plan.get("at_once", 1))) for one in part)
    took = time.perf_counter() - begun
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))] if times else 0.0
    return {"count": len(times), "seconds": took, "per_second": len(times) / took, "p95_ms": p95 * 1000}


def _caller(number: int, seed: int = 0) -> str:
    """An address of its own for each, so that no limit is met."""
    return f"10.{seed}.{number // 250 % 250}.{number % 250}"


KINDS = {"hammer": hammer, "submit": submit, "walk": walk}

if __name__ == "__main__":
    task = json.load(sys.stdin)
    json.dump(KINDS[task["kind"]](task), sys.stdout)
