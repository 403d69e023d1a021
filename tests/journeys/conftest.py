"""A municipality ready to ask: a strategy, an adopted plan, an open consultation with a survey, staff."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from engage.accounts.models import User
from engage.consultations.models import Consultation
from engage.core.db import transaction
from engage.strategy import queries as strategy
from engage.strategy.models import Committee
from engage.strategy.plans import ActionTrack
from engage.surveys.models import Survey
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.live import LiveServer, sign_in
from tests.strategy.factories import adopt, make_objective, make_plan, make_strategy, make_track
from tests.surveys.factories import published_survey


@dataclass(frozen=True)
class Town:
    """What the journeys take place in."""

    committee: Committee
    track: ActionTrack
    consultation: Consultation
    survey: Survey
    secretary: User
    editor: User


@pytest.fixture
def town(live_server: LiveServer) -> Town:
    """Prepared by the services, as staff would."""
    make_strategy()
    committee = strategy.committee("technical-environment")
    with transaction():
        strategy.focus_area("nature-green").committee_id = committee.id  # whose tray such ideas come to
    plan = make_plan(committee, title="Udviklingsplan for teknik og miljø")
    objective = make_objective(plan, title="Trygge veje for alle")
    track = make_track(objective, title="Cykelstier til skolerne")
    adopt(plan)
    consultation = make_consultation(committee=committee)
    return Town(
        committee=committee,
        track=track,
        consultation=consultation,
        survey=published_survey(consultation),
        secretary=make_user("secretary", committee),
        editor=make_user("editor"),
    )


@pytest.fixture
def desk(desk_page: Page, live_server: LiveServer, town: Town) -> Page:
    """The secretary's screen, signed in."""
    sign_in(desk_page.context, live_server.app, live_server.url, town.secretary)
    return desk_page
