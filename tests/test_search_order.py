"""The best comes first, ties are steady, and pages neither overlap nor skip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from kiosk import NEWS, ids, searching

from search import PageRequest

if TYPE_CHECKING:
    from pathlib import Path

    from search import Searcher


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return searching(tmp_path_factory.mktemp("searcher"), NEWS)


def test_newest_and_oldest_put_what_has_no_date_last(searcher: Searcher):
    assert ids(searcher.search(PageRequest(sort="newest"))) == ["h1", "d1", "w2", "w1", "h2", "x1", "x2"]
    assert ids(searcher.search(PageRequest(sort="oldest"))) == ["h2", "w1", "d1", "w2", "h1", "x1", "x2"]


def test_an_empty_query_shows_the_newest_first(searcher: Searcher):
    assert ids(searcher.search(PageRequest())) == ["h1", "d1", "w2", "w1", "h2", "x1", "x2"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("per_page", [1, 2, 3, 5, 7])
def test_pages_neither_overlap_nor_skip(tmp_path: Path, sort: str, per_page: int):
    news = {f"n{number}": ("Wharf", f"2024-01-0{number % 3 + 1}", "Tram", "A tram.") for number in range(13)}
    searcher = searching(tmp_path, news)
    whole = searcher.search(PageRequest("tram", sort=sort, per_page=100))
    pages = [searcher.search(PageRequest("tram", sort=sort, per_page=per_page, page=n)) for n in range(1, 15)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert [hit.rank for hit in whole.hits] == list(range(1, 14))
    assert {(page.total, page.pages) for page in pages} == {(13, -(-13 // per_page))}


def test_a_page_past_the_end_is_empty_and_knows_the_total(searcher: Searcher):
    page = searcher.search(PageRequest("tram", page=1_000_000_000, per_page=100))
    assert (page.total, page.pages, page.hits, page.notes) == (4, 1, (), ())


def test_a_match_in_the_headline_outranks_one_in_the_body(tmp_path: Path):
    searcher = searching(
        tmp_path,
        {
            "body": (
                "Wharf",
                "2024-05-05",
                "Quay news of the day",
                "The gull ate a tram. Nobody saw it but the cook.",
            ),
            "head": (
                "Wharf",
                "2024-01-01",
                "Tram news of the day",
                "The gull ate a hat. Nobody saw it but the cook.",
            ),
        },
    )
    assert ids(searcher.search(PageRequest("tram"))) == ["head", "body"]


def test_words_that_stand_together_earn_more_than_scattered_ones(tmp_path: Path):
    filler = " ".join(["one", "two", "three", "four", "five", "six"] * 3)
    bodies = {
        "apart": f"The false start. {filler} A flag and ends.",
        "near": f"The false red flag. Start {filler} and ends.",
        "phrase": f"The false flag. Start {filler} A and ends.",
    }
    searcher = searching(tmp_path, {one: ("W", None, "Same", text) for one, text in bodies.items()})
    assert ids(searcher.search(PageRequest("false flag"))) == ["phrase", "near", "apart"]


def test_a_weight_changes_the_order_and_not_what_is_found(tmp_path: Path):
    searcher = searching(tmp_path, {"a": ("W", None, "Cats", "A cat."), "b": ("W", None, "Dogs", "A dog.")})
    assert ids(searcher.search(PageRequest("cat^9 OR dog"))) == ["a", "b"]
    assert ids(searcher.search(PageRequest("cat OR dog^9"))) == ["b", "a"]
