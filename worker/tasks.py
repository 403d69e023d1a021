"""Every task: a name from engage.core.jobs, ids in, one service called."""

from __future__ import annotations

from functools import partial

from engage.core import order
from engage.core.jobs import Job, beat, celery, do_each
from engage.invitations import fan_out
from engage.invitations import service as invitations
from engage.messages import delivery
from engage.messages import service as messages
from engage.summaries import service as summaries
from engage.surveys.models import WRITTEN_WITH_AN_ANSWER
from engage.surveys.service import clear_old_drafts
from engage.triage import forming
from engage.triage import service as triage
from worker.giving_way import give_way


@celery.task(name=Job.SWEEP.value)
def sweep() -> None:
    """Every minute: send again what was left lying.

    The heartbeat is the last step: it says that the sweep comes to its end, which one that hangs does not. One that
    only fails in part does beat: the log tells of it, and the pages must not be taken away for it.
    """
    do_each(
        {
            "messages": messages.sweep,
            "invitations": invitations.sweep,
            "summaries": summaries.sweep,
            "triage": triage.sweep,
            "themes": forming.sweep,
            "heartbeat": partial(beat, "sweep"),
        }
    )


@celery.task(name=Job.DELIVER_MESSAGE.value)
def deliver_message(message_id: int) -> None:
    """Send one message."""
    delivery.deliver(message_id)


@celery.task(name=Job.DELIVER_DUE.value)
def deliver_due() -> None:
    """Send what is due of the campaigns, at their pace."""
    delivery.deliver_due()


@celery.task(name=Job.FAN_OUT_CAMPAIGN.value)
def fan_out_campaign(campaign_id: int) -> None:
    """Write the messages of a campaign."""
    fan_out.fan_out(campaign_id)


@celery.task(name=Job.BUILD_SUMMARY.value)
def build_summary(consultation_id: int) -> None:
    """Count, group and quote what came into a consultation."""
    give_way(partial(summaries.build, consultation_id))


@celery.task(name=Job.FORM_THEMES.value)
def form_themes(consultation_id: int) -> None:
    """Form the themes of a consultation anew."""
    give_way(partial(forming.form, consultation_id))


@celery.task(name=Job.CLEAN_UP.value)
def clean_up() -> None:
    """Every hour: drop drafts nobody has touched for a month."""
    clear_old_drafts()


@celery.task(name=Job.FORGET_ORDER.value)
def forget_order() -> None:
    """Every night: let nothing in the database tell in which order answers came."""
    order.forget_order(WRITTEN_WITH_AN_ANSWER)


@celery.task(name=Job.TELL_FOLLOWERS.value)
def tell_followers(news_id: int) -> None:
    """Write to everyone whose words are linked to a track with news."""
    triage.tell_followers(news_id)
