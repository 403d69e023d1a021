"""The judge of pages judged: a sound page passes, and each fault is found."""

import pytest
from flask import Flask, Response

from tests.fixtures.clients import PageClient
from tests.pages import check_page

POLICY = "default-src 'none'; script-src 'self' 'nonce-abc'"
SOUND = (
    '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Send en idé – Kommunen</title>'
    '<script nonce="abc">1</script></head><body><main><h1>Send en idé</h1><h2>Om dig</h2>'
    '<form method="post" action="/ideas"><label for="name">Navn</label><input id="name" name="name"></form>'
    '<a href="#name">Ret dit navn</a></main></body></html>'
)
FAULTS = {
    "not valid HTML": ("<h2>Om dig</h2>", "<h2>Om dig</h3>"),
    "2 h1 instead of one": ("<h2>Om dig</h2>", "<h1>Om dig</h1>"),
    "h3 follows h1": ("<h2>Om dig</h2>", "<h3>Om dig</h3>"),
    "one <main>": ("main>", "div>"),
    "names page and place": ("Send en idé – Kommunen", "Kommunen"),
    "lang='en'": ('lang="da"', 'lang="en"'),
    "has no label": ('for="name"', ""),
    "stands 2 times": ("<h2>", '<h2 id="name">'),
    "points to 'nam'": ('href="#name"', 'href="#nam"'),
    "says nothing": ("Ret dit navn", ""),
    "has no alt": ("<h2>Om dig", '<h2><img src="/a.png">Om dig'),
    "carries style=": ("<h2>", '<h2 style="color:red">'),
    "carries onclick=": ("<h2>", '<h2 onclick="a()">'),
    "no valid nonce": ('nonce="abc"', 'nonce="abd"'),
    "asks a third party": ('action="/ideas"', 'action="https://example.org/"'),
    "no person should see": ("Om dig", "None"),
    "the page weighs": ("Om dig", "Om dig" * 20_000),
}


def answer(app: Flask, html: str, policy: str = POLICY) -> None:
    app.add_url_rule("/judged", "judged", lambda: Response(html, headers={"Content-Language": "da"}))
    app.after_request(lambda response: with_policy(response, policy))
    check_page(app.test_client().get("/judged"))


def with_policy(response: Response, policy: str) -> Response:
    response.headers["Content-Security-Policy"] = policy
    return response


def test_a_sound_page_passes() -> None:
    answer(Flask("judged"), SOUND)


@pytest.mark.parametrize("words", FAULTS)
def test_each_fault_is_found(words: str) -> None:
    sound, faulty = FAULTS[words]
    assert sound in SOUND
    with pytest.raises(AssertionError, match=words.replace("(", r"\(")):
        answer(Flask("judged"), SOUND.replace(sound, faulty))


def test_a_lax_policy_is_found() -> None:
    with pytest.raises(AssertionError, match="not strict"):
        answer(Flask("judged"), SOUND, "default-src 'unsafe-inline'")


def test_the_client_judges_by_itself(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.view_functions, "security.login", lambda: "<p>half a page")
    with pytest.raises(AssertionError, match="0 h1 instead of one"):
        client.get("/staff/account/login")
