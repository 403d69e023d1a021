"""Which pages search engines may keep: those listed here and no other, for a private link must never be found."""

from __future__ import annotations

from flask import Flask, request

FOUND = {
    "api_page.show",
    "consultation_page.show",
    "consultations.listed",
    "ideas.listed",
    "ideas.new",
    "ideas.show",
    "overview.about",
    "overview.accessibility",
    "overview.contact",
    "overview.home",
    "overview.privacy",
    "star.focus_area",
    "star.plan",
    "star.show",
    "star.track",
    "star.vision",
    "summaries.results",
    "surveys.start",
}


def may_be_found() -> bool:
    """Whether the page of this request may be kept by search engines."""
    return request.endpoint in FOUND


def register(app: Flask) -> None:
    """Let every page say so in its head."""
    app.jinja_env.globals["may_be_found"] = may_be_found
