"""Every blueprint of every feature, in the order of the house."""

from __future__ import annotations

from flask import Blueprint

from engage.accounts import views as accounts
from engage.api import page_views as api_page
from engage.api import views as api
from engage.consultations import staff_views as consultations_staff
from engage.consultations import views as consultations
from engage.ideas import letters as idea_letters
from engage.ideas import staff_views as ideas_staff
from engage.ideas import views as ideas
from engage.invitations import campaign_views, contact_views
from engage.messages import staff_views as messages_staff
from engage.messages import views as messages
from engage.overview import (
    audit_trail,
    catalogue,
    consultation_desk,
    consultation_page,
    health,
    mailbox,
    offline,
    plan_desk,
    settings_page,
    star,
    users,
)
from engage.overview import views as overview
from engage.strategy import council_views
from engage.summaries import views as summaries
from engage.surveys import builder_views, publishing_views, refusal_words
from engage.surveys import staff_views as surveys_staff
from engage.surveys import views as surveys
from engage.triage import import_views, input_views, theme_views, trace_views, tray_views, typed_in_views
from engage.triage import letters as triage_letters

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.staff_bp,
    plan_desk.staff_bp,
    council_views.staff_bp,
    messages.bp,
    messages_staff.staff_bp,
    consultations.bp,
    consultations_staff.staff_bp,
    trace_views.bp,
    tray_views.staff_bp,
    typed_in_views.staff_bp,
    import_views.staff_bp,
    input_views.staff_bp,
    theme_views.staff_bp,
    ideas.bp,
    ideas_staff.staff_bp,
    surveys.bp,
    surveys_staff.staff_bp,
    builder_views.staff_bp,
    publishing_views.staff_bp,
    campaign_views.staff_bp,
    contact_views.staff_bp,
    summaries.bp,
    summaries.staff_bp,
    consultation_page.bp,
    consultation_desk.staff_bp,
    overview.bp,
    health.bp,
    offline.bp,
    star.bp,
    users.staff_bp,
    audit_trail.staff_bp,
    settings_page.staff_bp,
    catalogue.bp,
    api.bp,
    api_page.bp,
)

# Only where no citizen is served.
DEVELOPMENT_BLUEPRINTS: tuple[Blueprint, ...] = (mailbox.staff_bp,)

# Each writes letters: importing it is what registers its builders.
LETTERS = (triage_letters, idea_letters)

# The words of errors that no view of its own tells: importing them is what registers them.
WORDS = (refusal_words,)
