"""Keeps an index up to date with a corpus that changes: what is written is searchable a moment later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus import changes
from index.build import update
from index.reading import Reading
from index.trouble import IndexLocked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from threading import Event

    from index.plan import Plan
    from index.tally import Tally


def follow(
    paths: Sequence[Path], folder: Path, plan: Plan, stop: Event | None = None
) -> Iterator[Tally | IndexLocked]:
    """Bring the index up to date, and again with every change, until `stop` is set: the tally of each run.

    While another run is writing, IndexLocked is given instead, and the same is tried again. Raises what
    `update` raises otherwise.
    """
    changed: frozenset[Path] | None = None
    whole = True
    plan = replace(plan, may_be_empty=True)
    with Reading(plan.jobs) as reading:
        for some in changes(paths, stop):
            changed = (changed or frozenset()) | _outside(some, folder)
            if not changed and not whole:
                continue
            only = None if whole else changed
            try:
                yield update(paths, folder, replace(plan, only=only), reading=reading)
            except IndexLocked as locked:
                yield locked
                continue
            changed, whole = None, False


def _outside(changed: frozenset[Path], folder: Path) -> frozenset[Path]:
    """Changes of the corpus; the index may lie in the same folder, and changes with every run."""
    own = folder.resolve()
    return frozenset(path for path in changed if not path.is_relative_to(own) and path.name[:1] != ".")
