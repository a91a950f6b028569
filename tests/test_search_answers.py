"""Every query gets an answer: most of its words, another spelling, a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from kiosk import NEWS, ids, searching

from search import Facet, FacetValue, PageRequest

if TYPE_CHECKING:
    from search import Searcher


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return searching(tmp_path_factory.mktemp("searcher"), NEWS)


def test_when_no_article_has_all_words_those_with_the_most_are_shown(searcher: Searcher):
    page = searcher.search(PageRequest("tram bell quay"))
    assert (set(ids(page)), page.total, page.notes) == (
        {"w1", "w2"},
        2,
        ("No article has all 3 words; these have 2 of them.",),
    )
    assert page.facets == {"source": Facet((FacetValue("Wharf", 2),), 0, 0)}
    assert page.hits[0].headline.spans == ((0, 4), (5, 10))


def test_when_no_article_has_both_words_those_with_one_are_shown(searcher: Searcher):
    page = searcher.search(PageRequest("zeppelin quarry -goats hymns"))
    assert page.notes == ("With these filters no article has all 3 words; these have one of them.",)
    assert set(ids(page)) == {"x1", "x2"}
    page = searcher.search(PageRequest("quay hymn"))
    assert page.notes == ("No article has both words; these have one of them.",)
    assert set(ids(page)) == {"d1", "x1", "x2"}


def test_the_filters_hold_when_words_are_left_out(searcher: Searcher):
    page = searcher.search(PageRequest("tram lantern source:hill", until="2023"))
    note = "With these filters no article has both words; these have one of them."
    assert (ids(page), page.notes) == (["h2"], (note,))
    assert searcher.search(PageRequest("zeppelin source:hill")).total == 0


def test_the_notes_on_how_the_query_was_read_come_first(searcher: Searcher):
    assert searcher.search(PageRequest('quay hymn "')).notes == (
        "A quotation mark was never closed; the phrase was read to the end of the query.",
        "Quotation marks with no word between them were left out.",
        "No article has both words; these have one of them.",
    )


def test_two_hundred_words_that_no_article_has_together_are_answered(searcher: Searcher):
    page = searcher.search(PageRequest("tram bell " + " ".join(f"n{number}" for number in range(198))))
    assert (ids(page)[:2], page.total, page.notes) == (
        ["w1", "w2"],
        4,
        ("No article has all 200 words; these have at least one of them.",),
    )


@pytest.mark.parametrize(
    "unit", ["(", '"', "-", "*", "a* ", "NOT ", "tram OR ", '"tram ', "?~", "\x00", "\u200f", "date:"]
)
def test_ten_thousand_characters_are_answered(searcher: Searcher, unit: str):
    page = searcher.search(PageRequest((unit * 10_000)[:10_000]))
    assert page.total in range(len(NEWS) + 1)


def test_another_spelling_is_offered_when_it_finds_more(searcher: Searcher):
    page = searcher.search(PageRequest("Lantren NOT tarm"))
    assert (page.total, page.suggestion) == (0, "lantern NOT tarm")


@pytest.mark.parametrize(
    ("q", "asked"),
    [
        ("tram", {}),
        ("zeppelin", {}),
        ("lantren tarm", {}),
        ("lantren", {"only": (("source", "Wharf"),)}),
        ("lantren", {"until": "1999"}),
        ('"lantren"', {}),
        ("quay", {}),
    ],
)
def test_no_spelling_is_offered_that_finds_no_more(searcher: Searcher, q: str, asked: dict[str, Any]):
    assert searcher.search(PageRequest(q, **asked)).suggestion is None


def test_every_word_that_no_article_has_is_named_however_long_the_query(searcher: Searcher):
    page = searcher.search(PageRequest("tram bell quay lantern goats hymns zyzzyva zeppelin"))
    assert (page.unmatched, page.fewer) == (("zyzzyva", "zeppelin"), ())


def test_what_fewer_words_would_find_comes_the_most_first(searcher: Searcher):
    page = searcher.search(PageRequest("tram bell quay"))
    assert [(one.word, one.q, one.total) for one in page.fewer] == [("quay", "tram bell", 2)]
    page = searcher.search(PageRequest("hymn tram goats"))
    assert [one.total for one in page.fewer] == sorted((one.total for one in page.fewer), reverse=True)
    assert len(page.fewer) == 2
