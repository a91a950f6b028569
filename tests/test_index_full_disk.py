"""A disk that is full in a commit or a merge: the old state stays readable, and what was begun is taken away later."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from index import IndexTrouble, damaged_files, update
from index.engines.whoosh import WhooshEngine
from index.engines.whoosh.contents import open_files
from tests.deliveries import bodies, deliver, many
from tests.editions import Step, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

resource = pytest.importorskip("resource")

ONE, TWO, THREE = (
    Step({f"{name}{number:03}": f"{name} {number} " + "tram bell goat " * 20 for number in range(60)})
    for name in ("one", "two", "three")
)


@contextmanager
def room(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of three segments of one size: a tidying would merge them."""
    engine = WhooshEngine.create(tmp_path / "whoosh")
    for step in (ONE, TWO, THREE):
        step.apply(engine)
    return tmp_path / "whoosh"


ALL = ONE.put | TWO.put | THREE.put


def names(folder: Path) -> set[str]:
    """The files of an index, but for its locks, its seal and its table of contents."""
    return {path.name for path in folder.iterdir() if path.suffix in {".terms", ".positions", ".articles"}}


@pytest.mark.parametrize("size", [0, 7, 100, 1000, 3000])
def test_a_commit_without_room_changes_nothing_and_can_be_made_later(folder: Path, size: int):
    engine, before = WhooshEngine(folder), names(folder)
    fourth = Step(
        {"new": "A new article.", **{f"new{number}": "ferry " * number for number in range(200)}}, ("one001",)
    )
    with room(size), pytest.raises(OSError, match="File too large"):
        fourth.apply(engine)
    for each in (engine, WhooshEngine(folder)):
        assert (state_of(each), each.damaged_files()) == (ALL, [])
    fourth.apply(engine)
    assert state_of(engine) == fourth.after(ALL)
    assert len(names(folder)) == len(before) + 3


@pytest.mark.parametrize("size", [0, 7, 100, 1000, 5000])
def test_a_merge_without_room_leaves_the_old_segments_and_is_made_later(folder: Path, size: int):
    engine, before = WhooshEngine(folder), names(folder)
    with room(size), pytest.raises(OSError, match="File too large"):
        engine.tidy()
    assert names(folder) >= before
    for each in (engine, WhooshEngine(folder)):
        assert (state_of(each), each.damaged_files()) == (ALL, [])
    engine.tidy()
    assert (state_of(engine), engine.damaged_files(), len(names(folder))) == (ALL, [], 3)


def test_a_commit_without_room_leaves_no_files_that_stay_in_the_way_of_the_next(folder: Path):
    engine, before = WhooshEngine(folder), names(folder)
    with room(3000), pytest.raises(OSError, match="File too large"):
        Step({f"new{number}": "ferry " * number for number in range(200)}).apply(engine)
    with engine.writing():
        assert len(names(folder)) == len(before) + 3  # those that are being written
    assert names(folder) == before


def test_a_disk_that_fills_between_the_segment_and_the_contents_leaves_the_old_ones(folder: Path):
    """All is written but the table of contents, which is larger than there is room for."""
    engine = WhooshEngine(folder)
    fourth = Step({"new": "x"}, tuple(ALL))
    with room(1000), pytest.raises(OSError, match="File too large"):
        fourth.apply(engine)
    assert (state_of(WhooshEngine(folder)), damaged(folder)) == (ALL, [])
    fourth.apply(engine)
    engine.tidy()
    assert (state_of(engine), len(names(folder))) == ({"new": "x"}, 3)


def damaged(folder: Path) -> list[str]:
    return WhooshEngine(folder).damaged_files()


def test_what_lies_about_is_gone_after_the_next_tidying(folder: Path):
    (folder / "merging_0123456789abcdef.terms").write_bytes(b"half of a merge that was killed")
    (folder / "MAIN_0123456789abcdef.articles").write_bytes(b"half of a commit that was killed")
    WhooshEngine(folder).tidy()
    (segment,) = open_files(folder)._segments()  # noqa: SLF001 - nothing public tells
    assert names(folder) == {
        f"{segment.segment_id()}{ending}" for ending in (".terms", ".positions", ".articles")
    }


@pytest.mark.parametrize("place", range(3))
def test_a_run_without_room_says_so_and_goes_on_from_there(
    tmp_path: Path, place: int, monkeypatch: pytest.MonkeyPatch
):
    """Whether it is a commit, the ledger or the merge at the end that finds no room for its last byte."""
    news, index = tmp_path / "news", tmp_path / "index"
    monkeypatch.setattr("index.build.BATCH", 60_000)
    for number in range(4):
        deliver(news / f"{number}.jsonl", *many(range(50 * number, 50 * number + 50)))
    update([news], tmp_path / "whole")
    sizes = sorted({path.stat().st_size for path in (tmp_path / "whole").rglob("*") if path.is_file()})
    with (
        room(sizes[-1 - place] - 1),
        pytest.raises(IndexTrouble, match=r"cannot be written .* the same command"),
    ):
        update([news], index)
    begun = (index / "manifest.json").exists()
    there = bodies(index) if begun else {}
    assert not begun or damaged_files(index) == []
    update([news], index)
    assert (bodies(index), damaged_files(index)) == (bodies(tmp_path / "whole"), [])
    assert there.items() <= bodies(index).items()
    segments = open_files(index / "whoosh")._segments()  # noqa: SLF001 - nothing public tells
    assert len(names(index / "whoosh")) == 3 * len(segments)
