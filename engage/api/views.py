"""The JSON interface: public data, read only. Each view's docstring stands in the OpenAPI document."""

from __future__ import annotations

from flask import Response, current_app
from flask_babel import lazy_gettext as _l

from engage.api import openapi
from engage.api.addresses import onward
from engage.api.answers import cacheable
from engage.api.asking import ConsultationQuery, IdeaQuery, chosen
from engage.api.consultations import ConsultationDetail, ConsultationEntry, ConsultationPage
from engage.api.ideas import IdeaDetail, IdeaEntry, IdeaPage
from engage.api.operations import bp, limited, operation
from engage.api.plans import PlanDetail, PlanEntry, PlanList
from engage.api.results import ResultsData
from engage.api.strategy import StrategyData
from engage.consultations import queries as consultation_queries
from engage.core.errors import NotFound, describe
from engage.core.security import public
from engage.ideas import queries as idea_queries
from engage.overview import behind
from engage.overview.consultation_page import public_consultation
from engage.strategy import queries as strategy_queries
from engage.summaries.queries import published_result
from engage.surveys.queries import open_surveys_of
from engage.text.normalise import one_line
from engage.triage.queries import links_of, public_reply_of

__all__ = ["bp"]


class NoResults(NotFound):
    """The consultation is there, its results are not published."""

    code = "results_not_published"


class NoStrategy(NotFound):
    """No strategy is in force."""

    code = "no_strategy"


class NoPlan(NotFound):
    """The committee is there, and has adopted no plan."""

    code = "plan_not_adopted"


describe("results_not_published", _l("Høringens resultat er ikke offentliggjort endnu."))
describe("no_strategy", _l("Strategien er ikke offentliggjort endnu."))
describe("plan_not_adopted", _l("Udvalget har ikke vedtaget en plan endnu."))


@operation("/consultations", answer=ConsultationPage, query=ConsultationQuery)
@public
def consultations(query: ConsultationQuery) -> ConsultationPage:
    """Consultations by the day they close: the nearest first if open or coming are asked for, else the latest."""
    page = consultation_queries.public_page(query.state, query.cursor, query.limit)
    return ConsultationPage(items=[ConsultationEntry.of(each) for each in page.items], **onward(page))


@operation("/consultations/<slug>", answer=ConsultationDetail)
@public
def consultation(slug: str) -> ConsultationDetail:
    """A consultation: why, when, its documents, where to answer, where the results are."""
    found = public_consultation(slug)
    return ConsultationDetail.with_surveys(found, open_surveys_of(found.id))


@operation("/consultations/<slug>/results", answer=ResultsData)
@public
def results(slug: str) -> ResultsData:
    """The published results of a consultation; counts about fewer than five people are hidden."""
    found = public_consultation(slug)
    result = published_result(found.id)
    if result is None:
        raise NoResults
    return ResultsData.of(found, result)


@operation("/ideas", answer=IdeaPage, query=IdeaQuery)
@public
def ideas(query: IdeaQuery) -> IdeaPage:
    """Published ideas, the newest or the most supported first."""
    page = idea_queries.listed(_idea_filter(query), query.cursor, query.limit)
    return IdeaPage(items=[IdeaEntry.of(idea) for idea in page.items], **onward(page))


@operation("/ideas/<public_id>", answer=IdeaDetail)
@public
def idea(public_id: str) -> IdeaDetail:
    """An idea, the municipality's reply, and where it went in the plans."""
    found = idea_queries.published_idea(public_id)
    return IdeaDetail.with_outcome(found, public_reply_of(found.input_id), links_of(found.input_id))


@operation("/strategy", answer=StrategyData)
@public
def strategy() -> StrategyData:
    """The council's strategy: goal, values, focus areas and visions."""
    found = strategy_queries.current_strategy()
    if found is None:
        raise NoStrategy
    return StrategyData.with_counts(found, behind.behind_focus_areas(found.focus_areas))


@operation("/plans", answer=PlanList)
@public
def plans() -> PlanList:
    """The committees' adopted development plans."""
    return PlanList(items=[PlanEntry.of(plan) for plan in strategy_queries.plans() if plan.is_public])


@operation("/plans/<committee_key>", answer=PlanDetail)
@public
def plan(committee_key: str) -> PlanDetail:
    """A committee's plan: objectives, action tracks, action plans, progress, and how many inputs stand behind each."""
    found = strategy_queries.public_plan_of(strategy_queries.committee(committee_key))
    if found is None:
        raise NoPlan
    objectives = found.standing_objectives
    tracks = [track for objective in objectives for track in objective.standing_tracks]
    return PlanDetail.with_counts(found, behind.behind_objectives(objectives), behind.behind_tracks(tracks))


@bp.get("/openapi.json")
@public
@limited
def document() -> Response:
    """The OpenAPI document."""
    settings = current_app.config["SETTINGS"]
    return cacheable(openapi.document(settings.public_url, settings.municipality_name))


def _idea_filter(query: IdeaQuery) -> idea_queries.IdeaFilter:
    """What was asked for, with the names of focus area and local area looked up; raises NotAChoice."""
    places = {place.name: place.id for place in strategy_queries.local_areas()} if query.area else {}
    keys = [area.key for area in strategy_queries.focus_areas()] if query.focus else []
    return idea_queries.IdeaFilter(
        focus=chosen("focus", query.focus, keys) if query.focus else "",
        area=places[chosen("area", query.area, places)] if query.area else None,
        words=one_line(query.q),
        sort=query.sort,
    )
