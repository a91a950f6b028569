"""What comes over HTTP has the last word on its article, is searchable at once, and stays through later runs."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from dataclasses import astuple
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from corpus import SourceFile
from index import (
    REJECTS,
    IndexLocked,
    Plan,
    Posting,
    TooManyLinesError,
    damaged_files,
    open_engine,
    read_report,
    update,
)
from index import posting as module
from index.ledger import open_ledger
from tests.deliveries import bodies, deliver, item, many
from tests.test_kill import Killer

OLD, NEW = "The tram ran again.", "The tram stood still."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A corpus of two articles."""
    return deliver(tmp_path / "news.jsonl", item("a", OLD), item("b", OLD)).parent / "news.jsonl"


@pytest.fixture
def index(news: Path, tmp_path: Path) -> Path:
    update([news], tmp_path / "index")
    return tmp_path / "index"


def post(index: Path, *items: dict[str, Any] | str) -> list[tuple[Any, ...]]:
    """Post records (or lines as they are); what became of each."""
    body = deliver(index.parent / "body.jsonl", *items)
    return [astuple(line) for line in Posting(index).post(SourceFile(body, "posted.jsonl"))]


def refusals(index: Path) -> list[tuple[str, str]]:
    lines = (index / REJECTS).read_text("utf-8").splitlines()
    return [(one["kind"], one["reason"]) for one in map(json.loads, lines)]


def test_what_is_posted_is_found_by_an_engine_that_was_open_before(index: Path):
    engine = open_engine(index)
    assert post(index, item("c"), item("a", NEW)) == [(1, "added", "c", None), (2, "updated", "a", None)]
    assert [article.body for article in engine.fetch(["a", "b", "c"])] == [NEW, OLD, OLD]
    assert (engine.count(), damaged_files(index)) == (3, [])


def test_the_same_again_is_unchanged_and_writes_nothing(index: Path):
    post(index, item("c"))
    before = open_engine(index).version()
    assert post(index, item("c")) == [(1, "unchanged", "c", None)]
    assert open_engine(index).version() == before


def test_a_bad_line_is_refused_and_the_others_are_not(index: Path):
    told = post(index, "{broken", item("c"), "", '{"id": "d"}', item("e"))
    assert [(line, status, one) for line, status, one, _ in told] == [
        (1, "refused", None),
        (2, "added", "c"),
        (4, "refused", None),
        (5, "added", "e"),
    ]
    assert told[0][3].startswith("this is no JSON: ")
    assert sorted(bodies(index)) == ["a", "b", "c", "e"]


def test_an_article_without_an_id_is_told_the_one_it_gets(index: Path):
    ((_, status, one, _),) = post(index, {"headline": "Snow", "body": "It snowed."})
    assert (status, bodies(index)[one]) == ("added", "It snowed.")
    assert post(index, {"headline": "Snow", "body": "It snowed."}) == [(1, "unchanged", one, None)]


def test_of_two_lines_with_one_id_the_last_stands(index: Path):
    assert post(index, item("c", OLD), item("d"), item("c", NEW)) == [
        (1, "added", "c", None),
        (2, "added", "d", None),
        (3, "updated", "c", "line 1 has the same id; the last one stands"),
    ]
    assert bodies(index)["c"] == NEW


def test_an_index_is_made_where_there_is_none(tmp_path: Path):
    assert post(tmp_path / "index", item("c")) == [(1, "added", "c", None)]
    assert bodies(tmp_path / "index") == {"c": OLD}


def test_a_body_of_refusals_needs_no_index(tmp_path: Path):
    assert [status for _, status, *_ in post(tmp_path / "index", "no", "[]")] == ["refused", "refused"]
    assert not (tmp_path / "index").exists()


