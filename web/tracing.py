"""An id for every request, so that a log line, a report of a reader and a proxy's log can be brought together."""

from __future__ import annotations

import re
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

from flask import g, request

if TYPE_CHECKING:
    from flask import Flask, Response

HEADER = "X-Request-ID"

_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def install(app: Flask) -> None:
    """Give each request its id, the one it came with if that is a sane one, and say it in the response."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _SANE.fullmatch(given) else uuid4().hex
        g.began = perf_counter()

    @app.after_request
    def name(response: Response) -> Response:
        response.headers[HEADER] = g.request_id
        return response


def milliseconds() -> float:
    """How long this request has taken."""
    began: float = g.began
    return round(1000 * (perf_counter() - began), 1)
