"""Watching: what changes in a corpus is in the index a moment later, and nothing that was there is missed."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from backports import zstd

from index import IndexLocked, Plan, Tally, follow, update
from index.ledger import open_ledger
from tests.deliveries import bodies, deliver, item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 60
"""Seconds until a test gives up; what it waits for takes a fraction of one."""


@contextmanager
def watching(news: Path, index: Path, plan: Plan) -> Iterator[list[Tally | IndexLocked]]:
    """What a watch gives, while it goes on beside the test."""
    given: list[Tally | IndexLocked] = []
    stop = Event()
    heard = Thread(target=lambda: given.extend(follow([news], index, plan, stop)), daemon=True)
    heard.start()
    try:
        yield given
    finally:
        stop.set()
        heard.join(PATIENCE)
        assert not heard.is_alive()


def wait_for(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("within", [False, True], ids=["apart", "index in the corpus"])
def test_changes_are_followed_until_it_is_stopped(tmp_path: Path, *, within: bool):
    news = tmp_path / "news"
    index = news / "index" if within else tmp_path / "index"
    deliver(news / "a.jsonl", item("a1"), item("a2"))
    with watching(news, index, Plan(jobs=1, prune=True)) as given:
        wait_for(lambda: len(given) == 1)
        assert given[0] == Tally(files=1, added=2)
        deliver(news / "harbour" / "b.jsonl", item("b1"))
        wait_for(lambda: "b1" in bodies(index))
        deliver(news / "a.jsonl", item("a1", "Changed."))
        wait_for(lambda: bodies(index) == {"a1": "Changed.", "b1": "The tram ran again."})
        (news / "a.jsonl").unlink()
        wait_for(lambda: list(bodies(index)) == ["b1"])
    assert not [one for one in given if isinstance(one, IndexLocked)]


def test_a_change_waits_for_another_run_to_end(tmp_path: Path):
    news, index = tmp_path / "news", tmp_path / "index"
    deliver(news / "a.jsonl", item("a1"))
    with watching(news, index, Plan(jobs=1)) as given:
        wait_for(lambda: given == [Tally(files=1, added=1)])
        with open_ledger(index):
            deliver(news / "b.jsonl", item("b1"))
            wait_for(lambda: any(isinstance(one, IndexLocked) for one in given))
            assert list(bodies(index)) == ["a1"]
        wait_for(lambda: isinstance(given[-1], Tally) and len(given) > 1)
        assert (given[-1], list(bodies(index))) == (
            Tally(files=1, files_unchanged=1, added=1, unchanged=1),
            ["a1", "b1"],
        )


def test_only_the_files_that_changed_are_looked_into(tmp_path: Path):
    """A file that changed unseen, as on a network share, waits for the next whole run."""
    news, index = tmp_path / "news", tmp_path / "index"
    first, second = deliver(news / "a.jsonl", item("a1")), deliver(news / "b.jsonl", item("b1"))
    update([news], index)
    deliver(first, item("a1", "Changed."))
    deliver(second, item("b1", "Changed."))
    tally = update([news], index, Plan(only=frozenset({second})))
    assert tally == Tally(files=1, files_unchanged=1, updated=1, unchanged=1)
    assert update([news], index, Plan(only=frozenset({news}))) == Tally(
        files=1, files_unchanged=1, updated=1, unchanged=1
    )


def test_a_folder_that_is_empty_is_watched_until_there_is_news_in_it(tmp_path: Path):
    news, index = tmp_path / "news", tmp_path / "index"
    news.mkdir()
    with watching(news, index, Plan(jobs=1)) as given:
        wait_for(lambda: given == [Tally()])
        deliver(news / "a.jsonl", item("a1"))
        wait_for(lambda: len(given) > 1)
        assert (given[-1], list(bodies(index))) == (Tally(files=1, added=1), ["a1"])


def test_a_file_that_could_not_be_read_is_tried_again_by_the_next_whole_run_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    news, index = tmp_path / "news", tmp_path / "index"
    changed = deliver(news / "a.jsonl", item("a1"))
    (news / "z.jsonl.zst").write_bytes(zstd.compress(json.dumps(item("z1")).encode()))
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "backports", None)
        update([news], index, Plan(jobs=1))
    only = Plan(jobs=1, only=frozenset({changed}))
    assert update([news], index, only) == Tally(files_unchanged=2, unchanged=1)
    assert update([news], index, Plan(jobs=1)) == Tally(files=1, files_unchanged=1, added=1, unchanged=1)
