"""The builder on screen: every action, what it keeps when two work at once, and who may."""

from flask import Flask

from tests.fixtures.clients import StaffClient
from tests.surveys.factories import everyday_document, make_survey


def test_smoke(app: Flask, staff_client: StaffClient) -> None:
    editor = staff_client("editor")
    survey = make_survey()
    base = f"/staff/surveys/{survey.slug}"
    for path in [
        "/staff/surveys",
        "/staff/surveys/new",
        base,
        f"{base}/texts",
        f"{base}/preview",
        f"{base}/share",
        f"{base}/versions",
        f"{base}/publish",
        f"{base}/delete",
        f"{base}/close",
        f"{base}/pages/about",
    ] + [f"{base}/questions/{q['key']}" for p in everyday_document()["pages"] for q in p["questions"]]:
        page = editor.get(path)
        assert page.status_code == 200, (path, page.get_data(as_text=True)[-3000:])
    for kind in ("svg", "png"):
        assert editor.get(f"{base}/qr.{kind}").status_code == 200
