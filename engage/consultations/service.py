"""What is done with a consultation."""

from __future__ import annotations

import sqlalchemy as sa

from engage.consultations.models import Activity
from engage.core.db import session, transaction
from engage.core.jobs import Job, enqueue


def mark_changed(consultation_id: int) -> None:
    """Note that something came in; the first note since the last build asks for a new summary.

    Joins the caller's transaction. The row is written once between two builds, so answers do not wait for each other.
    """
    with transaction():
        update = sa.update(Activity).where(Activity.consultation_id == consultation_id, ~Activity.changed)
        marked = session().execute(update.values(changed=True).execution_options(synchronize_session=False))
        if marked.rowcount:  # type: ignore[attr-defined]
            enqueue(Job.BUILD_SUMMARY, consultation_id)
