"""A worker whose Redis froze while it told of a job takes other jobs when Redis is back."""

from __future__ import annotations

import signal
from typing import Any

import pytest
from kombu import Connection
from kombu.transport import redis as transport

from tests.services import Redis
from worker import acknowledging


def test_a_job_that_could_not_be_acknowledged_frees_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport.Channel, "QoS", transport.QoS)  # put back afterwards
    acknowledging.install()
    server = Redis().start()
    options = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
    try:
        with Connection(server.url(), transport_options=options) as line, line.SimpleQueue("mail") as queue:
            queue.consumer.qos(prefetch_count=1)
            queue.put("first")
            message = queue.get(timeout=5)
            places: Any = queue.channel
            assert not places.qos.can_consume()
            server.signal(signal.SIGSTOP)
            with pytest.raises(line.connection_errors):
                message.ack()
            server.signal(signal.SIGCONT)
            assert places.qos.can_consume()
    finally:
        server.stop()
