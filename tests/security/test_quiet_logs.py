"""What the running platform writes down of people: nothing. The loop is played, and then its logs are read."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from engage.core.db import session
from engage.surveys.links import personal_url
from engage.triage.intake import trace_url
from engage.triage.models import Trace
from tests.factories import make_user
from tests.fixtures.live import LiveServer
from tests.ideas.factories import areas, make_idea
from tests.services import SmtpSink
from tests.strategy.factories import make_strategy
from tests.surveys.factories import make_link, published_survey

ADDRESS, NAME, WORDS = "ida.hemmelig@posten.example", "Ida Hemmelighed", "Mine helt egne ord om skolevejen"
CPR, PASSWORD, QUERY = "010203-1234", "mit hemmelige kodeord", "hemmeligsøgning"
FORGED = "2026-01-01T00:00:00Z [error] FORGED"


class Citizen:
    """A browser over a real line, with cookies, that sends forms with their token."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, address: str, **headers: str) -> str:
        target = address if address.startswith("http") else self.url + urllib.parse.quote(address, safe="/?=&%")
        return self._read(urllib.request.Request(target, headers=headers))

    def post(self, page: str, address: str = "", **fields: str) -> str:
        form = self.get(page)
        token = re.search('name="csrf_token" value="([^"]+)"', form)
        key = re.search('name="submission_key"[^>]* value="([^"]+)"', form)
        fields |= {"csrf_token": token[1] if token else "", "submission_key": key[1] if key else ""}
        target = address or page
        target = target if target.startswith("http") else self.url + target
        return self._read(urllib.request.Request(target, urllib.parse.urlencode(fields).encode()))

    def _read(self, request: urllib.request.Request) -> str:
        try:
            with self._opener.open(request, timeout=20) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as refused:
            return refused.read().decode()


def scare(server: LiveServer, raw: str) -> None:
    """Send the server something that is no request."""
    port = urllib.parse.urlsplit(server.url).port
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.connect()
    line.sock.sendall(raw.encode())
    line.sock.recv(1000)
    line.close()


def test_nothing_of_a_person_and_no_token_is_written_down(live_server: LiveServer, smtp_sink: SmtpSink) -> None:
    make_strategy()
    survey = published_survey(open_link=False)
    link = personal_url(make_link(survey), survey.slug)
    idea = make_idea()
    staff = make_user("editor", email="karen.hemmelig@kommunen.example")
    session().commit()
    ida, slug = Citizen(live_server.url), f"/surveys/{survey.slug}"
    ida.get(link)
    ida.post(f"{slug}/pages/way", **{"q-how": "bike"})
    ida.post(f"{slug}/pages/about", **{"q-safe": "2"})
    ida.post(f"{slug}/pages/end", **{"q-more": f"{WORDS}, CPR {CPR}\n{FORGED} i et svar"})
    assert WORDS in ida.post(f"{slug}/review")
    sent = {"title": f"Idé {WORDS}", "text": f"{WORDS}\r\n{FORGED} i en idé", "focus_area_ids": str(areas()[0].id)}
    ida.post("/ideas/new", **sent, sender_name=f"{NAME}\n{FORGED}", email=ADDRESS, step="send")
    ida.post(f"/ideas/{idea.public_id}/support", method="email", email=ADDRESS)
    mails = smtp_sink.wait_for(2, to=ADDRESS)
    tokens = [word for mail in mails for word in re.findall(r"[\w-]{36}", mail.text)]
    for mail in mails:
        for address in re.findall(r"https?://\S+", mail.text):
            ida.get(address.rstrip(".,)"))
    trace = session().get(Trace, idea.trace_id)
    assert trace is not None
    ida.post(trace_url(trace) + "/email", email=f"to.{ADDRESS}")
    smtp_sink.wait_for(1, to=f"to.{ADDRESS}")
    for password in (PASSWORD, f"{PASSWORD}\n{FORGED}"):
        ida.post("/staff/account/login", email=staff.email, password=password)
    for address in (f"/ideas?q={QUERY}", f"/ideas?q=%00{QUERY}", f"/{QUERY}%0a{FORGED}", f"/trace/{tokens[0]}x"):
        ida.get(address, **{"User-Agent": f"{NAME} {QUERY}", "Referer": link, "X-Forwarded-For": "203.0.113.77"})
    scare(live_server, f"GET /trace/{tokens[0]} HTTP/9.9\r\n{QUERY}: x\r\n\r\n")
    scare(live_server, f"GET / HTTP/1.1\r\nHost: x\r\nCONTENT-TYPE: {QUERY}\r\n {QUERY}\r\n{FORGED}\r\n\r\n")

    data_dir: Path = live_server.app.config["SETTINGS"].data_dir
    written = (data_dir / "log").read_text()
    assert "[info     ] message" in written, "this is the log of web and worker"
    secrets = [ADDRESS, staff.email, NAME, "Hemmelighed", WORDS, CPR, PASSWORD, QUERY, "203.0.113.77", *tokens]
    secrets += [link.rpartition("/")[2], trace_url(trace).rpartition("/")[2], "127.0.0.1 -", "ip=127"]
    assert [secret for secret in secrets if secret in written] == []
    assert not re.search("^.{0,30}FORGED", written, re.MULTILINE)


def test_the_proxy_writes_down_no_caller_no_address_and_no_query() -> None:
    settings = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text()
    (log_format,) = re.findall(r"log_format \w+ '([^']*)'", settings)
    named = set(re.findall(r"\$\w+", log_format))
    assert named <= {
        "$time_iso8601",
        "$status",
        "$request_method",
        "$logged_path",
        "$request_time",
        "$upstream_status",
        "$bytes_sent",
    }
