"""Throw-away servers on free ports of 127.0.0.1, for the tests and the benchmarks."""

from tests.services.postgresql import PostgreSQL
from tests.services.redis import Redis
from tests.services.server import ServerMissing
from tests.services.smtp import SmtpSink

__all__ = ["PostgreSQL", "Redis", "ServerMissing", "SmtpSink"]
