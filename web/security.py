"""Headers that every response carries, whatever it is.

The pages need one stylesheet and a few scripts, all our own, and nothing inline: the policy says just that,
so that a piece of an article that slipped through escaping would still find nothing that runs it. Readers'
queries stay here: no other site is told where a visitor came from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask, Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def install(app: Flask) -> None:
    """Put the headers on every response of the app, errors and static files included."""

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response
