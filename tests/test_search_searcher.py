"""What a person types becomes a page of results: what is found, counted, shown and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from kiosk import NEWS, ids, searching

from search import Facet, FacetValue, PageRequest, Snippet

if TYPE_CHECKING:
    from pathlib import Path

    from search import Searcher


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return searching(tmp_path_factory.mktemp("searcher"), NEWS)


def found(searcher: Searcher, q: str, **asked: Any) -> set[str]:
    page = searcher.search(PageRequest(q, per_page=100, **asked))
    assert page.total == len(page.hits)
    return set(ids(page))


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("tram", {"w1", "w2", "h1", "x1"}),
        ("Trams bell", {"w1", "w2"}),
        ('"tram rang"', {"w1"}),
        ('"bell tram"~5', {"w1"}),
        ("tram -bell", {"h1", "x1"}),
        ("snow OR parade", {"h2", "d1"}),
        ("(snow OR parade) lantern -maker", {"h2"}),
        ("headline:lantern", {"d1"}),
        ("body:lantern", {"h2", "d1"}),
        ("source:hill goats", {"h1", "h2"}),
        ("source:unknown", {"x1", "x2"}),
        ("date:2024-02", {"w2", "d1"}),
        ("tram date:..2024-02-29", {"w1", "w2"}),
        ("lant*", {"h2", "d1"}),
        ("qu?y", {"d1"}),
        ("lantren~2", {"d1"}),
        ("lanterns~0", {"h2", "d1"}),
        ("lantern~0", {"d1"}),
        ("CAFE", {"x1"}),
        ("-tram", {"h2", "d1", "x2"}),
        ("*", set(NEWS)),
        ("", set(NEWS)),
        ("()", set()),
        ("zeppelin", set()),
    ],
)
def test_a_query_finds_exactly_what_it_says(searcher: Searcher, q: str, expected: set[str]):
    assert found(searcher, q) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"sources": ("Wharf",)}, {"w1", "w2"}),
        ({"sources": ("Wharf", "Hill")}, {"w1", "w2", "h1"}),
        ({"sources": ("wharf",)}, set()),
        ({"excluded_sources": ("Wharf",)}, {"h1", "x1"}),
        ({"sources": ("Wharf", "Hill"), "excluded_sources": ("Wharf",)}, {"h1"}),
        ({"sources": ("unknown",)}, {"x1"}),
        ({"excluded_sources": ("unknown",)}, {"w1", "w2", "h1"}),
        ({"since": "2024-02-29"}, {"w2", "h1"}),
        ({"until": "2024-02-29"}, {"w1", "w2"}),
        ({"since": "2024-02", "until": "2024-02"}, {"w2"}),
        ({"since": "2024-01-01", "until": "2024-03-01"}, {"w1", "w2", "h1"}),
        ({"until": "2023"}, set()),
        ({"since": "2025", "until": "2023"}, set()),
    ],
)
def test_filters_narrow_what_is_found(searcher: Searcher, asked: dict[str, Any], expected: set[str]):
    assert found(searcher, "tram", **asked) == expected


def test_the_counts_of_a_facet_ignore_its_own_filter_and_heed_the_others(searcher: Searcher):
    page = searcher.search(PageRequest("tram", sources=("Hill",), excluded_sources=("Dale",), since="2024"))
    assert (ids(page), page.facets) == (
        ["h1"],
        {
            "source": Facet(
                (
                    FacetValue("Wharf", 2),
                    FacetValue("Hill", 1, selected=True),
                    FacetValue("Dale", 0, excluded=True),
                ),
                other=0,
                missing=0,
            )
        },
    )


def test_articles_without_a_source_are_counted_as_missing_though_they_are_chosen(searcher: Searcher):
    page = searcher.search(PageRequest("tram", sources=("unknown",), facet_size=1))
    assert page.facets == {"source": Facet((FacetValue("Wharf", 2),), other=1, missing=1)}


def test_only_the_facets_asked_for_are_counted(searcher: Searcher):
    assert searcher.search(PageRequest("tram", facets=("language", "authors"))).facets == {
        "language": Facet((FacetValue("en", 4),), 0, 0),
        "authors": Facet((), 0, 4),
    }


def test_a_hit_shows_where_it_matches(searcher: Searcher):
    hit = searcher.search(PageRequest("bell source:wharf")).hits[0]
    assert (hit.rank, hit.headline, hit.snippets) == (
        1,
        Snippet("Tram bells return", ((5, 10),)),
        (Snippet("The tram rang its bell. Drivers cheered the bell.", ((18, 22), (44, 48))),),
    )


def test_an_article_is_read_with_its_matches_marked_in_each_paragraph(tmp_path: Path):
    body = "The tram rang. It rang!\n\nNobody heard; the tram\n\nrang on."
    searcher = searching(tmp_path, {"a/1": ("W", None, "Tram rings", body)})
    reading = searcher.read("a/1", 'tram "tram rang" )')
    assert reading is not None
    assert (reading.headline, reading.paragraphs, reading.notes) == (
        Snippet("Tram rings", ((0, 4),)),
        (
            Snippet("The tram rang. It rang!", ((4, 8), (9, 13))),
            Snippet("Nobody heard; the tram", ((18, 22),)),
            Snippet("rang on.", ((0, 4),)),
        ),
        ("A closing bracket without an opening one was left out.",),
    )


def test_an_article_is_read_without_a_query_and_one_that_is_not_there_is_none(searcher: Searcher):
    reading = searcher.read("x2")
    assert reading is not None
    assert reading.paragraphs == (Snippet("Nothing but hymns & more hymns."),)
    assert searcher.read("nobody") is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("lan", ["lantern", "lanterns"]),
        ("tram LAN", ["tram lantern", "tram lanterns"]),
        ("-headline:lan", ["-headline:lantern", "-headline:lanterns"]),
        ('"upper ro', ['"upper road']),
        ("caf", ["cafe"]),
        ("hymn", ["hymns", "hymn"]),
        ("tram ", []),
        ("tram*", []),
        ("zep", []),
        ("", []),
        ("(", []),
    ],
)
def test_what_was_typed_goes_on_to_words_of_the_corpus(searcher: Searcher, typed: str, expected: list[str]):
    assert sorted(searcher.suggest(typed)) == sorted(expected)


def test_no_more_is_suggested_than_asked_for(searcher: Searcher):
    assert searcher.suggest("t", size=2) == ["the", "tram"]


def test_all_sources_are_told_commonest_first(searcher: Searcher):
    assert (searcher.sources(), searcher.count()) == ([("Hill", 2), ("Wharf", 2), ("Dale", 1)], 7)


def test_an_empty_corpus_answers_everything_with_nothing(tmp_path: Path):
    searcher = searching(tmp_path, {})
    page = searcher.search(PageRequest("tram bell"))
    assert (page.total, page.hits, page.suggestion, page.notes) == (0, (), None, ())
    assert (searcher.sources(), searcher.suggest("t"), searcher.count()) == ([], [], 0)
