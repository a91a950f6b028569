"""Bringing an index up to date: what is read, what is skipped, what goes, and how all of it is counted."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest
from backports import zstd

from corpus import CorpusError, Reject
from index import (
    REJECTS,
    IndexLocked,
    IndexTrouble,
    Plan,
    Progress,
    Tally,
    damaged_files,
    open_engine,
    update,
)
from index.ledger import open_ledger
from search import PageRequest, Searcher
from tests.deliveries import bodies, deliver, held, item, many

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def news(tmp_path: Path) -> Path:
    deliver(tmp_path / "news" / "a.jsonl", item("a1"), item("a2"))
    deliver(tmp_path / "news" / "b.jsonl", item("b1"))
    return tmp_path / "news"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_new_index_holds_what_the_corpus_gives(news: Path, index: Path):
    assert update([news], index) == Tally(files=2, added=3)
    assert list(bodies(index)) == ["a1", "a2", "b1"]


def test_unchanged_files_are_skipped_and_new_ones_added(news: Path, index: Path):
    update([news], index)
    deliver(news / "c.jsonl", item("c1"))
    assert update([news], index) == Tally(files=1, files_unchanged=2, added=1, unchanged=3)
    assert list(bodies(index)) == ["a1", "a2", "b1", "c1"]


def test_a_touched_file_with_the_same_content_is_unchanged(news: Path, index: Path):
    update([news], index)
    os.utime(news / "a.jsonl", (1, 1))
    assert update([news], index) == Tally(files_unchanged=2, unchanged=3)


def test_a_changed_file_replaces_its_articles_and_its_vanished_ones_go(news: Path, index: Path):
    update([news], index)
    deliver(news / "a.jsonl", item("a1", "Changed."), item("a3"))
    tally = update([news], index)
    assert tally == Tally(files=1, files_unchanged=1, added=1, updated=1, unchanged=1, removed=1)
    assert bodies(index) == {"a1": "Changed.", "a3": "The tram ran again.", "b1": "The tram ran again."}


def test_files_that_are_gone_keep_their_articles_until_they_are_pruned(news: Path, index: Path):
    update([news], index)
    (news / "b.jsonl").unlink()
    assert update([news], index) == Tally(files_unchanged=1, unchanged=2)
    assert list(bodies(index)) == ["a1", "a2", "b1"]
    assert update([news], index, Plan(prune=True)) == Tally(files_unchanged=1, unchanged=2, removed=1)
    assert list(bodies(index)) == ["a1", "a2"]


def test_pruning_reaches_only_under_the_given_paths(news: Path, index: Path, tmp_path: Path):
    other = deliver(tmp_path / "newsletters" / "z.jsonl", item("z1"))
    update([news, other.parent], index)
    other.unlink()
    (news / "b.jsonl").unlink()
    assert update([news], index, Plan(prune=True)).removed == 1
    assert list(bodies(index)) == ["a1", "a2", "z1"]


@pytest.mark.parametrize("gone", ["a.jsonl", "c.jsonl"])
def test_an_id_of_two_files_survives_the_pruning_of_one_with_the_text_of_the_other(
    news: Path, index: Path, gone: str
):
    deliver(news / "a.jsonl", item("shared", "From a.jsonl."), "broken")
    deliver(news / "c.jsonl", item("shared", "From c.jsonl."), "broken")
    assert update([news], index).rejects == Counter({"bad-json": 2, "duplicate-id": 1})
    (news / gone).unlink()
    tally = update([news], index, Plan(prune=True))
    assert bodies(index) == {"b1": "The tram ran again.", "shared": f"From {'ac'.strip(gone[0])}.jsonl."}
    assert (tally.removed, tally.rejects) == (0, Counter({"bad-json": 1}))


def test_an_article_that_one_file_let_go_is_taken_from_another_and_counted_once(news: Path, index: Path):
    deliver(news / "a.jsonl", item("shared", "From a."), item("a2"), "broken")
    deliver(news / "b.jsonl", item("shared", "From b."), item("b1"))
    update([news], index)
    deliver(news / "b.jsonl", item("b1"))
    assert update([news], index) == Tally(files=1, files_unchanged=1, unchanged=3)
    assert bodies(index)["shared"] == "From a."
    assert update([news], index) == Tally(files_unchanged=2, unchanged=3)
    assert len((index / REJECTS).read_text(encoding="utf-8").splitlines()) == 1


def test_an_article_that_gives_way_to_another_files_is_in_the_list(news: Path, index: Path):
    deliver(news / "a.jsonl", item("b1", "Other words."), item("a2"), item("a2", "Twice in one file."))
    update([news], index)
    listed = [
        Reject(**json.loads(line)) for line in (index / REJECTS).read_text(encoding="utf-8").splitlines()
    ]
    assert [(one.path, one.line, one.reason) for one in listed] == [
        (
            "news/a.jsonl",
            3,
            "the id 'a2' is given more than once; of the articles with one id the last is kept",
        ),
        (
            "news/a.jsonl",
            None,
            "its article 'b1' gives way to the one with that id in news/b.jsonl",
        ),
    ]
    update([news], index)
    assert len((index / REJECTS).read_text(encoding="utf-8").splitlines()) == 2


def test_a_file_that_moved_gives_its_articles_from_its_new_place(news: Path, index: Path):
    update([news], index)
    (news / "b.jsonl").rename(news / "moved.jsonl")
    assert update([news], index, Plan(prune=True)) == Tally(
        files=1, files_unchanged=1, added=1, unchanged=2, removed=1
    )
    assert list(bodies(index)) == ["a1", "a2", "b1"]


def test_every_record_is_in_the_tally(news: Path, index: Path):
    deliver(news / "c.jsonl", item("a1"), item("c1"), item("c1"), "{broken", "[1]", item("empty", ""))
    (news / "picture.png").write_bytes(b"\x89PNG")
    tally = update([news], index)
    assert (tally.added, tally.updated, tally.unchanged) == (4, 0, 0)
    assert tally.rejects.total() == 6
    assert tally.first_rejects["duplicate-id"] == Reject(
        "news/c.jsonl",
        1,
        "duplicate-id",
        "the id 'a1' is given more than once; of the articles with one id the last is kept",
    )
    assert set(tally.first_rejects) == set(tally.rejects)
    assert tally.first_rejects["unsupported"].path == "news/picture.png"


def test_the_rejects_of_skipped_files_stay_in_the_list(news: Path, index: Path):
    deliver(news / "bad.jsonl", "{broken")
    update([news], index)
    first = (index / REJECTS).read_text(encoding="utf-8")
    assert update([news], index).rejects == Counter()
    assert (index / REJECTS).read_text(encoding="utf-8") == first
    assert [Reject(**json.loads(line)).path for line in first.splitlines()] == ["news/bad.jsonl"]
    deliver(news / "bad.jsonl", item("good"))
    update([news], index)
    assert (index / REJECTS).read_text(encoding="utf-8") == ""


def test_an_index_is_not_put_among_other_things(news: Path):
    deliver(news.parent / "index2" / "more.jsonl", item("more"))
    with pytest.raises(IndexTrouble, match=r"holds a\.jsonl and no index; name an empty folder"):
        update([news.parent / "index2"], news)
    assert sorted(path.name for path in news.iterdir()) == ["a.jsonl", "b.jsonl"]


def test_an_article_that_a_killed_run_took_out_comes_back_with_its_file(
    news: Path, index: Path, monkeypatch: pytest.MonkeyPatch
):
    update([news], index)
    before = bodies(index)
    (news / "b.jsonl").rename(news.parent / "b.jsonl")

    def killed(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["index.ledger"].Ledger, "commit", killed)
        with pytest.raises(KeyboardInterrupt):
            update([news], index, Plan(prune=True))
    (news.parent / "b.jsonl").rename(news / "b.jsonl")
    update([news], index)
    assert bodies(index) == before


def test_progress_ends_with_all_bytes_and_all_articles(news: Path, index: Path):
    seen: list[Progress] = []
    update([news], index, Plan(report=seen.append))
    total = sum(path.stat().st_size for path in news.iterdir())
    assert {progress.total for progress in seen} == {total}
    assert [(progress.articles, progress.writing) for progress in seen] == [
        (1, False),
        (2, False),
        (3, False),
        (3, True),
        (3, False),
    ]
    assert seen[-1].done == total
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)


def test_small_batches_give_what_one_batch_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    news = deliver(tmp_path / "news.jsonl", *many(range(60)), item("a000", "The second of this id."))
    update([news], tmp_path / "whole")
    monkeypatch.setattr(sys.modules["index.build"], "BATCH", 500)
    tally = update([news], tmp_path / "batched")
    assert held(tmp_path / "batched") == held(tmp_path / "whole")
    assert (tally.files, tally.added, tally.rejects) == (1, 60, Counter({"duplicate-id": 1}))


def test_thirty_commits_of_one_article_leave_few_segments_and_all_articles(news: Path, index: Path):
    for number in range(30):
        deliver(news / f"n{number}.jsonl", item(f"n{number:02}"))
        update([news], index)
    segments = [path for path in (index / "whoosh").iterdir() if path.suffix == ".seg"]
    assert len(segments) <= 10
    assert list(bodies(index)) == ["a1", "a2", "b1", *(f"n{number:02}" for number in range(30))]


def test_articles_that_are_replaced_over_and_over_do_not_pile_up(news: Path, index: Path):
    for number in range(30):
        deliver(news / "a.jsonl", item("a1", f"Edition {number}."))
        update([news], index)
    assert len([path for path in (index / "whoosh").iterdir() if path.suffix == ".seg"]) <= 10
    assert bodies(index) == {"a1": "Edition 29.", "b1": "The tram ran again."}


def test_a_second_run_is_refused_while_one_is_at_work_and_welcome_afterwards(news: Path, index: Path):
    def interfere(_: Progress) -> None:
        with pytest.raises(IndexLocked, match=r"another run is writing to the index at .*; wait for it"):
            update([news], index)

    update([news], index, Plan(report=interfere))
    assert update([news], index) == Tally(files_unchanged=2, unchanged=3)


def test_readers_answer_from_finished_commits_only_while_the_index_changes(tmp_path: Path, index: Path):
    news = deliver(tmp_path / "news.jsonl", item("edition", "Edition 0."))
    update([news], index)
    searcher, done = Searcher(open_engine(index)), Event()

    def ask(_: int) -> set[tuple[int, str]]:
        answers = set()
        while not done.is_set():
            page = searcher.search(PageRequest(q="edition OR tram", facets=("source",)))
            assert page.facets["source"].values[0].count == page.total
            answers.add((page.total, page.hits[0].article.body))
        return answers

    def publish() -> None:
        try:
            for number in range(1, 9):
                extra = [item(f"x{one}") for one in range(3 * number)]
                deliver(news, item("edition", f"Edition {number}. Edition."), *extra)
                update([news], index)
        finally:
            done.set()

    with ThreadPoolExecutor(9) as pool:
        answers = [pool.submit(ask, number) for number in range(8)]
        pool.submit(publish).result()
        totals = {total for answer in answers for total, _ in answer.result()}
    assert totals <= {1 + 3 * number for number in range(9)}
    assert len(bodies(index)) == 25


def test_a_path_that_is_not_there_makes_no_index(index: Path, tmp_path: Path):
    with pytest.raises(CorpusError, match=r"there is no file or folder .*nowhere"):
        update([tmp_path / "nowhere"], index)
    assert not index.exists()


def test_an_empty_folder_makes_no_index(index: Path, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="nothing to read in"):
        update([tmp_path / "empty"], index)
    assert not index.exists()


def test_an_index_is_not_written_where_a_file_stands(news: Path, tmp_path: Path):
    path = deliver(tmp_path / "file")
    with pytest.raises(
        IndexTrouble, match="file is a file and cannot hold an index; name a folder with --index"
    ):
        update([news], path)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_an_index_without_permission_says_so(news: Path, index: Path):
    index.mkdir(mode=0o500)
    with pytest.raises(IndexTrouble, match="cannot be written"):
        update([news], index)


def test_a_full_disk_is_one_sentence_and_what_was_committed_stays(
    news: Path, index: Path, monkeypatch: pytest.MonkeyPatch
):
    resource = pytest.importorskip("resource")
    update([news], index)
    before = held(index)
    deliver(news / "large.jsonl", *many(range(300)))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))  # no file may grow beyond this
    try:
        with pytest.raises(IndexTrouble, match=r"cannot be written .* the same command"):
            update([news], index)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (held(index), damaged_files(index)) == (before, [])
    assert update([news], index).added == 300


def test_an_index_in_the_folder_of_its_corpus_does_not_read_itself(news: Path):
    deliver(news / "bad.jsonl", "{broken")
    update([news], news / "index")
    assert update([news], news / "index").files == 0


def test_a_lost_ledger_or_manifest_costs_reading_again_and_nothing_else(news: Path, index: Path):
    update([news], index)
    whole = held(index)
    for name in ("ledger.sqlite", "manifest.json"):
        (index / name).unlink()
        assert update([news], index).files == 2
        assert (held(index), damaged_files(index)) == (whole, [])


def test_a_file_name_that_is_no_text_is_read_and_pruned(news: Path, index: Path):
    path = os.fsencode(news) + b"/caf\xe9.jsonl"
    try:
        os.rename(news / "b.jsonl", path)  # noqa: PTH104 - a Path cannot name it
    except OSError:
        pytest.skip("this file system takes no such name")
    update([news], index)
    assert list(bodies(index)) == ["a1", "a2", "b1"]
    os.remove(path)  # noqa: PTH107
    assert update([news], index, Plan(prune=True)).removed == 1


def test_characters_that_are_none_do_not_stop_a_run(news: Path, index: Path):
    line = '{"id": "odd\\ud800", "headline": "\\udfff head", "body": "A \\ud800 lone half.", "source": "S\\udc80"}'
    deliver(
        news / "odd.jsonl", line, '{"body": ["\\ud800"]}', '{"id": "x\\u0000y", "body": "Nul \\u0000 here."}'
    )
    tally = update([news], index)
    assert tally.added + tally.rejects.total() == 6


def test_articles_of_two_files_are_counted_once_when_nothing_changed(news: Path, index: Path):
    deliver(news / "c.jsonl", item("a1", "Other words."), item("c1"))
    assert update([news], index).added == 4
    assert update([news], index) == Tally(files_unchanged=3, unchanged=4)


def test_a_file_that_says_nothing_of_what_is_in_it_is_read_again(
    news: Path, index: Path, monkeypatch: pytest.MonkeyPatch
):
    """As one whose library is installed only later."""
    packed = news / "p.jsonl.zst"
    packed.write_bytes(zstd.compress(json.dumps(item("p1")).encode()))
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "backports", None)
        tally = update([news], index, Plan(jobs=1))
        assert (tally.added, tally.rejects) == (3, Counter({"missing-library": 1}))
    assert update([news], index, Plan(jobs=1)).added == 1
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "backports", None)
        packed.write_bytes(zstd.compress(json.dumps(item("p2")).encode()))
        assert update([news], index, Plan(jobs=1)).removed == 0
    assert list(bodies(index)) == ["a1", "a2", "b1", "p1"]


def test_a_trial_beside_a_run_that_writes_is_told_so(news: Path, index: Path):
    update([news], index)
    with open_ledger(index) as ledger:
        ledger.commit()
        with pytest.raises(IndexLocked):
            update([news], index, Plan(trial=True))
