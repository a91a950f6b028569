"""A circuit breaker: a cluster that does not answer is left alone for a while, so that nobody waits for it in vain."""

from __future__ import annotations

from threading import Lock
from time import monotonic

FAILURES = 3
"""Requests in a row without an answer, after which none is sent."""
PAUSE = 10.0
"""Seconds until one request is let through to try again."""


class Breaker:
    """Counts requests that got no answer. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failures = 0
        self._until = 0.0

    def is_open(self) -> bool:
        """Whether no request is to be sent now. After a pause one is let through, and the others wait for what it tells."""
        with self._lock:
            if self._failures < FAILURES:
                return False
            if monotonic() < self._until:
                return True
            self._until = monotonic() + PAUSE
            return False

    def failed(self) -> None:
        """A request got no answer."""
        with self._lock:
            self._failures += 1
            self._until = monotonic() + PAUSE

    def answered(self) -> None:
        """A request was answered."""
        with self._lock:
            self._failures = 0
