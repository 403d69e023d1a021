"""Rate limits on sign-in and public forms, counted in Redis where there is one."""

from __future__ import annotations

import ipaddress
import math
import time

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def caller() -> str:
    """Who asks: the IPv4 address, or of IPv6 the network of 64 bits that one household is given whole."""
    address = get_remote_address()
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return address
    return str(known.ipv4_mapped or ipaddress.ip_network((known, 64), strict=False))


limiter = Limiter(caller, strategy="fixed-window", headers_enabled=False)

# A household, a school or a library shares one address: generous for people, dear for machines.
SIGN_IN = "30 per hour; 10 per minute"
# Refused tries for one account, from wherever they come.
ACCOUNT = "20 per hour"
PUBLIC_FORM = "120 per hour; 30 per minute"
MAIL_FORM = "40 per hour; 10 per minute"
PUBLIC_DATA = "6000 per hour; 300 per minute"
ANSWERS = "1200 per hour"


def seconds_left() -> int | None:
    """How long until the limit that was reached lets this caller in again; None when none was reached."""
    reached = limiter.current_limit
    return max(1, math.ceil(reached.reset_at - time.time())) if reached is not None and reached.breached else None


def register(app: Flask, redis_url: str, enabled: bool) -> None:
    """Set up the limits; when Redis is away they are counted in the process instead."""
    app.config.update(
        RATELIMIT_ENABLED=enabled,
        RATELIMIT_STORAGE_URI=redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS={"socket_timeout": 0.2, "socket_connect_timeout": 0.2} if redis_url else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(redis_url),
    )
    limiter.init_app(app)
    if enabled:  # views that have a limit ask for it themselves: nobody need look before every request for one
        app.before_request_funcs[None].remove(limiter._check_request_limit)  # noqa: SLF001 - it has no public name
