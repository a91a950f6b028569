"""What changes in a corpus while one looks: the one door of watchfiles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from threading import Event

SETTLING = 300
"""Milliseconds of quiet after which changes are handed on: a file is seldom written at one stroke."""
TICK = 500
"""Milliseconds after which an empty set is handed on when nothing changes."""


def changes(paths: Sequence[Path], stop: Event | None = None) -> Iterator[frozenset[Path]]:
    """The files and folders that changed under the paths, resolved, until `stop` is set.

    The first set comes once everything is watched, so that nothing is missed by who reads the corpus after it.
    Sets may be empty. Raises OSError where a path cannot be watched.
    """
    from watchfiles import watch  # noqa: PLC0415 - only who watches pays for it

    seen = watch(
        *paths,
        debounce=1000,
        step=SETTLING,
        rust_timeout=TICK,
        yield_on_timeout=True,
        stop_event=stop,
        watch_filter=None,
    )
    yield from (frozenset(Path(path).resolve() for _, path in some) for some in seen)
