"""Every blueprint of every feature, in the order of the house."""

from __future__ import annotations

from flask import Blueprint

from engage.accounts import views as accounts
from engage.overview import catalogue, users

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.staff_bp,
    users.staff_bp,
    catalogue.bp,
)
