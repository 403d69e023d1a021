"""Answers that anybody's program may read, keep for a moment, and ask for again without fetching them twice."""

from __future__ import annotations

import hashlib

from flask import Response, request

FRESH_SECONDS = 60


def cacheable(body: str) -> Response:
    """A JSON answer with its ETag; 304 without a body for those who have it already."""
    response = Response(body, mimetype="application/json")
    response.cache_control.public = True
    response.cache_control.max_age = FRESH_SECONDS
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response.make_conditional(request)
    return response


def open_to_all(response: Response) -> Response:
    """Let scripts on any site read the answer: it is public, and asked for without credentials."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    if request.method == "OPTIONS":
        response.status_code = 204
        del response.headers["Content-Type"]
        response.headers["Access-Control-Allow-Methods"] = "GET"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response
