"""How far the build of an index is, told to other processes by a small file in its folder.

It is written at most once a second, whole or not at all, and goes when the run ends, however it ends. One that a killed
run left names a process that is gone, and counts for nothing; so does that of a process in another container.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

from index.plan import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BUILDING = "building.json"
EVERY = 1.0
"""Seconds between two writings."""


@contextmanager
def announcing(folder: Path, report: Callable[[Progress], None]) -> Iterator[Callable[[Progress], None]]:
    """What a run is to report to while it lasts: it is written down here, and passed on to `report`."""
    started, last = datetime.now(UTC).isoformat(timespec="seconds"), monotonic()

    def announce(progress: Progress) -> None:
        nonlocal last
        if monotonic() - last >= EVERY:
            last = monotonic()
            _write(folder, progress, started)
        report(progress)

    try:
        _write(folder, Progress(0, 0, 0), started)
        yield announce
    finally:
        with suppress(OSError):
            (folder / BUILDING).unlink(missing_ok=True)


def read_progress(folder: Path) -> Progress | None:
    """How far the run is that is writing to this folder; None where there is none."""
    try:
        known = json.loads((folder / BUILDING).read_text(encoding="ascii"))
        done, total, articles, pid = (int(known[name]) for name in ("done", "total", "articles", "pid"))
    except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return None
    return Progress(done, total, articles) if _is_alive(pid) else None


def _write(folder: Path, progress: Progress, started: str) -> None:
    known = {
        "pid": os.getpid(),
        "started": started,
        "done": progress.done,
        "total": progress.total,
        "articles": progress.articles,
    }
    fresh = folder / f"{BUILDING}.new"
    with suppress(OSError):  # a run does not fail because nobody can watch it
        fresh.write_text(json.dumps(known), encoding="ascii")
        fresh.replace(folder / BUILDING)


def _is_alive(pid: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere there is no signal that only asks
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True  # another user's
    except (OSError, OverflowError):
        return False
    return pid > 0
