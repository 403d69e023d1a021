"""What is sent is compressed where the browser can read it: pages each time, files of ours once in each process."""

from __future__ import annotations

import functools
import gzip
from pathlib import Path

from flask import Flask, Response, request

_TEXTS = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/manifest+json")
LEAST_BYTES = 500
_PAGE_LEVEL = 4  # a third of the time of the highest, for a twentieth more bytes
_FILE_LEVEL = 9


def register(app: Flask) -> None:
    """Compress every answer that is worth it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not ((response.mimetype or "").startswith(_TEXTS) and response.status_code == 200) or request.method == "HEAD":
        return response
    response.vary.add("Accept-Encoding")
    if "Content-Encoding" in response.headers or request.accept_encodings["gzip"] <= 0:
        return response
    if request.endpoint == "static":
        path = Path(request.view_args["filename"]) if request.view_args else Path()
        return _file(response, path)
    if not response.direct_passthrough and not response.is_streamed and len(body := response.get_data()) >= LEAST_BYTES:
        _put(response, gzip.compress(body, _PAGE_LEVEL))
    return response


def _file(response: Response, path: Path) -> Response:
    folder = Path(__file__).parents[1] / "static"
    file = folder / path
    compressed = _compressed(file, file.stat().st_mtime_ns)
    response.direct_passthrough = False
    response.close()
    _put(response, compressed)
    return response


@functools.lru_cache(maxsize=100)
def _compressed(file: Path, _changed: int) -> bytes:
    return gzip.compress(file.read_bytes(), _FILE_LEVEL)


def _put(response: Response, body: bytes) -> None:
    etag, _weak = response.get_etag()
    response.set_data(body)
    response.headers["Content-Encoding"] = "gzip"
    if etag:
        response.set_etag(etag, weak=True)
