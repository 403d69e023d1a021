"""`engage survey …` on the command line: questionnaires as files of our own JSON, loss-free both ways."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from engage.consultations.queries import by_slug
from engage.core.errors import NotFound
from engage.core.i18n import force_language
from engage.surveys import building, queries
from engage.surveys.checker import Fault, check
from engage.surveys.document import InvalidDocument, Questionnaire, dump, load
from engage.surveys.fault_words import fault_text

survey_commands = AppGroup("survey", help="Surveys and their questionnaires.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class BadFile(click.ClickException):
    """A file that cannot be used: one line for each fault, each with the file and the place."""

    def __init__(self, file: Path, faults: list[Fault]) -> None:
        with force_language("en"):
            lines = [
                ": ".join(part for part in (file.name, fault.place, fault_text(fault)) if part) for fault in faults
            ]
        super().__init__("\n".join(lines))

    def show(self, file: object = None) -> None:
        """Print the lines as they are, so that each stands on its own."""
        for line in self.message.splitlines():
            click.echo(f"Error: {line}", err=True)


@survey_commands.command("check")
@click.argument("file", type=FILE)
def check_command(file: Path) -> None:
    """Say whether the questionnaire in FILE could be published; every fault is one line with its place."""
    questionnaire = _read(file)
    faults = check(questionnaire)
    if faults:
        raise BadFile(file, faults)
    click.echo(f"{file.name}: {_size(questionnaire)}, ready to publish")


@survey_commands.command("import")
@click.argument("file", type=FILE)
@click.option("--consultation", "slug", required=True, help="The consultation in which it is asked, by its slug.")
@click.option("--title", help="Another Danish title than the one in the file.")
def import_command(file: Path, slug: str, title: str | None) -> None:
    """Make a new survey, a draft, from the questionnaire in FILE. Prints its slug."""
    questionnaire = _read(file)
    document = dump(questionnaire)
    if title:
        document["title"] = {**questionnaire.title, "da": title}
    if not document.get("title", {}).get("da"):
        raise click.ClickException(
            f"{file.name}: title.da: the questionnaire has no Danish title; give one with --title"
        )
    try:
        consultation = by_slug(slug)
    except NotFound as error:
        raise click.ClickException(
            f"no consultation is called {slug!r}; `engage consultation list` names them"
        ) from error
    try:
        survey = building.create(None, consultation.id, document["title"], document)
    except building.NotWellFormed as error:
        raise BadFile(file, error.faults) from error
    missing = len(check(questionnaire))
    click.echo(
        f"{survey.slug}\tdraft\t{_size(questionnaire)}" + (f"\t{missing} to mend before publishing" if missing else "")
    )


@survey_commands.command("export")
@click.argument("slug")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--version", "number", type=int, help="A published version; without it, the draft.")
def export_command(slug: str, out: Path, number: int | None) -> None:
    """Write the questionnaire of survey SLUG to a file that `import` reads again."""
    questionnaire = load(_document(slug, number))
    document = dump(questionnaire)  # in the order of the format, whatever order the database keeps
    beside = out.with_name(f".{out.name}.part")
    try:
        beside.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise click.ClickException(f"{out}: {error.strerror}") from error
    click.echo(f"{out.name}: {_size(questionnaire)}")


def _document(slug: str, number: int | None) -> dict[str, object]:
    try:
        survey = queries.survey_by_slug(slug)
    except NotFound as error:
        raise click.ClickException(f"no survey is called {slug!r}") from error
    if number is None:
        return survey.document
    found = next((version for version in queries.versions_of(survey.id) if version.number == number), None)
    if found is None:
        raise click.ClickException(f"{slug} has no version {number}")
    return found.document


def _read(file: Path) -> Questionnaire:
    try:
        return load(file.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{file.name}: byte {error.start + 1} is not UTF-8; save the file as UTF-8"
        ) from error
    except InvalidDocument as error:
        raise BadFile(file, error.faults) from error


def _size(questionnaire: Questionnaire) -> str:
    asked = sum(question.asks for question in questionnaire.questions.values())
    return f"{len(questionnaire.pages)} pages, {asked} questions"
