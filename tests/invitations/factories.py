"""Makers of lists, contacts and campaigns."""

from typing import Any

from engage.core.db import transaction
from engage.invitations import service, wording
from engage.invitations.models import Campaign, Contact, ContactList
from engage.surveys.models import Survey
from tests.factories import make_user, unique
from tests.surveys.factories import published_survey


def make_list(*emails: str, language: str = "da", name: str = "") -> ContactList:
    """A list with these addresses on it; the name of each is what stands before the @."""
    with transaction() as session:
        contact_list = ContactList(name=name or unique("Liste "), source="din tilmelding til borgerpanelet")
        session.add(contact_list)
        session.flush()
        session.add_all(
            Contact(list_id=contact_list.id, email=email, name=email.split("@")[0].title(), language=language)
            for email in emails
        )
    return contact_list


def make_campaign(*emails: str, survey: Survey | None = None, **changes: Any) -> Campaign:
    """A draft of an invitation to a list of these addresses."""
    survey = survey or published_survey()
    values: dict[str, Any] = {
        "name": unique("Udsendelse "),
        "survey_id": survey.id,
        "list_id": changes.pop("list_id", None) or make_list(*(emails or ("ida@borger.example",))).id,
        "subject": dict(wording.DEFAULT_SUBJECT),
        "body": dict(wording.DEFAULT_BODY),
        "send_at": None,
        "per_minute": 600,
    }
    return service.save_campaign(make_user("editor"), None, service.CampaignContent(**{**values, **changes}))
