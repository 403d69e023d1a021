"""Private links: tokens derived from a row's public id and the secret key.

The store holds no token, so a dump of it opens no link; the same token can be made again for a later mail.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from flask import current_app

MAC_BYTES = 15


def keyed_hash(purpose: str, value: str) -> str:
    """HMAC-SHA256 of a value for one purpose, 64 hex digits: a pseudonym that only we can make."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def derive(purpose: str, public_id: str) -> str:
    """The private token of a public id: the id (16 characters) and a signature of 120 bits (20 characters)."""
    digest = bytes.fromhex(keyed_hash(f"token:{purpose}", public_id))[:MAC_BYTES]
    return public_id + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def read(purpose: str, token: str) -> str | None:
    """The public id in a token, or None when the token is forged or mistyped."""
    public_id = token[:16]
    return public_id if hmac.compare_digest(derive(purpose, public_id).encode(), token.encode()) else None
