"""What a person types becomes a page of results: what is found, counted, shown and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from kiosk import NEWS, ids, searching

from index import Counts
from search import Facet, FacetValue, PageRequest, Snippet, Suggestions

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
        ({"only": (("source", "Wharf"),)}, {"w1", "w2"}),
        (
            {
                "only": (
                    ("source", "Wharf"),
                    ("source", "Hill"),
                )
            },
            {"w1", "w2", "h1"},
        ),
        ({"only": (("source", "wharf"),)}, set()),
        ({"without": (("source", "Wharf"),)}, {"h1", "x1"}),
        (
            {
                "only": (
                    ("source", "Wharf"),
                    ("source", "Hill"),
                ),
                "without": (("source", "Wharf"),),
            },
            {"h1"},
        ),
        ({"only": (("source", "unknown"),)}, {"x1"}),
        ({"without": (("source", "unknown"),)}, {"w1", "w2", "h1"}),
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
    page = searcher.search(
        PageRequest("tram", only=(("source", "Hill"),), without=(("source", "Dale"),), since="2024")
    )
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
    page = searcher.search(PageRequest("tram", only=(("source", "unknown"),), facet_size=1))
    assert page.facets == {"source": Facet((FacetValue("Wharf", 2),), other=1, missing=1)}


def test_only_the_facets_asked_for_are_counted(searcher: Searcher):
    assert searcher.search(PageRequest("tram", facets=("language", "author"))).facets == {
        "language": Facet((FacetValue("en", 4),), 0, 0),
        "author": Facet((), 0, 4),
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
    assert sorted(searcher.suggest(typed).texts) == sorted(expected)


def test_no_more_is_suggested_than_asked_for(searcher: Searcher):
    assert searcher.suggest("t", size=2) == Suggestions(("the", "tram"))


def test_all_sources_are_told_commonest_first(searcher: Searcher):
    assert (searcher.sources(), searcher.count()) == ([("Hill", 2), ("Wharf", 2), ("Dale", 1)], 7)


def test_an_empty_corpus_answers_everything_with_nothing(tmp_path: Path):
    searcher = searching(tmp_path, {})
    page = searcher.search(PageRequest("tram bell"))
    assert (page.total, page.hits, page.suggestion, page.notes) == (0, (), None, ())
    assert (searcher.sources(), searcher.suggest("t").texts, searcher.count()) == ([], (), 0)


def test_headlines_that_have_what_was_typed_are_suggested_newest_first(searcher: Searcher):
    assert searcher.suggest("lant").headlines == (("Lantern parade", "d1"),)
    assert searcher.suggest("tram be").headlines == (("Tram bells return", "w1"),)
    assert searcher.suggest("goats cl").headlines == (("Goats close road", "h1"),)
    assert [searcher.suggest(typed).headlines for typed in ("la", "goats c", "hymn tra")] == [(), (), ()]


def test_filters_of_every_kind_narrow_a_search(searcher: Searcher):
    found = {
        date: set(ids(searcher.search(PageRequest(only=(("date", date),)))))
        for date in ("2024", "2024-02", "2024-02-29", "unknown")
    }
    assert found == {
        "2024": {"w1", "w2", "h1", "d1"},
        "2024-02": {"w2", "d1"},
        "2024-02-29": {"w2", "d1"},
        "unknown": {"x1", "x2"},
    }
    assert set(ids(searcher.search(PageRequest(without=(("date", "2024"),))))) == {"h2", "x1", "x2"}
    assert searcher.search(PageRequest(only=(("section", "unknown"),))).total == 7


def test_years_ignore_the_year_chosen_and_mind_the_range(searcher: Searcher):
    page = searcher.search(PageRequest(only=(("date", "2023"),), since="2023-12", facets=("year", "month")))
    assert (page.total, page.facets["year"]) == (
        1,
        Facet((FacetValue("2024", 4), FacetValue("2023", 1, selected=True)), 0, 0),
    )
    assert page.days == Counts({"2023-12-31": 1}, 0)


def test_a_timeline_counts_no_article_that_was_not_found(searcher: Searcher):
    undated = {dates: searcher.timeline(PageRequest(only=tuple(("date", one) for one in dates))).undated
               for dates in ((), ("2024",), ("2024", "unknown"))}  # fmt: skip
    assert undated == {(): 2, ("2024",): 0, ("2024", "unknown"): 2}
    assert searcher.timeline(PageRequest(without=(("date", "unknown"),))).undated == 0


def test_one_facet_is_counted_by_itself(searcher: Searcher):
    assert searcher.facet("source", PageRequest("tram"), "wh") == Facet((FacetValue("Wharf", 2),), 0, 1)


def test_a_range_that_ends_before_it_begins_finds_nothing_and_says_so(searcher: Searcher):
    page = searcher.search(PageRequest(since="2024", until="2023"))
    assert (page.total, page.notes) == (
        0,
        ("The dates end (2023) before they begin (2024); no article can be in them.",),
    )


def test_the_articles_most_like_one_have_its_rare_words(searcher: Searcher):
    assert [hit.article.id for hit in searcher.similar("w1", 1) or ()] == ["w2"]
    assert [hit.article.id for hit in searcher.similar("x2") or ()] == ["x1"]
    assert searcher.similar("nope") is None


def test_an_export_holds_every_article_in_order_however_many_fit_on_a_page(searcher: Searcher):
    export = searcher.export(PageRequest("tram", sort="newest", page=9, per_page=1))
    assert (export.total, [one.id for one in export.articles]) == (4, ["h1", "w2", "w1", "x1"])


def test_reasons_are_given_when_asked_for_and_add_up(searcher: Searcher):
    plain, hit = (searcher.search(PageRequest("tram bell"), explain=how).hits[0] for how in (False, True))
    assert plain.reasons == ()
    assert sum(reason.score for reason in hit.reasons) == pytest.approx(hit.score)
