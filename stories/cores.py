"""The same comparing on all cores: processes that each read the index, and take some articles at a time."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import TYPE_CHECKING

from index import Analyzer, begin_work, open_engine
from stories.comparing import AT_ONCE, Comparing
from stories.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from index import Cluster, Engine
    from stories.comparing import Pair
    from stories.weave import Compare

    _Where = tuple[Path, Cluster | None]

FEW = 400
"""Articles that are compared sooner than another process is there."""


def on_all_cores(
    folder: Path,
    jobs: int | None = None,
    report: Callable[[int, int], None] = lambda _done, _all: None,
    cluster: Cluster | None = None,
) -> Compare:
    """What compares articles of the index in a folder, or on a cluster, with so many processes (default: one a core).

    `report` hears how many articles are done, of how many.
    """
    return lambda engine, analyzer, ids: _compare(
        engine, analyzer, ids, (folder, cluster), jobs or len(os.sched_getaffinity(0)), report
    )


def _compare(  # noqa: PLR0913, PLR0917 - what is said once, and what each time
    engine: Engine,
    analyzer: Analyzer,
    ids: Sequence[str],
    where: _Where,
    jobs: int,
    report: Callable[[int, int], None],
) -> Iterator[Pair]:
    here = Comparing(engine, analyzer)
    if jobs == 1 or len(ids) <= FEW:
        found = (list(here.pairs(some)) for some in pieces(ids, AT_ONCE))
        yield from _reported(found, len(ids), report)
        return
    # Spawned, as a fork would keep locks of this process.
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), begin_work)
    try:
        asked = [(pool.submit(_pairs, where, list(some)), some) for some in pieces(ids, AT_ONCE)]
        answers = (_answer(future, here, some) for future, some in asked)
        yield from _reported(answers, len(ids), report)
    finally:
        pool.shutdown(cancel_futures=True)  # who stops a run does not wait for all that was asked for


def _answer(asked: Future[list[Pair]], here: Comparing, some: Sequence[str]) -> list[Pair]:
    """What a process found; where it died, what is found here."""
    try:
        return asked.result()
    except BrokenProcessPool:
        return list(here.pairs(some))


def _reported(found: Iterator[list[Pair]], total: int, report: Callable[[int, int], None]) -> Iterator[Pair]:
    done = 0
    for pairs in found:
        yield from pairs
        done = min(total, done + AT_ONCE)
        report(done, total)


def _pairs(where: _Where, ids: list[str]) -> list[Pair]:
    """The part that any process can do."""
    return list(_opened(where).pairs(ids))


@cache
def _opened(where: _Where) -> Comparing:
    return Comparing(open_engine(*where), Analyzer())
