"""Rights over single rows: a committee's things are changed by its own people, whoever knows an address or an id.

An administrator walks the whole site by links and collects every form there is, all over rows of a committee that the
others have nothing to do with. Then the others send those very forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask

from engage.accounts.models import User
from engage.consultations.models import Consultation
from engage.core.db import transaction
from engage.core.security import Permission, is_public_endpoint
from engage.invitations import service as campaigns
from engage.strategy import service as strategy
from engage.strategy.plans import ActionTrack
from engage.triage import bulk, deciding, themes
from engage.triage import service as triage
from engage.triage.decisions import Grade
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import PageClient, StaffClient
from tests.ideas.factories import areas, make_idea
from tests.invitations.factories import make_campaign
from tests.security.walking import Form, Site, Walker, as_walker, fingerprint, walk
from tests.strategy.factories import make_action_plan, make_committee, make_objective, make_plan, make_track
from tests.surveys.factories import make_response, make_survey, published_survey
from tests.triage.factories import make_input, make_inputs, make_theme

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.same_on_both]  # whose a row is, the services decide


@dataclass
class Town:
    """A site with everything in it, all of one committee; `stranger` is another committee's secretary."""

    site: Site
    boss: Walker
    stranger: Walker
    reader: Walker
    nobody: Walker


@pytest.fixture
def town(staff_client: StaffClient, client: PageClient) -> Town:
    """Built by the services."""
    track = make_track(make_objective(make_plan()))
    make_action_plan(track)
    committee = track.objective.plan.committee
    survey = published_survey()
    with transaction():
        survey.consultation.committee_id = committee.id
        for area in areas():
            area.committee_id = committee.id
    make_survey(consultation=survey.consultation)
    make_response(survey, {"how": "car", "why_car": "Flere busser, tak.", "more": "Byg en cykelsti."})
    make_input(committee=committee, consultation_id=survey.consultation_id)
    waiting = make_idea(status="waiting", committee=committee)
    make_idea(committee=committee)
    published = make_idea(status="published", committee=committee)
    chosen, undone = _decide(make_user("administrator"), track, survey.consultation)
    make_campaign(survey=survey)
    campaigns.release(make_user("editor"), make_campaign(survey=survey).id)
    make_consultation(committee, state="draft")
    boss = as_walker(staff_client("administrator"))
    starts = ["/staff/", "/staff/components", f"/staff/inputs/selected?id={chosen}"]
    starts += [f"/staff/ideas/publish?idea={waiting.public_id}", f"/staff/ideas/{published.public_id}/take-down"]
    site = walk(boss, *starts, below="/staff/")
    site.forms[undone] = Form(undone)  # the button for it stands in a message that is shown once
    return Town(
        site=site,
        boss=boss,
        stranger=as_walker(staff_client("secretary", make_committee())),
        reader=as_walker(staff_client("reader")),
        nobody=as_walker(client),
    )


def _decide(boss: User, track: ActionTrack, asked: Consultation) -> tuple[str, str]:
    """Decisions of each kind that can be taken back; an input to be chosen, and where a decision on many is undone."""
    committee = track.objective.plan.committee
    linked, closed, chosen = make_inputs(3, committee)
    grade, target = Grade.PARTLY, f"track:{track.public_id}"
    deciding.link(boss, linked.public_id, linked.version, target=target, grade=grade, reason="Lys på stien i 2027")
    triage.close(boss, closed.public_id, closed.version, "Det hører til en anden sag.")
    done = bulk.close_all(boss, [make_input(committee=committee).public_id], "Det er gjort.")
    themes.merge(boss, make_theme(asked).id, make_theme(asked).id)
    make_theme(asked)
    held = make_input(committee=committee, consultation_id=asked.id)
    themes.delete(boss, make_theme(asked, made_by="machine", holding=[held]).id)
    strategy.withdraw(boss, make_track(track.objective), reason="Det er gjort.")
    return chosen.public_id, f"/staff/inputs/undo/{done.entry_id}"


