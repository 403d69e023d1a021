"""A job that could not be acknowledged, for Redis was frozen, holds no place for ever.

Kombu goes on counting it among the jobs under way: with as many of them as a worker may have at once, the worker took
no other job until it was started again. Redis hands the job out anew after ten minutes; done twice it is harmless.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import redis


class QoS(redis.QoS):
    """Forgets a job that was done, whether or not Redis could be told."""

    def ack(self, delivery_tag: Any) -> None:
        """Tell Redis that a job was done."""
        try:
            super().ack(delivery_tag)
        except redis.get_redis_error_classes().connection_errors:
            self._quick_ack(delivery_tag)  # type: ignore[attr-defined]  # kombu's types lack it
            raise


def install() -> None:
    """For every connection of this worker."""
    redis.Channel.QoS = QoS
