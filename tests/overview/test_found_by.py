"""What a page says of itself to search engines and to those who share it; private pages say nothing."""

import re

import pytest
from flask import Flask

from engage.core.security import is_public_endpoint
from engage.overview.found_by import FOUND
from tests.consultations.factories import make_consultation
from tests.fixtures.clients import PageClient, StaffClient

pytestmark = pytest.mark.usefixtures("app")


def test_only_public_pages_may_be_found(app: Flask) -> None:
    assert {endpoint for endpoint in FOUND if not is_public_endpoint(app, endpoint)} == set()


def test_a_page_tells_its_languages_its_address_and_what_it_is_about(client: PageClient) -> None:
    consultation = make_consultation(summary={"da": 'Hvad siger I til "torvet"?', "en": "What about the square?"})
    address = f"http://localhost/consultations/{consultation.slug}"
    page = client.get(f"/consultations/{consultation.slug}").text
    for words in (
        f'<link rel="canonical" href="{address}">',
        f'<link rel="alternate" hreflang="da" href="{address}?lang=da">',
        f'<link rel="alternate" hreflang="en" href="{address}?lang=en">',
        '<meta name="description" content="Hvad siger I til &#34;torvet&#34;?">',
        f'<meta property="og:title" content="{consultation.title["da"]}">',
        f'<meta property="og:url" content="{address}">',
    ):
        assert words in page
    assert "noindex" not in page
    shared = re.search(r'<meta property="og:image" content="http://localhost(/[^"]+)">', page)
    assert shared is not None
    assert client.get(shared[1]).mimetype == "image/png"
    english = client.get(f"/consultations/{consultation.slug}?lang=en").text
    assert f'<link rel="canonical" href="{address}?lang=en">' in english
    assert '<meta name="description" content="What about the square?">' in english


def test_each_general_page_has_a_description_of_its_own(client: PageClient) -> None:
    found = [
        re.findall(r'<meta name="description" content="([^"]+)">', client.get(address).text)
        for address in ("/", "/consultations", "/about", "/contact", "/privacy", "/was")
    ]
    assert all(len(each) == 1 for each in found)
    assert len({each[0] for each in found}) == len(found)


def test_private_pages_and_missing_ones_ask_not_to_be_kept(client: PageClient, staff_client: StaffClient) -> None:
    for page in (
        client.get("/trace/findes-ikke"),
        client.get("/consultations/findes-ikke"),
        client.get("/findes/ikke"),
        staff_client("reader").get("/staff/"),
    ):
        assert '<meta name="robots" content="noindex' in page.text, page.request.path
        assert 'rel="canonical"' not in page.text, page.request.path


def test_robots_are_kept_out_of_what_is_private(client: PageClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    for folder in ("/staff/", "/trace/", "/unsubscribe/"):
        assert f"Disallow: {folder}" in answer.text.splitlines()


def test_a_chosen_language_follows_along_the_menu_and_the_footer(client: PageClient) -> None:
    page = client.get("/about?lang=en").text
    links = re.findall(r'<a [^>]*href="(/[^"]*)"', page)
    lost = [link for link in links if "lang=" not in link and not link.startswith("/staff/")]
    assert lost == []