def test_too_many_lines_are_none(index: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST_LINES", 2)
    with pytest.raises(TooManyLinesError, match="more than 2 articles"):
        post(index, *many(range(3)))
    assert sorted(bodies(index)) == ["a", "b"]


def test_a_body_of_several_batches_is_in_the_index_whole(index: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "BATCH", 5000)
    told = post(index, *many(range(20)), item("a000", NEW))
    assert [status for _, status, *_ in told] == ["added"] * 20 + ["updated"]
    assert (len(bodies(index)), bodies(index)["a000"]) == (22, NEW)


@pytest.mark.parametrize("prune", [False, True])
def test_what_was_posted_stays_whatever_the_files_say_later(index: Path, news: Path, *, prune: bool):
    post(index, item("a", NEW), item("c", NEW))
    deliver(news, item("a", "Third words."), item("b", "Third words."), item("c", "Third words."))
    update([news], index, Plan(prune=prune))
    assert bodies(index) == {"a": NEW, "b": "Third words.", "c": NEW}
    reason = "its article 'a' gives way to the one with that id that was posted over HTTP"
    assert ("duplicate-id", reason) in refusals(index)
    deliver(news, item("b"))
    update([news], index, Plan(prune=prune))
    assert sorted(bodies(index)) == ["a", "b", "c"]


def test_what_was_posted_stays_when_its_file_is_gone(index: Path, news: Path):
    post(index, item("a", NEW))
    news.write_text("", encoding="utf-8")
    update([news], index, Plan(prune=True))
    assert bodies(index) == {"a": NEW}


def test_what_was_posted_goes_before_standard_input(index: Path, tmp_path: Path):
    post(index, item("a", NEW))
    piped = SourceFile(deliver(tmp_path / "piped.jsonl", item("a")), "standard-input.jsonl", None, Path("0f"))
    update([], index, Plan(files=(piped,)))
    assert bodies(index)["a"] == NEW


@pytest.mark.parametrize("posted", [False, True])
def test_what_was_deleted_stays_so_until_it_is_posted(index: Path, news: Path, *, posted: bool):
    if posted:
        post(index, item("a", NEW))
    assert Posting(index).delete("a")
    assert not Posting(index).delete("a")
    assert bodies(index) == {"b": OLD}
    deliver(news, item("a", "Third words."), item("b"))
    tally = update([news], index)
    assert (tally.updated, tally.unchanged, dict(tally.rejects)) == (0, 1, {"deleted": 1})
    reason = "the article 'a' was deleted over HTTP, and stays so until it is posted"
    assert (bodies(index), refusals(index)) == ({"b": OLD}, [("deleted", reason)])
    assert post(index, item("a")) == [(1, "added", "a", None)]
    assert sorted(bodies(index)) == ["a", "b"]


def test_what_is_not_there_cannot_be_deleted(index: Path):
    assert not Posting(index).delete("c")
    update([deliver(index.parent / "more.jsonl", item("c"))], index)
    assert sorted(bodies(index)) == ["a", "b", "c"]


def test_the_report_counts_what_was_posted(index: Path, news: Path):
    post(index, item("c", "It snowed.\n\nMORE ON TRAMS"), item("a"))
    Posting(index).delete("b")
    update([news], index)
    report = read_report(index)
    assert report is not None
    corpus = report["corpus"]
    assert (corpus["articles"], corpus["posted"], corpus["files"]) == (2, 2, 1)
    assert corpus["rejects"] == {"duplicate-id": 1, "deleted": 1}


def test_two_at_once_both_get_in(index: Path):
    posting = Posting(index)
    files = [
        SourceFile(deliver(index.parent / f"body-{number}.jsonl", item(f"t{number}")), "posted.jsonl")
        for number in range(6)
    ]
    threads = [Thread(target=posting.post, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(bodies(index)) == ["a", "b", "t0", "t1", "t2", "t3", "t4", "t5"]


def test_while_a_run_is_writing_nothing_is_done(index: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    with open_ledger(index):
        with pytest.raises(IndexLocked):
            post(index, item("c"))
        with pytest.raises(IndexLocked):
            Posting(index).delete("a")
    assert sorted(bodies(index)) == ["a", "b"]


def test_an_index_made_anew_meanwhile_takes_what_is_posted(index: Path, news: Path):
    posting = Posting(index)
    posting.delete("a")
    index.rename(index.parent / "away")
    update([news], index)
    assert posting.delete("b")
    assert sorted(bodies(index)) == ["a"]


def _request(index: Path, body: Path, gone: str, touches: int) -> None:
    sys.addaudithook(Killer(str(index), touches))
    posting = Posting(index)
    posting.post(SourceFile(body, "posted.jsonl"))
    posting.delete(gone)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("touches", range(2, 150, 4))
def test_a_request_that_is_killed_is_done_or_not_and_can_be_sent_again(
    index: Path, news: Path, tmp_path: Path, touches: int
):
    post(index, item("c", OLD), item("d", OLD))
    Posting(index).delete("b")
    body = deliver(
        tmp_path / "killed.jsonl", item("a", NEW), item("b", NEW), item("c", NEW), item("new", NEW)
    )
    before = bodies(index)
    process = multiprocessing.get_context("fork").Process(target=_request, args=(index, body, "d", touches))
    process.start()
    process.join(60)
    posted = {"a": NEW, "b": NEW, "c": NEW, "d": OLD, "new": NEW}
    deleted = {"a": NEW, "b": NEW, "c": NEW, "new": NEW}
    found = bodies(index)
    assert found in (before, posted, deleted)
    assert (process.exitcode == -signal.SIGKILL) or found == deleted
    update([news], index, Plan(prune=True))
    settled = bodies(index)
    assert {one: settled.get(one) for one in "bcd"} == {one: found.get(one) for one in "bcd"}
    assert settled["a"] in {OLD, NEW}
    tally = update([news], index)
    assert (tally.files, tally.added, tally.updated, tally.removed) == (0, 0, 0, 0)
    Posting(index).post(SourceFile(body, "posted.jsonl"))
    Posting(index).delete("d")
    assert bodies(index) == deleted
    assert damaged_files(index) == []
