"""How well the story is told from the page around it, and what no page may do."""

from __future__ import annotations

import io
import json

import pytest

from benchmarks.extraction import (
    CHECKED_ON,
    CHOSEN_ON,
    DATA,
    Found,
    Page,
    Score,
    by_pipeline,
    by_reader,
    load,
    score,
)
from corpus import READERS, Place, Record, Reject

STORY = (
    "The ferry Northern Star sank off the harbour on Monday, and a lifeboat took in all of its passengers. "
)


def read(page: str) -> Record | Reject:
    (item,) = READERS[".html"](io.BytesIO(page.encode()), Place("f"))
    return item


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    if not (DATA / "truth.jsonl").exists():
        pytest.skip(f"the benchmark of extraction is not at {DATA}")
    return load(DATA, step=3)


@pytest.mark.parametrize(
    ("extractor", "benchmark", "floors"),
    [
        (by_reader, CHOSEN_ON, (0.92, 0.95, 0.935, 0.935, 0.81)),
        (by_reader, CHECKED_ON, (0.957, 0.965, 0.96, 0, 0)),
        (by_pipeline, CHOSEN_ON, (0.925, 0.95, 0.938, 0.935, 0.81)),
        (by_pipeline, CHECKED_ON, (0.965, 0.962, 0.963, 0, 0)),
    ],
)
def test_a_third_of_the_benchmark_is_read_no_worse_than_this(pages, extractor, benchmark, floors):
    """Precision, recall, F1, titles and dates, pinned a little under what was measured."""
    chosen = [page for page in pages if page.benchmark == benchmark]
    found = score(chosen, map(extractor, chosen))
    reached = (found.precision, found.recall, found.f1, found.titles or 0, found.dates or 0)
    assert [(value, floor) for value, floor in zip(reached, floors, strict=True) if value < floor] == []


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [("a b c d e", 1, 1), ("a b c d", 1, 1 / 2), ("a b c d e a b c d e", 2 / 7, 1)],
)
def test_the_metric_counts_runs_of_four_words(found: str, precision: float, recall: float):
    measured = score([Page(b"", CHOSEN_ON, "a b, c. d e", None, None)], [Found(found)])
    f1 = 2 * precision * recall / (precision + recall)
    assert measured == Score(precision, recall, f1, None, None)


def test_a_story_that_only_the_metadata_hold_is_taken_from_there():
    node = {"@type": "NewsArticle", "headline": "Ferry sinks", "articleBody": STORY * 6}
    found = read(
        f'<html><body><script type="application/ld+json">{json.dumps(node)}</script>'
        "<p>Please switch on scripts to read what we have written here for you today.</p></body></html>"
    )
    assert isinstance(found, Record)
    assert found.body == STORY * 6


def test_markup_in_the_text_of_the_metadata_becomes_lines():
    node = {
        "@type": "Article",
        "headline": "x",
        "articleBody": f"<p>{STORY * 3}</p>&lt;p class=a>{STORY * 3}&lt;/p>",
    }
    found = read(f'<html><body><script type="application/ld+json">{json.dumps(node)}</script></body></html>')
    assert isinstance(found, Record)
    assert found.body.splitlines() == [STORY * 3, STORY * 3]


def test_a_story_on_the_page_is_not_replaced_by_its_teaser():
    node = {"@type": "NewsArticle", "headline": "Ferry sinks", "articleBody": "Read on to learn more. " * 20}
    found = read(
        f'<html><body><script type="application/ld+json">{json.dumps(node)}</script>'
        f"<article><p>{STORY * 6}</p></article></body></html>"
    )
    assert isinstance(found, Record)
    assert found.body == (STORY * 6).strip()


@pytest.mark.parametrize(
    ("head", "markup", "day"),
    [
        ("", '<time datetime="2023-05-04">Thursday</time>', "2023-05-04"),
        ("", '<div class="date">May 4, 2023</div>', "2023-05-04"),
        ('<link rel="canonical" href="https://gazette.example/2023/05/04/ferry">', "", "2023-05-04"),
        ('<meta property="article:modified_time" content="2023-05-04">', "", None),
        ("", "<p>Copyright 2021</p>", None),
        ("", "", None),
    ],
)
def test_without_a_stated_date_markup_or_address_give_it_and_the_clock_never(head, markup, day):
    found = read(
        f"<html><head>{head}</head><body><article>{markup}<p>{STORY * 6}</p></article></body></html>"
    )
    assert isinstance(found, Record)
    assert found.published == day


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "x" + "</div>" * 100_000,
        "<div>" * 90_000 + "x",
        "<div>a" * 39_000,
        "<b>" * 300 + STORY,
        "<table><tr><td>" * 13_000 + STORY,
        "<p>a" * 90_000,
        f"<a {' '.join(f'x{number}' for number in range(100_000))}>{STORY}</a>",
        (f"<a {' '.join(f'x{number}' for number in range(900))}>a</a>") * 200,
        f"<p>{'word ' * 2_500_000}</p>",
    ],
    ids=[
        "deep",
        "90,000 deep",
        "unclosed",
        "300 deep",
        "tables",
        "many",
        "attributes",
        "many attributes",
        "text",
    ],
)
def test_a_page_without_measure_is_refused(page: str):
    found = read(page)
    assert isinstance(found, Reject)
    assert found.kind == "too-large"


def test_a_page_of_many_tags_that_keeps_the_limits_is_read():
    found = read(f"<html><body><article>{'<p>It sank at noon.</p>' * 5_000}</article></body></html>")
    assert isinstance(found, Record)
    assert found.body.split() == ["It", "sank", "at", "noon."] * 5_000
