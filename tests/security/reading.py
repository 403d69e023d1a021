"""Reading a page as an attacker hopes a browser will: what in it would run, load or lead astray?"""

from __future__ import annotations

from html.parser import HTMLParser

from werkzeug.test import TestResponse

_URLS = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href"}
_NEVER = {"iframe", "object", "embed", "base", "applet"}


class _Alarm(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attrs}
        own = given.get("src", "").startswith("/static/") or "nonce" in given
        if tag in _NEVER or (tag == "script" and not own):
            self.found.append(f"<{tag} {given}>")
        for name, value in given.items():
            scheme = "".join(c for c in value.lower() if c > " ")
            if (
                name.startswith("on")
                or name == "style"
                or (name in _URLS and scheme.startswith(("javascript:", "vbscript:", "data:text", "//", "\\")))
            ):
                self.found.append(f"<{tag} {name}={value[:60]!r}>")


def alarms(page: TestResponse) -> list[str]:
    """Everything in a page that a citizen's words may have put there and that a browser would act on."""
    if page.mimetype != "text/html":
        return []
    alarm = _Alarm()
    alarm.feed(page.get_data(as_text=True))
    return alarm.found
