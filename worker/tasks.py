"""Every task: a name from engage.core.jobs, ids in, one service called."""

from __future__ import annotations

from engage.core.jobs import Job, beat, celery


@celery.task(name=Job.SWEEP.value)
def sweep() -> None:
    """Every minute: send again what was left lying."""
    beat("sweep")
