"""How many requests an address may make, where a limit is set.

`limits` counts them in a moving window, so that no minute has more than a minute's worth. It counts in memory, since its
other storages each need a server of their own; so each worker process counts for itself, and with two of them an
address may make up to twice as many. Flask-Limiter, above it, brings three more packages for what is one hook here.
"""

from __future__ import annotations

from math import ceil
from time import time
from typing import TYPE_CHECKING

from flask import request
from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from search import BadParameter

if TYPE_CHECKING:
    from flask import Flask

FREE = {"static", "pages.favicon", "api.health", "metrics"}
"""Endpoints that are not counted: what pages are made of, and what watches over the server."""


def install(app: Flask, limit: str) -> None:
    """Refuse what is above the limit. Raises BadParameter for a limit that cannot be read."""
    if not limit:
        return
    try:
        rates = parse_many(limit)
    except ValueError:
        raise BadParameter(
            "CUTTINGS_LIMIT", limit, "it is a number of requests and a time, like 60/minute"
        ) from None
    limiter = MovingWindowRateLimiter(MemoryStorage())

    @app.before_request
    def count() -> None:
        if request.endpoint in FREE or request.method == "OPTIONS":
            return
        address = request.remote_addr or ""
        for rate in rates:
            if not limiter.hit(rate, address):
                wait = max(1, ceil(limiter.get_window_stats(rate, address).reset_time - time()))
                raise TooManyRequests(
                    f"No more than {rate} are answered to one address; ask again in {wait} s.",
                    retry_after=wait,
                )
