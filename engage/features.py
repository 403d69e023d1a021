"""Every blueprint of every feature, in the order of the house."""

from __future__ import annotations

from flask import Blueprint

from engage.accounts import views as accounts
from engage.consultations import staff_views as consultations_staff
from engage.consultations import views as consultations
from engage.overview import catalogue, consultation_desk, consultation_page, mailbox, users
from engage.surveys import views as surveys

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.staff_bp,
    consultations.bp,
    consultations_staff.staff_bp,
    surveys.bp,
    consultation_page.bp,
    consultation_desk.staff_bp,
    users.staff_bp,
    catalogue.bp,
)

# Only where no citizen is served.
DEVELOPMENT_BLUEPRINTS: tuple[Blueprint, ...] = (mailbox.staff_bp,)
