"""How far a build is, told to other processes: while it lasts, and not a moment longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from newsroom import ARTICLES, Elements, serve

from index import Plan, Progress, building, read_progress, update
from tests.deliveries import deliver

ROOT = Path(__file__).parent.parent


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return deliver(tmp_path / "news.jsonl", *ARTICLES)


def test_a_run_tells_how_far_it_is_as_long_as_it_lasts(tmp_path: Path, news: Path, monkeypatch):
    monkeypatch.setattr(building, "EVERY", 0.0)
    told: list[Progress] = []
    read: list[Progress | None] = []

    def look(progress: Progress) -> None:
        told.append(Progress(progress.done, progress.total, progress.articles))
        read.append(read_progress(tmp_path / "index"))

    update([news], tmp_path / "index", Plan(report=look))
    assert read == told
    assert told[-1] == Progress(news.stat().st_size, news.stat().st_size, 5)
    assert read_progress(tmp_path / "index") is None
    assert list((tmp_path / "index").glob("building*")) == []


def test_a_run_that_fails_leaves_nothing_behind(tmp_path: Path, news: Path):
    def fail(progress: Progress) -> None:
        raise KeyError("on purpose")

    with pytest.raises(KeyError, match="on purpose"):
        update([news], tmp_path / "index", Plan(report=fail))
    assert list((tmp_path / "index").glob("building*")) == []


def test_a_run_that_was_killed_counts_for_nothing_and_the_next_one_goes_on(tmp_path: Path, news: Path):
    script = """
import os, sys
from pathlib import Path
from index import Plan, update
update([Path(sys.argv[1])], Path(sys.argv[2]), Plan(report=lambda _: os.kill(os.getpid(), 9)))
"""
    index = tmp_path / "index"
    done = subprocess.run([sys.executable, "-c", script, news, index], cwd=ROOT, check=False)
    assert (done.returncode, (index / "building.json").exists()) == (-9, True)
    assert read_progress(index) is None
    assert update([news], index).added == 5


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"pid":-1,"done":1,"total":1,"articles":1}'])
def test_a_file_that_is_none_of_ours_tells_nothing(tmp_path: Path, text: str):
    (tmp_path / "building.json").write_text(text, encoding="ascii")
    assert read_progress(tmp_path) is None


def test_while_the_first_build_is_under_way_everything_says_how_far_it_is(
    tmp_path: Path, news: Path, monkeypatch
):
    monkeypatch.setattr(building, "EVERY", 0.0)
    client = serve(tmp_path / "index").test_client()
    answers = []

    def ask(progress: Progress) -> None:
        if progress.articles == 5 and not progress.writing and not answers:
            answers.extend(
                [client.get("/health"), client.get("/search?q=tram"), progress.done * 100 // progress.total]
            )

    update([news], tmp_path / "index", Plan(report=ask))
    health, page, percent = answers
    detail = (
        f"The index is being built: 5 articles so far, {percent} %. "
        "It answers once the first of them are written; ask again in a moment."
    )
    assert (health.status_code, health.headers["Retry-After"], health.json) == (
        503,
        "5",
        {
            "type": "/problems/index-being-built",
            "title": "The index is being built",
            "status": 503,
            "detail": detail,
        },
    )
    elements = Elements(page.text)
    assert (page.status_code, page.headers["Refresh"]) == (503, "5")
    assert detail in elements.text
    assert ("progress", {"id": "built", "max": "100", "value": str(percent)}) in elements.found
    assert ("label", {"for": "built"}) in elements.found
    assert client.get("/health").status_code == 200


def test_a_build_that_has_no_index_yet_is_told_too(tmp_path: Path):
    client = serve(tmp_path).test_client()
    with building.announcing(tmp_path, lambda _: None):
        assert client.get("/health").json["type"] == "/problems/index-being-built"
    assert client.get("/health").json["type"] == "/problems/index-not-ready"


def test_an_index_that_is_brought_up_to_date_answers_meanwhile(tmp_path: Path, news: Path):
    update([news], tmp_path / "index")
    client = serve(tmp_path / "index").test_client()
    with building.announcing(tmp_path / "index", lambda _: None):
        assert client.get("/health").json["articles"] == 5
