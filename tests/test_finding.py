"""Finding items in a process of its own: the same items, and a fault there ends nothing here."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import TYPE_CHECKING

import pytest

from corpus import Record, Reject, SourceFile, items
from index.finding import BATCH, Finder
from tests.deliveries import deliver, item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORY = "The ferry sank off Varden. " * 4000


@pytest.fixture
def parquet(tmp_path: Path) -> SourceFile:
    """A file of several batches."""
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [
        {"id": str(number), "title": f"Ferry {number}", "body": f"{number} {STORY}"} for number in range(200)
    ]
    assert len(STORY) * len(rows) > 10 * BATCH
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "a.parquet")
    return SourceFile(tmp_path / "a.parquet", "a.parquet")


@pytest.fixture
def finder() -> Iterator[Finder]:
    made = Finder()
    yield made
    made.stop()


def test_the_items_are_those_that_are_found_here(finder: Finder, parquet: SourceFile):
    assert list(finder.items(parquet, {})) == list(items(parquet, {}))


def test_names_of_columns_are_passed_on(finder: Finder, parquet: SourceFile):
    found = next(finder.items(parquet, {"headline": "id"}))
    assert isinstance(found, Record)
    assert found.headline == "0"


def test_a_fault_keeps_what_came_before_and_the_next_file_is_read(finder: Finder, parquet: SourceFile):
    found = finder.items(parquet, {})
    first = next(found)
    (process,) = multiprocessing.active_children()
    os.kill(process.pid or 0, signal.SIGSEGV)
    *kept, last = found
    assert [first, *kept] == list(items(parquet, {}))[: 1 + len(kept)]
    reason = "reading it broke the program that read it, or took too long; what came before is read"
    assert last == Reject("a.parquet", None, "crashed", reason)
    assert len(list(finder.items(parquet, {}))) == 200


def test_plain_text_is_found_here(finder: Finder, tmp_path: Path):
    path = deliver(tmp_path / "a.jsonl", item("a1"))
    assert len(list(finder.items(SourceFile(path, "a.jsonl"), {}))) == 1
    assert multiprocessing.active_children() == []


def test_who_stops_half_way_gets_nothing_of_that_file_for_the_next(finder: Finder, parquet: SourceFile):
    half = finder.items(parquet, {})
    next(half)
    half.close()  # type: ignore[attr-defined]
    assert list(finder.items(parquet, {})) == list(items(parquet, {}))
