"""Every blueprint of every feature, in the order of the house."""

from __future__ import annotations

from flask import Blueprint

from engage.accounts import views as accounts
from engage.overview import catalogue, mailbox, users
from engage.surveys import views as surveys

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.staff_bp,
    surveys.bp,
    users.staff_bp,
    catalogue.bp,
)

# Only where no citizen is served.
DEVELOPMENT_BLUEPRINTS: tuple[Blueprint, ...] = (mailbox.staff_bp,)
