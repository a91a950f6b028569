"""One line of JSON a request on standard error, for whoever wants it; and what broke, with the request's id.

Readers' queries are private: a line has the path and not the query, unless that is asked for. The milliseconds are those
until the answer began, and the bytes of an answer that is written as it is found are not known (null).

It is the standard library's logging with a formatter of its own: structlog would be a dependency for one dict a request.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import g, request

from web.tracing import milliseconds

if TYPE_CHECKING:
    from flask import Flask, Response


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; what it says is a dict. JSON has no raw line ends, so no text can forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The time, and what the record says."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said: dict[str, Any] = (
            record.msg if isinstance(record.msg, dict) else {"message": record.getMessage()}
        )
        return json.dumps({"time": time} | said)


def install(app: Flask, log: str) -> None:
    """Log as the settings say (web.settings)."""
    lines = _lines() if log else None

    def log_exception(exc_info: Any) -> None:
        if lines is None:
            app.logger.error(
                "Exception on %r [%s], request %s",
                request.path,
                request.method,
                g.request_id,
                exc_info=exc_info,
            )
        else:
            trace = "".join(traceback.format_exception(*exc_info))
            lines.error({"id": g.request_id, "path": request.path, "trace": trace})

    app.log_exception = log_exception  # type: ignore[method-assign]  # Flask's own does not know the id
    if lines is None:
        return

    @app.after_request
    def write(response: Response) -> Response:
        query = {"query": request.query_string.decode("utf-8", "replace")} if log == "json+query" else {}
        lines.info(
            {
                "id": g.request_id,
                "method": request.method,
                "path": request.path,
                **query,
                "status": response.status_code,
                "milliseconds": milliseconds(),
                "bytes": None if response.is_streamed else response.content_length or 0,
                "address": request.remote_addr,
            }
        )
        return response


def _lines() -> logging.Logger:
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logger = logging.Logger("cuttings", logging.INFO)  # noqa: LOG001 - one an app, and no other's handlers
    logger.addHandler(handler)
    return logger
