"""Which other sites' scripts may read the JSON interface: none, unless the settings name them.

flask-cors answers the browsers' preliminary questions. It says that an answer varies with the origin only where several
are allowed and one of them asks; a cache has to know it in every case but that of `*`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import request
from flask_cors import CORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask, Response

OPEN = (r"/api/.*", r"/openapi\.json")
EXPOSED = ("ETag", "Link", "Retry-After", "X-Request-ID", "Content-Disposition")


def install(app: Flask, origins: Sequence[str]) -> None:
    """Let these origins read the interface."""
    if not origins:
        return
    everyone = "*" in origins
    if not everyone:

        @app.after_request
        def vary(response: Response) -> Response:
            if any(re.match(path, request.path) for path in OPEN):
                response.vary.add("Origin")
            return response

    CORS(
        app,
        resources={path: {} for path in OPEN},
        origins=list(origins),
        methods=["GET", "HEAD", "POST", "OPTIONS"],
        expose_headers=list(EXPOSED),
        max_age=600,
        send_wildcard=everyone,
    )
