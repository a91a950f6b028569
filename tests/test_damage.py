"""A damaged index gives the right answer or one sentence that names what and what to do; nothing else."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from index import (
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    IndexTrouble,
    damaged_files,
    open_engine,
    update,
)
from index.engines.whoosh import seal
from search import COUNTED, PageRequest, Searcher
from tests.deliveries import bodies, deliver, many
from tests.newsroom import serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUERIES = ("", "tram", '"tram goat"', "goa*", "quary~1", "headline:a001 OR body:snow -bell", '"tram bell"~4')
SPARE = {"report.json", "rejects.jsonl", "writing.json", "MAIN_WRITELOCK", "MAIN_MERGELOCK"}
"""Files that may be lost: nothing of an index is in them."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="module")
def whole(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three segments, with articles that were replaced and removed."""
    index = tmp_path_factory.mktemp("whole") / "index"
    for name, numbers in (("a", range(30)), ("b", range(30, 50)), ("a", range(5, 40))):
        deliver(corpus / f"{name}.jsonl", *many(numbers), "{broken")
        update([corpus], index)
    return index


@pytest.fixture
def index(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "index")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(
        data[:middle] + bytes(byte ^ 0x55 for byte in data[middle : middle + 1]) + data[middle + 1 :]
    )


def delete(path: Path) -> None:
    path.unlink()


DAMAGES = pytest.mark.parametrize("damage", [empty, halve, flip, delete])


def answers(index: Path) -> list[object]:
    """All that an index can be asked; nothing where it was refused with a sentence that says what to do."""
    try:
        engine = open_engine(index)
        searcher = Searcher(engine)
        pages = [searcher.search(PageRequest(query, facets=tuple(COUNTED))) for query in QUERIES]
        return [pages, list(engine.terms()), sorted(map(repr, engine.scan())), searcher.read("a010")]
    except (IndexDamaged, IndexMismatch, IndexMissing) as trouble:
        return [] if str(index) in str(trouble) and "python app.py index PATH" in str(trouble) else [trouble]


def files(index: Path) -> list[Path]:
    return sorted(path for path in index.rglob("*") if path.is_file())


def test_the_index_holds_all_kinds_of_files(whole: Path):
    names = {path.suffix if path.parent.name == "whoosh" else path.name for path in files(whole)}
    assert names >= {
        ".terms",
        ".articles",
        ".toc",
        ".json",
        "ledger.sqlite",
        "manifest.json",
        "rejects.jsonl",
    }


@DAMAGES
def test_any_damaged_file_leaves_the_right_answer_or_a_sentence(
    whole: Path, tmp_path: Path, damage: Callable[[Path], None]
):
    right = answers(whole)
    for number, original in enumerate(files(whole)):
        index = shutil.copytree(whole, tmp_path / str(number))
        damage(index / original.relative_to(whole))
        assert answers(index) in (right, []), original.name


@DAMAGES
def test_verifying_names_the_damaged_file(whole: Path, tmp_path: Path, damage: Callable[[Path], None]):
    for number, original in enumerate(path for path in files(whole) if path.name not in SPARE):
        index = shutil.copytree(whole, tmp_path / str(number))
        damage(index / original.relative_to(whole))
        if original.name == "ledger.sqlite" and damage is flip:
            continue  # SQLite holds no checksums; what it cannot see costs a file read again
        try:
            named = ", ".join(damaged_files(index))
        except (IndexDamaged, IndexMismatch, IndexMissing) as trouble:
            named = f"{trouble} (manifest.json)" if original.name == "manifest.json" else str(trouble)
        assert original.name in named or (original.suffix == ".toc" and "table of contents" in named)


@DAMAGES
def test_writing_to_a_damaged_index_goes_well_or_says_so(
    whole: Path, corpus: Path, tmp_path: Path, damage: Callable[[Path], None]
):
    expected = bodies(whole)
    for number, original in enumerate(files(whole)):
        index = shutil.copytree(whole, tmp_path / str(number))
        damage(index / original.relative_to(whole))
        try:
            update([corpus], index)
        except IndexTrouble as trouble:
            assert str(index) in str(trouble)  # noqa: PT017 - some damage does no harm
        else:
            assert bodies(index) == expected, original.name


def test_a_large_file_with_another_content_is_found_when_all_is_read(
    index: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(seal, "SMALL", 0)
    segment = next((index / "whoosh").glob("*.terms"))
    data = bytearray(segment.read_bytes())
    data[9] ^= 0x55  # in the first array: what opening looks at is at the end
    segment.write_bytes(data)
    assert damaged_files(index) == [segment.name]


def test_a_commit_that_is_damaged_before_an_open_index_reads_it_is_named_too(index: Path, corpus: Path):
    searcher = Searcher(open_engine(index))
    before = set((index / "whoosh").glob("*.terms"))
    deliver(index.parent / "more.jsonl", *many(range(60, 70)))
    update([corpus, index.parent / "more.jsonl"], index)
    (fresh,) = set((index / "whoosh").glob("*.terms")) - before
    delete(fresh)
    with pytest.raises(
        IndexDamaged, match=rf"is damaged \({fresh.name}\); delete that folder and make it again"
    ):
        searcher.search(PageRequest("tram"))


def test_the_web_says_503_and_recovers_when_the_index_is_made_again(index: Path, corpus: Path):
    halve(next((index / "whoosh").glob("*.terms")))
    client = serve(index).test_client()
    page, wire = client.get("/search?q=tram"), client.get("/api/v1/search?q=tram")
    assert (page.status_code, wire.status_code) == (503, 503)
    assert "is damaged" in page.text
    assert wire.json is not None
    assert wire.json["detail"].endswith("delete that folder and make it again with: python app.py index PATH")
    shutil.rmtree(index)
    assert client.get("/search?q=tram").status_code == 503
    update([corpus], index)
    assert client.get("/search?q=tram").status_code == 200


def test_an_open_index_that_is_made_anew_is_read_anew(corpus: Path, index: Path):
    searcher = Searcher(open_engine(index))
    assert searcher.count() == 45
    shutil.rmtree(index)
    for number in (1, 2, 3):  # as many commits as before
        deliver(index.parent / "other.jsonl", *many(range(number)))
        update([index.parent / "other.jsonl"], index)
    assert searcher.count() == 3


@pytest.mark.parametrize("loss", ["contents", "engine", "all"])
def test_an_index_that_goes_while_it_is_served_is_told_at_once(whole: Path, tmp_path: Path, loss: str):
    index = shutil.copytree(whole, tmp_path / "index")
    searcher = Searcher(open_engine(index))
    assert searcher.search(PageRequest("tram")).total
    if loss == "contents":
        next((index / "whoosh").glob("*.toc")).unlink()
    else:
        shutil.rmtree(index / "whoosh" if loss == "engine" else index)
    with pytest.raises(IndexMissing if loss != "contents" else IndexDamaged, match=r"make (it again|one)"):
        searcher.search(PageRequest("tram"))
    with pytest.raises(IndexTrouble):
        searcher.count()
