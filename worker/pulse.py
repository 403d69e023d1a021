"""The worker's side of its pulse: it beats while the main loop turns and the queue is connected."""

from __future__ import annotations

from typing import Any

from celery import bootsteps

from engage.pulse import BEAT_SECONDS, Pulse


def install(app: Any, pulse: Pulse) -> None:
    """Let every worker of the Celery app beat."""

    class Beats(bootsteps.StartStopStep):
        """Started when the queue is connected, stopped when the connection is lost or the worker ends."""

        requires = ("celery.worker.consumer.tasks:Tasks",)
        timer: Any = None

        def start(self, parent: Any) -> None:
            pulse.beat(parent.hostname)
            self.timer = parent.timer.call_repeatedly(BEAT_SECONDS, pulse.beat, (parent.hostname,))

        def stop(self, parent: Any) -> None:
            if self.timer is not None:
                self.timer.cancel()
                self.timer = None

        def shutdown(self, parent: Any) -> None:
            self.stop(parent)
            pulse.end(parent.hostname)

    app.steps["consumer"].add(Beats)
