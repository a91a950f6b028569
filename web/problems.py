"""What went wrong, said to whoever asked: a page for people, RFC 9457 `application/problem+json` for programs.

A problem is a sentence and a stable type. An unforeseen exception is logged by Flask and told to the visitor
without its trace. An index that cannot be read is a 503, and is opened anew at the next request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request, url_for
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.wrappers import Response

from index import IndexLocked, IndexTrouble
from search import BadParameter, PageRequest
from web.links import with_query
from web.opening import IndexBuilding
from web.wire import answer

if TYPE_CHECKING:
    from flask import Flask

    from web.opening import LateSearcher
    from web.shapes import ProblemJson

TITLES = {
    "bad-parameter": "A parameter cannot be used",
    "bad-request": "The request cannot be read",
    "no-token": "The token is missing or wrong",
    "writing-is-off": "Articles cannot be written here",
    "not-found": "Not found",
    "method-not-allowed": "Method not allowed",
    "too-large": "The request is too large",
    "wrong-type": "The request is of a kind that is not read here",
    "too-many-requests": "Too many requests",
    "index-being-built": "The index is being built",
    "index-is-written": "Somebody else is writing",
    "index-not-ready": "The index cannot be read",
    "internal-error": "Something broke here",
}
KINDS = {
    401: "no-token",
    403: "writing-is-off",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "wrong-type",
    429: "too-many-requests",
}
SOON = 5
"""Seconds after which to look again at an index that is being built."""

BROKEN = "An error on our side, not in your question. The server's log has the details."


def install(app: Flask, late: LateSearcher) -> None:
    """Answer every error of the app."""

    @app.errorhandler(BadParameter)
    def bad_parameter(error: BadParameter) -> Response:
        return _respond("bad-parameter", 400, str(error), error.name)

    @app.errorhandler(IndexTrouble)
    def index_trouble(error: IndexTrouble) -> Response:
        late.forget()
        return _respond("index-not-ready", 503, str(error))

    @app.errorhandler(IndexLocked)
    def index_locked(error: IndexLocked) -> Response:
        response = _respond("index-is-written", 503, f"Nothing was done: {error}. Send the request again.")
        response.headers["Retry-After"] = str(SOON)
        return response

    @app.errorhandler(IndexBuilding)
    def index_building(error: IndexBuilding) -> Response:
        response = _respond("index-being-built", 503, str(error), percent=error.percent)
        response.headers["Retry-After"] = str(SOON)
        if response.mimetype == "text/html":
            response.headers["Refresh"] = str(SOON)  # browsers take it as they do the element of that name
        return response

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        status = error.code or 500
        kind = KINDS.get(status, "bad-request" if status < 500 else "internal-error")
        response = _respond(kind, status, _detail(error, kind))
        if status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        if status == 405:
            response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ["GET"]))
        if isinstance(error, TooManyRequests):
            response.headers["Retry-After"] = str(error.retry_after)
        return response


def _detail(error: HTTPException, kind: str) -> str:
    if kind == "internal-error":
        return BROKEN
    if kind == "method-not-allowed":
        return f"{request.method} is not possible here; use {_methods(error)}."
    if kind == "not-found" and request.url_rule is None:
        return f"There is nothing at {request.path}."
    return error.description or str(error)


def _methods(error: HTTPException) -> str:
    return " or ".join(sorted({*(getattr(error, "valid_methods", None) or ["GET"])} - {"HEAD", "OPTIONS"}))


def problem(kind: str, status: int, detail: str, parameter: str | None = None) -> ProblemJson:
    """A problem as RFC 9457 has it."""
    body: ProblemJson = {
        "type": f"/problems/{kind}",
        "title": TITLES[kind],
        "status": status,
        "detail": detail,
    }
    if parameter:
        body["parameter"] = parameter
    return body


def _respond(
    kind: str, status: int, detail: str, parameter: str | None = None, percent: int | None = None
) -> Response:
    if request.path.startswith("/api/") or request.path == "/health":
        return answer(problem(kind, status, detail, parameter), status, "application/problem+json")
    page = render_template(
        "trouble.html",
        asked=PageRequest(q=request.args.get("q", "")),
        kind=kind,
        title=TITLES[kind],
        status=status,
        detail=detail,
        parameter=parameter,
        percent=percent,
        without=_without(parameter),
    )
    return Response(page, status, mimetype="text/html")


def _without(parameter: str | None) -> str:
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != parameter and value]
    return with_query(url_for("pages.results"), pairs)
