"""The catalogue shows every component, in both languages."""

from pathlib import Path

import html5lib
import pytest
from flask import Flask

import engage
from tests.fixtures.clients import StaffClient

COMPONENTS = sorted(path.stem for path in (Path(engage.__file__).parent / "templates/components").glob("*.html"))


def test_every_macro_file_has_an_entry(staff_client: StaffClient) -> None:
    page = staff_client("reader").get("/staff/components")
    root = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    ids = {element.get("id") for element in root.iter()}
    assert len(COMPONENTS) > 30
    assert [name for name in COMPONENTS if name not in ids] == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_file_holds_the_macro_it_is_named_after(app: Flask, name: str) -> None:
    with app.test_request_context():
        module = app.jinja_env.get_template(f"components/{name}.html").module
    assert callable(getattr(module, name))


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_catalogue_speaks_the_language_asked_for(staff_client: StaffClient, language: str) -> None:
    page = staff_client("reader").get(f"/staff/components?lang={language}")
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.get_data(as_text=True)


def test_the_sample_forms_answer_and_change_nothing(staff_client: StaffClient) -> None:
    client = staff_client("reader")
    answer = client.post("/staff/components", follow_redirects=True)
    assert "Det var kun en prøve. Intet er ændret." in answer.get_data(as_text=True)


def test_faults_stand_above_the_field_and_are_tied_to_it(staff_client: StaffClient) -> None:
    page = staff_client("reader").get("/staff/components")
    root = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    elements = {element.get("id"): element for element in root.iter() if element.get("id")}
    order = list(elements)
    assert elements["faulty-name"].get("aria-describedby") == "faulty-name-hint faulty-name-error"
    assert elements["faulty-name"].get("aria-invalid") == "true"
    assert order.index("faulty-name-hint") < order.index("faulty-name-error") < order.index("faulty-name")
    assert elements["fresh-name"].get("aria-invalid") is None
    summary = next(element for element in root.iter() if element.get("class") == "error-summary")
    links = {link.get("href"): "".join(link.itertext()) for link in summary.iter("a")}
    assert links["#faulty-name"] == "Skriv dit navn"
    assert links["#faulty-support-0"] == "Vælg ja eller nej"
