"""What is stored is data and never code; a bit that flipped is found; an index of an older format is refused."""

from __future__ import annotations

import builtins
import copyreg
import json
import marshal
import pickle
import shutil
import zlib
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from index import (
    And,
    Fuzzy,
    IndexDamaged,
    IndexMismatch,
    Phrase,
    Prefix,
    Request,
    Term,
    create_engine,
    open_engine,
)
from index.engines.whoosh.contents import open_files
from index.manifest import MANIFEST, read
from tests.editions import state_of, steps

if TYPE_CHECKING:
    from pathlib import Path

    from index import Engine

BODY = ("body",)
FLIPS = 200


def fill(engine: Engine) -> None:
    """Several segments, with articles replaced and taken out, of which some were merged."""
    for number, step in zip(range(14), steps(7), strict=False):
        step.apply(engine)
        if number == 9:
            engine.tidy()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "index"
    fill(create_engine(folder))
    return folder


@pytest.fixture
def index(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "index")


def answers(engine: Engine) -> list[object]:
    """All that an engine can be asked, and what it says."""
    words, stems = Prefix(BODY, "t"), Term(BODY, "tram")
    everything: list[object] = [
        engine.search(Request(query, bonus=stems, facets=("source", "published"), limit=100))
        for query in (
            words,
            stems,
            Phrase(BODY, ("tram", "bell"), 3),
            Fuzzy(BODY, "quary", 2),
            And((stems, words)),
        )
    ]
    ids = sorted(state_of(engine))
    lists = [engine.terms(), engine.commonest("", 9), engine.near(["bel"], 1), engine.values("source")]
    return [
        *everything,
        engine.explain(Request(stems), ids),
        engine.fetch(ids),
        engine.holders("body", ["tram"]),
        lists,
    ]


# --- nothing is run ---


def refuse(*_: object, **__: object) -> Any:
    pytest.fail("something that runs what it reads was asked to read")


