"""`engage erase …`: a citizen's wish to be forgotten, told before it is done and done only with --yes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import TypeVar

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup

from engage.core.db import transaction
from engage.core.errors import NotFound
from engage.erasure.people import erase_email
from engage.erasure.submissions import erase_submission

Found = TypeVar("Found")

erase_commands = AppGroup(
    "erase", help="Erase what a citizen wishes gone. Says what it would do, and does it with --yes."
)
_yes = click.option("--yes", is_flag=True, help="Do it. Nothing brings it back.")

# What is counted, in the order it is told: one, and several.
_KINDS = {
    "contacts": (
        "contact on a list, with invitations and unused links",
        "contacts on lists, with invitations and unused links",
    ),
    "files": (
        "file of contacts that waits to be imported (read it in again)",
        "files of contacts that wait to be imported (read them in again)",
    ),
    "traces": ("submission's e-mail and sender's name", "submissions' e-mails and sender's names"),
    "messages": (
        "message's address, name and subject; what waits is not sent",
        "messages' addresses, names and subjects; what waits is not sent",
    ),
    "declined": ("wish to get no mail", "wishes to get no mail"),
    "supports": ("support of an idea", "supports of ideas"),
    "inputs": ("contribution", "contributions"),
    "ideas": ("idea", "ideas"),
    "responses": ("response to a survey, all its answers", "responses to surveys, all their answers"),
    "supports_of": ("support by others", "supports by others"),
    "quotes": ("quote in summaries and published results", "quotes in summaries and published results"),
    "replies": ("reply by staff", "replies by staff"),
    "notes": ("internal note", "internal notes"),
    "links": ("link into a plan", "links into plans"),
    "weighings": ("weighing against a value", "weighings against values"),
}


class _OnlyRehearsed(Exception):
    """Takes back what was done to find out what would be done."""


@erase_commands.command("email")
@click.argument("address")
@_yes
def email_command(address: str, yes: bool) -> None:
    """Erase an e-mail ADDRESS from contacts, submissions, messages and supports.

    What its owner wrote stays, without name and address; each submission is named, to be erased as well. What was
    written anonymously cannot be found by an address: whoever kept its private link can name it.
    """
    wanted = _normalised(address)
    person = _done(lambda: erase_email(wanted), yes=yes)
    if not person.found:
        click.echo(f"Nothing is kept under {wanted}.")
        return
    _tell(person.erased, yes=yes)
    if person.wrote:
        click.echo("What was written stays, without name and address. To erase that as well:")
        for public_id in person.wrote:
            click.echo(f"  engage erase submission {public_id}")
    if person.mentioned_in:
        click.echo(f"The address stands in the words of: {', '.join(person.mentioned_in)}")
    if person.is_staff:
        click.echo("A member of staff signs in with it, which stays: see /staff/users.")
    _say_what_now(yes=yes)


@erase_commands.command("submission", context_settings={"ignore_unknown_options": True})  # an id may begin with a dash
@click.argument("key")
@_yes
def submission_command(key: str, yes: bool) -> None:
    """Erase what was sent together with KEY: an idea, a response or a letter, with its words.

    KEY is the public id of an input, idea, response or trace, the last part of its address, or a sender's private link.
    """
    try:
        submission = _done(lambda: erase_submission(key), yes=yes)
    except NotFound as unknown:
        raise click.ClickException(f"nothing has the id {key}") from unknown
    click.echo(f"“{submission.begins}”")
    _tell(submission.erased, yes=yes)
    click.echo("Figures that were published stay as they were; summaries are counted again.")
    _say_what_now(yes=yes)


def _done(work: Callable[[], Found], *, yes: bool) -> Found:
    """The outcome of the work, which is taken back unless it was asked for: so what is told is what is done."""
    if yes:
        return work()
    outcome: list[Found] = []
    with contextlib.suppress(_OnlyRehearsed), transaction():
        outcome.append(work())
        raise _OnlyRehearsed
    return outcome[0]


def _tell(erased: Mapping[str, int], *, yes: bool) -> None:
    click.echo("Erased:" if yes else "Would be erased:")
    for kind, (one, several) in _KINDS.items():
        if erased.get(kind):
            click.echo(f"  {erased[kind]} {one if erased[kind] == 1 else several}")
    if not any(erased.values()):
        click.echo("  nothing")


def _say_what_now(*, yes: bool) -> None:
    if yes:
        click.echo("Copies made before (engage backup) still hold it.")
    else:
        click.echo("Nothing has been erased yet: add --yes to do it. Nothing brings it back.")


def _normalised(address: str) -> str:
    try:
        return validate_email(address.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as wrong:
        raise click.ClickException(f"{address!r} is not an e-mail address") from wrong
