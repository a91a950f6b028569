"""Two hundred kills at random moments of writing and merging: what was committed is there, whole, and can go on."""

from __future__ import annotations

import os
import signal
import time
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

import pytest

from index.engines.whoosh import WhooshEngine
from index.engines.whoosh.contents import open_files
from index.engines.whoosh.seal import altered, broken
from tests.editions import State, state_of, steps

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 100
LONGEST = 0.1
"""Seconds after which a child is killed at the latest: some commits and merges."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def write_for_ever(folder: Path, seed: int, pipe: int) -> None:
    """Take one step after the other, and say so after each with a byte."""
    engine = WhooshEngine(folder)
    os.write(pipe, b"!")
    for step in steps(seed):
        step.apply(engine)
        os.write(pipe, b".")


def killed(folder: Path, seed: int, after: float) -> int:
    """How many steps a child had reported when it was killed, so many seconds after it began."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            write_for_ever(folder, seed, writing)
        finally:
            os._exit(1)
    os.close(writing)
    begun = os.read(reading, 1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        reported = pipe.read()
    assert (begun, os.WTERMSIG(status)) == (b"!", signal.SIGKILL), "the child failed before it was killed"
    return len(reported)


def is_free(folder: Path, name: str) -> bool:
    """Whether nobody holds a lock of the index."""
    lock = open_files(folder).lock(name)
    if not lock.acquire():
        return False
    lock.release()
    return True


def sound(folder: Path) -> State:
    """What an index holds of which everything can be read, is sealed, and is as it was written."""
    engine = WhooshEngine(folder)
    state = state_of(engine)
    segments = {segment.segment_id() for segment in open_files(folder)._segments()}  # noqa: SLF001 - nothing public tells
    needed = [
        f"{segment}{ending}" for segment in segments for ending in (".terms", ".positions", ".articles")
    ]
    assert (engine.damaged_files(), altered(folder), broken(folder, needed)) == ([], [], [])
    assert (is_free(folder, "WRITELOCK"), is_free(folder, "MERGELOCK")) == (True, True)
    assert set(engine.holders("id", list(state))) <= {1}
    return state


@pytest.mark.parametrize("part", range(2))
def test_a_kill_leaves_the_last_commit_that_was_reported_or_the_next(tmp_path: Path, part: int):
    folder = tmp_path / "whoosh"
    WhooshEngine.create(folder)
    chance = Random(part)  # noqa: S311 - nothing secret
    state: State = {}
    for number in range(KILLS):
        seed = KILLS * part + number
        reported = killed(folder, seed, chance.uniform(0, LONGEST))
        states = [state]
        for step in islice(steps(seed), reported + 1):
            states.append(step.after(states[-1]))
        state = sound(folder)
        assert state in states[reported:]
    WhooshEngine(folder).tidy()
    next(iter(steps(0))).apply(WhooshEngine(folder))
    assert leftovers(folder) == []


def leftovers(folder: Path) -> list[str]:
    """Files that belong to no commit, and are no lock or seal."""
    files = open_files(folder)
    segments = tuple(segment.segment_id() for segment in files._segments())  # noqa: SLF001 - nothing public tells
    kept = (
        *segments,
        f"_MAIN_{files.latest_generation()}.toc",
        "seal.json",
        "MAIN_WRITELOCK",
        "MAIN_MERGELOCK",
    )
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(kept))
