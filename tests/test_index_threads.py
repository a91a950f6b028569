"""Readers in threads, while another thread commits and tidies: each answer is that of one commit, whole."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from threading import Event
from typing import TYPE_CHECKING

import pytest

from index import Everything, Not, Or, Prefix, Request, Term
from index.engines.whoosh import WhooshEngine
from tests.editions import State, state_of, steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STEPS = 60
TRAM = Term(("body",), "tram")
QUESTIONS = (Everything(), Or((TRAM, Not(TRAM))), Prefix(("headline",), "headl"))
"""Each finds every article."""

Answer = tuple[frozenset[str], int]
"""The ids of all articles, and how many have a word."""


@pytest.fixture(autouse=True)
def busy() -> Iterator[None]:
    """Threads take turns much more often than usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    yield
    sys.setswitchinterval(usual)


def ids(engine: WhooshEngine, number: int) -> frozenset[str]:
    """What a question finds that finds everything; the total, the ranking and the counts are of one commit."""
    request = Request(QUESTIONS[number % len(QUESTIONS)], facets=("source",), limit=1000, bonus=TRAM)
    found = engine.search(request)
    assert (len(found.top), found.facets["source"].values) == (
        found.total,
        {"Wharf Courier": found.total} if found.total else {},
    )
    return frozenset(match.id for match in found.top)


def read(engine: WhooshEngine, done: Event, *, anew: bool) -> set[frozenset[str]]:
    """All that was found until the writer was done, with one engine or each time with a new one."""
    seen = set()
    number = 0
    while not done.is_set():
        seen.add(ids(WhooshEngine(engine._folder) if anew else engine, number))  # noqa: SLF001 - as another process would
        seen.add(frozenset(one.id for one in engine.scan()))
        number += 1
    return seen


def write(engine: WhooshEngine, done: Event, number: int = STEPS) -> State:
    """Take so many steps; what should be there then."""
    state: State = {}
    try:
        for step in islice(steps(3), number):
            step.apply(engine)
            state = step.after(state)
    finally:
        done.set()
    return state


@pytest.mark.parametrize("anew", [False, True], ids=["one engine", "opened again and again"])
def test_every_answer_is_that_of_one_commit(tmp_path: Path, *, anew: bool):
    engine = WhooshEngine.create(tmp_path / "whoosh")
    state: State = {}
    states = {frozenset(state)}
    for step in islice(steps(3), STEPS):
        state = step.after(state)
        states.add(frozenset(state))
    done = Event()
    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read, engine, done, anew=anew) for _ in range(3)]
        assert write(WhooshEngine(tmp_path / "whoosh"), done) == state
        assert [reader.result() - states for reader in readers] == [set()] * 3
    assert (state_of(engine), engine.damaged_files()) == (state, [])


def test_an_index_that_is_merged_after_it_was_opened_and_before_it_is_asked_still_answers(tmp_path: Path):
    engine = WhooshEngine.create(tmp_path / "whoosh")
    state: State = {}
    for step in islice(steps(4), 9):
        if not step.tidies:
            step.apply(engine)
            state = step.after(state)
    late = WhooshEngine(tmp_path / "whoosh")
    with late._reading() as snapshot:  # noqa: SLF001 - a reader that is held up here
        engine.tidy()
        assert {snapshot.id(doc) for doc in snapshot.alive.tolist()} == set(state)
    assert state_of(late) == state


def test_writers_in_threads_take_turns_with_tidying_ones(tmp_path: Path):
    engine = WhooshEngine.create(tmp_path / "whoosh")
    done = Event()

    def tidy() -> None:
        other = WhooshEngine(tmp_path / "whoosh")
        while not done.is_set():
            other.tidy()

    with ThreadPoolExecutor() as pool:
        tidying = [pool.submit(tidy) for _ in range(2)]
        state = write(engine, done, STEPS // 3)
        assert [one.result() for one in tidying] == [None, None]
    assert (state_of(engine), engine.damaged_files()) == (state, [])
