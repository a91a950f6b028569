"""Waiting for one's turn to write."""

from __future__ import annotations

from random import random
from time import monotonic, sleep
from typing import TYPE_CHECKING, TypeVar

from index.trouble import IndexLocked

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

PATIENCE = 600.0
"""Seconds that a run waits for another writer to finish a commit, of which some dozens of megabytes take a minute at most."""
_PAUSE = 0.5


def in_turn(take: Callable[[], T], patience: float) -> T:
    """What `take` gives, tried again for so many seconds while another is writing. Raises IndexLocked after them."""
    until = monotonic() + patience
    while True:
        try:
            return take()
        except IndexLocked:
            if monotonic() >= until:
                raise
        sleep(_PAUSE * (0.5 + random()))  # noqa: S311 - nothing secret; so that two do not meet again and again
