"""All that the page of one input shows, gathered in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from engage.accounts.models import User
from engage.core.audit import AuditEntry, trail_of
from engage.core.i18n import force_language, localise
from engage.messages.models import Message
from engage.strategy.models import Value
from engage.strategy.queries import values
from engage.triage import queries, tray
from engage.triage.deciding import Judgement
from engage.triage.decisions import Handover, Link, Note, Reply, Weighing
from engage.triage.models import Input
from engage.triage.service import STAFF
from engage.triage.tray import WAITING, Count, TrayFilter
from engage.triage.undoing import last_undoable
from engage.triage.words import GRADES

DISAGREE = 2  # readers so far apart on a value are shown to disagree


@dataclass(frozen=True)
class ValueWeighed:
    """One value with every reader's weighing of it."""

    value: Value
    weighings: list[Weighing]

    @property
    def disagree(self) -> bool:
        """True when two readers are far apart."""
        scores = [weighing.score for weighing in self.weighings]
        return len(scores) > 1 and max(scores) - min(scores) >= DISAGREE


@dataclass(frozen=True)
class InputPage:
    """An input with what staff have done with it, and its place in the tray."""

    given: Input
    notes: list[Note]
    links: list[Link]
    taken_back: list[Link]
    weighed: list[ValueWeighed]
    replies: list[Reply]
    mail: Message | None  # of the newest reply
    handovers: list[Handover]
    trail: list[AuditEntry]
    twins: list[Input]
    similar: list[Input]
    previous: str | None
    next: str | None
    waiting: Count
    undoable: AuditEntry | None

    @property
    def readers(self) -> int:
        """How many have weighed it."""
        return len({weighing.reader_id for each in self.weighed for weighing in each.weighings})

    @property
    def disagree(self) -> bool:
        """True when two readers are far apart on any value."""
        return any(each.disagree for each in self.weighed)

    @property
    def done(self) -> dict[str, bool]:
        """The steps that lead to a reply, in their order, and whether each has been taken."""
        return {
            "tags": self.given.tagged_at is not None,
            "link": bool(self.links),
            "weigh": self.readers > 0,
            "reply": bool(self.replies),
        }

    @property
    def has_themes(self) -> bool:
        """True when staff have said what it is about, were it that no theme fits."""
        return self.given.themed_at is not None or any(row.made_by == STAFF for row in self.given.themes)

    @property
    def steps(self) -> dict[str, str]:
        """Each step of the desk with where it stands: "done", "next" or "todo"."""
        following = self.next_step
        done = self.done | {"themes": self.has_themes}
        return {step: "done" if is_done else "next" if step == following else "todo" for step, is_done in done.items()}

    @property
    def next_step(self) -> str:
        """The step that most likely comes next; "" when the input waits for nothing."""
        if self.given.state not in WAITING:
            return ""
        return next((step for step, is_done in self.done.items() if not is_done), "reply")


def input_page(actor: User, given: Input, chosen: TrayFilter) -> InputPage:
    """Gather the page of an input as seen from a filter of the tray."""
    weighings = queries.weighings_of(given.id)
    previous, following = tray.neighbours(actor, chosen, given)
    trail = trail_of(given)
    replies = queries.replies_of(given.id)
    return InputPage(
        given=given,
        notes=queries.notes_of(given.id),
        links=queries.links_of(given.id, with_authors=True),
        taken_back=queries.taken_back_of(given.id),
        weighed=[
            ValueWeighed(value, [weighing for weighing in weighings if weighing.value_id == value.id])
            for value in values()
        ],
        replies=replies,
        mail=queries.mail_of(replies[0]) if replies else None,
        handovers=queries.handovers_of(given.id),
        trail=trail,
        twins=queries.twins_of(given),
        similar=_similar(given),
        previous=previous,
        next=following,
        waiting=tray.counts(actor, chosen)["waiting"],
        undoable=last_undoable(actor, given, trail),
    )


def own_judgements(actor: User, weighed: list[ValueWeighed]) -> dict[int, Judgement]:
    """What this reader has said before, by the values' ids."""
    return {
        each.value.id: Judgement(weighing.score, weighing.sentence)
        for each in weighed
        for weighing in each.weighings
        if weighing.reader_id == actor.id
    }


def suggested_opening(given: Input, links: list[Link]) -> str:
    """The beginning of a reply made from what was decided, in the sender's language; "" while nothing is."""
    if not links:
        return ""
    with force_language(given.trace.language if given.trace else "da"):
        lines = [str(_("Tak for det, du har skrevet til os."))]
        for link in links:
            place = _(
                "Vi har koblet det til “%(title)s” i planen fra %(committee)s.",
                title=link.target.title,
                committee=localise(link.goal.plan.committee.title),
            )
            lines.append(f"{place} {GRADES[link.grade]}: {link.reason}")
        return "\n\n".join(lines)


def _similar(given: Input, limit: int = 8) -> list[Input]:
    from engage.text.similarity import similar_to  # noqa: PLC0415 - see docs/performance/memory.md

    candidates = queries.near_candidates(given)
    matches = similar_to(given.text, [candidate.text for candidate in candidates])
    return [candidates[match.index] for match in matches[:limit]]
