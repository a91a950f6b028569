"""The comparison compares like with like: every peer answers the same queries about the same articles.

Nothing is timed here. A peer whose library is not installed (requirements-bench.txt) is skipped.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import table
from benchmarks.articles import SAMPLES, articles, corpus, size
from benchmarks.copies import copy, vocabulary
from benchmarks.peers import PEERS, Answer, peer
from benchmarks.peers.sqlite_fts5 import match
from benchmarks.queries import KINDS, drawn, pieces

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """The sample corpus as JSON lines."""
    return corpus(SAMPLES, tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module", params=PEERS)
def built(request, samples, tmp_path_factory):
    try:
        made = peer(request.param, tmp_path_factory.mktemp("indexes") / request.param)
    except ModuleNotFoundError as error:
        pytest.skip(f"{error.name} is not installed (requirements-bench.txt)")
    made.build(samples)
    return made


def ids(samples, *words):
    texts = {one["id"]: f"{one['headline']} {one['body']}".lower() for one in articles(samples)}
    return {name for name, text in texts.items() if any(word in text for word in words)}


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("sandbank", ["sandbank"]),
        ('"driverless cranes"', ["driverless cranes"]),
        ("sandbank OR smugglers", ["sandbank", "smuggler"]),
        ("sandb*", ["sandb"]),
    ],
)
def test_every_peer_finds_exactly_these(built, samples, q, words):
    expected = ids(samples, *words)
    answer = built.ask(q)
    assert 0 < len(expected) <= 10
    assert (answer.total, set(answer.top)) == (len(expected), expected)


def test_a_page_has_ten_hits_of_all_with_their_sources_and_snippets(built):
    answer = built.ask("the OR harbour")
    assert len(answer.top) == len(answer.snippets) == 10 < answer.total
    assert max(answer.counts.values()) > 1
    assert any("<" in snippet for snippet in answer.snippets)


def test_what_nobody_wrote_is_found_by_nobody(built):
    assert built.ask("zortafarzi") == Answer(0, (), {}, ())


def test_the_queries_that_are_drawn_are_the_same_each_time_and_of_every_kind(samples):
    assert drawn(samples) == drawn(samples)
    assert {query["kind"] for query in drawn(samples)} == set(KINDS)


def test_a_query_is_put_into_the_words_of_fts5():
    assert pieces('a "b c" OR d*') == ["a", '"b c"', "OR", "d*"]
    assert match('a "b c" OR d*') == '"a" "b c" OR "d"*'


def test_a_corpus_that_is_not_there_is_a_sentence_that_says_what_to_give(tmp_path):
    with pytest.raises(SystemExit, match="give a file of JSON lines: make bench CORPUS="):
        corpus(tmp_path / "none.jsonl", tmp_path)


def test_a_corpus_with_other_names_for_things_is_read_by_us_first(tmp_path):
    foreign = tmp_path / "foreign.jsonl"
    foreign.write_text(
        json.dumps({"title": "A ferry ran aground", "text": "It was refloated at high water."})
    )
    (tmp_path / "made").mkdir()
    assert [one["headline"] for one in articles(corpus(foreign, tmp_path / "made"))] == [
        "A ferry ran aground"
    ]


def test_copies_bring_the_new_words_that_heaps_law_expects(samples):
    words = vocabulary(samples)
    seen = set(words.distinct)
    for number in (1, 2):
        made = list(copy(samples, words, number))
        text = " ".join(f"{one['headline']} {one['body']}" for one in made).lower()
        seen |= set("".join(letter if letter.isalpha() else " " for letter in text).split())
    assert len(seen) == pytest.approx(words.expected(3), rel=0.05)


def test_a_copy_is_the_same_each_time_and_other_than_the_corpus(samples):
    words = vocabulary(samples)
    made = list(copy(samples, words, 1))
    assert made == list(copy(samples, words, 1))
    assert len(made) == size(samples)[0]
    assert not {one["id"] for one in made} & {one["id"] for one in articles(samples)}


def test_a_copy_keeps_the_commonest_words_and_how_often_they_come(samples):
    words = vocabulary(samples)
    before, after = (
        Counter(word for one in made for word in one["body"].split())
        for made in (articles(samples), copy(samples, words, 1))
    )
    assert before["the"] == after["the"] > 100


def figures(title, ms, build):
    times = {"all": {"p50": ms, "p95": ms, "max": ms}}
    return {"title": title, "first": times, "best": times, "build_mb_per_s": build, "totals": [100, 7]}


def test_ratios_say_how_we_stand_to_each_other_peer():
    peers = {"cuttings": figures("Cuttings", 30.0, 1.0), "tantivy": figures("tantivy", 10.0, 20.0)}
    assert table.ratios(peers) == [
        "first time, ours / tantivy: p50 3.0, p95 3.0, max 3.0 (tantivy / ours: p50 0.33)",
        "best of three, ours / tantivy: p50 3.0, p95 3.0, max 3.0 (tantivy / ours: p50 0.33)",
        "build MB/s, ours / tantivy: 0.05",
        "totals of tantivy that are ours, give or take 2%: 2 of 2",
    ]


def test_the_command_prints_a_row_a_peer_and_writes_all_figures(samples, tmp_path):
    pytest.importorskip("psutil", reason="psutil is not installed (requirements-bench.txt)")
    run = tmp_path / "run.json"
    command = [sys.executable, "-m", "benchmarks.bench", str(samples), "--write", str(run)]
    done = subprocess.run(
        [*command, "--peers", "sqlite_fts5", "textbook_whoosh"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    written = json.loads(run.read_text(encoding="utf-8"))["peers"]
    assert [name for name in written if f"| {written[name]['title']} |" in done.stdout] == [
        "sqlite_fts5",
        "textbook_whoosh",
    ]
    assert {len(one["totals"]) for one in written.values()} == {len(drawn(samples))}