def test_writing_merging_opening_and_asking_read_nothing_that_runs_what_it_holds(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert answers(open_engine(whole))  # all is imported now, which reads what Python compiled with marshal
    for name in ("load", "loads", "dump", "dumps", "Unpickler", "_Unpickler", "Pickler"):
        monkeypatch.setattr(pickle, name, refuse)
    for name in ("load", "loads", "dump", "dumps"):
        monkeypatch.setattr(marshal, name, refuse)
    monkeypatch.setattr(copyreg, "_reconstructor", refuse)
    monkeypatch.setattr(builtins, "eval", refuse)
    fill(create_engine(tmp_path / "index"))
    opened = open_engine(tmp_path / "index")
    assert answers(opened)
    opened.tidy()
    assert opened.damaged_files() == []


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_no_file_of_an_index_has_a_pickle_in_it(whole: Path, protocol: int):
    """Nor of an array, which numpy would write as a pickle of objects, nor of Python's own code."""
    header = (
        pickle.dumps({"a": 1}, protocol)[:3]
        if protocol < 4
        else pickle.PROTO + bytes([protocol, pickle.FRAME[0]])
    )
    for path in (whole / "whoosh").iterdir():
        data = path.read_bytes()
        assert (header in data, b"cnumpy" in data, b"\x93NUMPY" in data, b"copyreg" in data) == (
            False,
        ) * 4, path.name


def test_the_table_of_contents_is_json_of_numbers_and_names(whole: Path):
    files = open_files(whole / "whoosh")
    kept = json.loads((whole / "whoosh" / f"_MAIN_{files.latest_generation()}.toc").read_text("ascii"))
    assert list(kept) == ["segments"]
    assert {tuple(segment) for segment in kept["segments"]} == {("id", "docs", "deleted", "lengths")}
    assert [one["docs"] for one in kept["segments"]] == [one.docs for one in files._segments()]  # noqa: SLF001


# --- flipped bits ---


def damage(path: Path, chance: Random) -> str:
    """Flip a bit of a file, or cut it off somewhere; what was done."""
    data = bytearray(path.read_bytes())
    place = chance.randrange(len(data))
    if chance.random() < 0.15:
        path.write_bytes(data[:place])
        return f"{path.name} cut off at {place}"
    bit = chance.randrange(8)
    data[place] ^= 1 << bit
    path.write_bytes(data)
    return f"{path.name} with bit {bit} of byte {place} flipped"


def found_in(folder: Path) -> str:
    """What is said of an index: when it is opened, or when all of it is read."""
    try:
        return ", ".join(open_engine(folder).damaged_files())
    except IndexDamaged as trouble:
        return str(trouble).partition(
            "; delete that folder and make it again with: python app.py index PATH"
        )[0]


@pytest.mark.parametrize("thorough", [False, True], ids=["when it is opened", "when all of it is read"])
def test_every_flipped_bit_is_found_and_its_file_named(
    index: Path, monkeypatch: pytest.MonkeyPatch, *, thorough: bool
):
    """Also of files that are too large to be read whole at every opening."""
    if thorough:
        monkeypatch.setattr("index.engines.whoosh.seal.SMALL", 0)
    chance = Random(thorough)  # noqa: S311 - nothing secret
    paths = sorted(
        path
        for path in (index / "whoosh").iterdir()
        if path.suffix in {".terms", ".positions", ".articles", ".toc"}
    )
    missed = []
    for number in range(FLIPS):
        path = paths[number % len(paths)]
        kept = path.read_bytes()
        done = damage(path, chance)
        missed += [done] if path.name not in found_in(index) else []
        path.write_bytes(kept)
    assert missed == []


def test_a_flipped_bit_in_a_large_file_gives_the_right_answer_or_names_the_file(
    whole: Path, index: Path, monkeypatch: pytest.MonkeyPatch
):
    """Where opening does not read it all, no bit makes a question raise anything else, or nothing would say why."""
    monkeypatch.setattr("index.engines.whoosh.seal.SMALL", 0)
    answers(open_engine(whole))
    chance = Random(5)  # noqa: S311 - nothing secret
    paths = sorted(
        path for path in (index / "whoosh").iterdir() if path.suffix in {".terms", ".positions", ".articles"}
    )
    for number in range(FLIPS):
        path = paths[number % len(paths)]
        kept = path.read_bytes()
        damage(path, chance)
        try:
            answers(open_engine(index))
        except IndexDamaged as trouble:
            assert path.name in str(trouble)  # noqa: PT017 - some bits do no harm here
        except AssertionError:
            assert path.name in open_engine(index).damaged_files()  # it counts otherwise than it lists
        path.write_bytes(kept)


# --- older formats ---


@pytest.mark.parametrize("older", [0, 1, 2])
def test_an_index_of_an_older_format_is_refused_with_how_to_make_it_again(index: Path, older: int):
    (index / MANIFEST).write_text(json.dumps(read(index) | {"format": older}), encoding="utf-8")
    with pytest.raises(
        IndexMismatch,
        match=r"its format differs\); delete that folder and make it again with: python app\.py",
    ):
        open_engine(index)


def test_a_folder_of_whooshs_own_segments_is_refused_before_anything_of_it_is_read(
    index: Path, monkeypatch: pytest.MonkeyPatch
):
    """As a folder of the format before looks: a pickled table of contents, and segments in one file each."""
    monkeypatch.setattr(pickle, "loads", refuse)
    shutil.rmtree(index / "whoosh")
    (index / "whoosh").mkdir()
    (index / "whoosh" / "MAIN_0123456789abcdef.seg").write_bytes(zlib.compress(b"segment"))
    (index / "whoosh" / "_MAIN_3.toc").write_bytes(b"\x80\x02}q\x00.")
    (index / MANIFEST).write_text(json.dumps(read(index) | {"format": 2}), encoding="utf-8")
    with pytest.raises(
        IndexMismatch, match=r"made by another version of Cuttings .* python app\.py index PATH"
    ):
        open_engine(index)


def test_a_folder_of_whooshs_own_segments_that_says_it_is_ours_is_damage(
    index: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pickle, "loads", refuse)
    for path in (index / "whoosh").iterdir():
        path.unlink()
    (index / "whoosh" / "MAIN_0123456789abcdef.seg").write_bytes(zlib.compress(b"segment"))
    (index / "whoosh" / "_MAIN_3.toc").write_bytes(b"\x80\x02}q\x00.")
    with pytest.raises(IndexDamaged, match=r"_MAIN_3\.toc.*; delete that folder and make it again"):
        open_engine(index)
