"""Answers are sent compressed to whoever takes them so; a page of results is then a fifth as long.

Flask-Compress chooses the encoding, keeps `Vary`, and gives each encoding of a static file its own ETag. What is written
as it is found (an export, a batch) is sent as it is, since a compressor would hold it back. Compression can give away
a secret beside a text that an attacker chooses (BREACH); no page here holds a secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_compress import Compress

if TYPE_CHECKING:
    from flask import Flask, Response

TYPES = (
    *("text/html", "text/css", "text/plain", "text/javascript", "application/javascript", "image/svg+xml"),
    *("application/json", "application/problem+json"),
)
SMALLEST = 500
"""Bytes below which it is not worth it."""

WHOLE = {"static", "pages.favicon"}
"""Endpoints of small files, which Flask would send block by block."""


def install(app: Flask) -> None:
    """Compress what the app answers."""
    app.config |= {
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_MIMETYPES": list(TYPES),
        "COMPRESS_MIN_SIZE": SMALLEST,
        "COMPRESS_STREAMS": False,
    }
    Compress(app)

    @app.after_request
    def read_whole(response: Response) -> Response:
        if request.endpoint in WHOLE and response.status_code == 200:
            response.direct_passthrough = False
            response.make_sequence()
        return response