def endpoint_of(app: Flask, form: Form, method: str = "POST") -> str:
    endpoint, _values = app.url_map.bind("localhost").match(form.path, method)
    return str(endpoint)


def guarded(app: Flask, town: Town) -> Iterator[tuple[str, Form]]:
    """(endpoint, form) of every form that only staff may send."""
    for form in town.site.forms.values():
        endpoint = endpoint_of(app, form)
        if not is_public_endpoint(app, endpoint):
            yield endpoint, form


# What nobody is kept from who may work in a tray at all, or see anything: rehearsals.
FOR_SECRETARIES = {"typed_in.new", "input_imports.upload", "input_imports.take_in"}
_NO_SECRETARYS = {Permission.EDIT, Permission.ADMIN}
FOR_ALL_STAFF = {"catalogue.try_out", "survey_publishing.preview"}


def test_what_belongs_to_others_is_changed_and_seen_by_nobody_else(app: Flask, town: Town) -> None:
    hold_the_walk_complete(app, town)
    hold_pages_private(app, town)
    before = fingerprint()
    for endpoint, form in guarded(app, town):
        assert town.nobody.post(form.action, data=form.fields).status_code == 302, endpoint
        if endpoint not in FOR_ALL_STAFF:
            assert town.reader.post(form.action, data=form.fields).status_code == 403, endpoint
        if endpoint not in FOR_SECRETARIES | FOR_ALL_STAFF:
            assert town.stranger.post(form.action, data=form.fields).status_code < 500, endpoint
            assert fingerprint() == before, f"{endpoint}: {form.action} was taken from a stranger"
    assert fingerprint() == before


def hold_the_walk_complete(app: Flask, town: Town) -> None:
    """So that the other tests here are about the whole site; what is left out needs a state of its own."""
    met = {endpoint for endpoint, _form in guarded(app, town)}
    there = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not is_public_endpoint(app, rule.endpoint)
    }
    # what is left out takes some doing first, and no secretary may do it, whoever's it is: see test_routes.py
    kept_by_role = {name for name in there if getattr(app.view_functions[name], "permission", None) in _NO_SECRETARYS}
    assert there - met - kept_by_role <= FOR_SECRETARIES
    broken = {address: page.status_code for address, page in town.site.pages.items() if page.status_code >= 400}
    assert broken == {}


def hold_pages_private(app: Flask, town: Town) -> None:
    for address, page in town.site.pages.items():
        endpoint, _values = app.url_map.bind("localhost").match(urlsplit(address).path, "GET")
        if not is_public_endpoint(app, endpoint):
            answer = town.nobody.get(address)
            assert answer.status_code == 302, address
            assert len(answer.get_data()) < 500, address
        assert page.headers["Cache-Control"] == "no-store", address
        assert page.headers["X-Frame-Options"] == "DENY", address
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"], address
        assert page.headers["X-Content-Type-Options"] == "nosniff", address


def test_no_form_is_taken_from_another_site(csrf: None, app: Flask, town: Town) -> None:
    """Every form that a signed-in administrator may send, as a page elsewhere would make the browser send it."""
    before = fingerprint()
    for endpoint, form in guarded(app, town):
        forged = {name: value for name, value in form.fields.items() if name != "csrf_token"}
        answer = town.boss.post(form.action, data=forged, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 400, endpoint
    assert fingerprint() == before
    # and these are forms that would have been taken: one that nobody can send proves nothing
    taken = set()
    for endpoint, form in guarded(app, town):
        if endpoint.startswith("users."):
            continue  # a change of one's own rights signs one out
        before = fingerprint()
        town.boss.post(form.action, data={**form.fields.to_dict(flat=False), "csrf_token": token(town.boss)})
        if fingerprint() != before:
            taken.add(endpoint)
    assert len(taken) >= 20, sorted(taken)


def token(walker: Walker) -> str:
    """The token of this browser's forms."""
    found = re.search('name="csrf_token" value="([^"]+)"', walker.get("/staff/contacts/new").get_data(as_text=True))
    assert found is not None
    return found[1]
