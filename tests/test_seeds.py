"""The five articles the project was made from are found, ranked and shown as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import open_engine, update
from search import Facet, FacetValue, Page, PageRequest, Searcher

SEEDS = Path(__file__).parent.parent / "../shared/data/seeds"
ALL = {"000", "001", "002", "003", "004"}

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the five seed articles are not at {SEEDS}")


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("seeds")
    assert update([SEEDS], folder).added == len(ALL)
    return Searcher(open_engine(folder))


def names(page: Page) -> set[str]:
    return {Path(hit.article.origin).name[:3] for hit in page.hits}


def found(searcher: Searcher, q: str) -> set[str]:
    page = searcher.search(PageRequest(q))
    assert page.total == len(page.hits)
    return set() if page.notes else names(page)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("kremlin drone", ALL),
        ('"false flag"', {"001", "002"}),
        ("headline:kremlin", {"001", "003", "004"}),
        ("podolyak", {"002"}),
        ("assassinat*", ALL),
        ("“cannot remain in power”", {"004"}),
        ('"on Thursday Russia claimed"', {"003"}),
        ("source:sun", {"001"}),
        ("kremlin -source:sun", ALL - {"001"}),
    ],
)
def test_a_query_finds_exactly_these(searcher: Searcher, q: str, expected: set[str]):
    assert found(searcher, q) == expected


@pytest.mark.parametrize(
    "q",
    [
        '"more on russia"',
        '"most read"',
        "electrocuted",
        '"Lake Mead"',
        '"Read Full Article"',
        "copyright",
        '"don’t miss"',
        "insight",
    ],
)
def test_furniture_finds_nothing(searcher: Searcher, q: str):
    assert found(searcher, q) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S.", "US"),
        ("ukraine", "Ukraine’s"),
        ("drone", "DRONES"),
        ('"U.S. officials"', '"US official"'),
        ("podolyak", "Pódolyak"),
    ],
)
def test_two_spellings_find_the_same(searcher: Searcher, one: str, other: str):
    first, second = (searcher.search(PageRequest(q)) for q in (one, other))
    assert first.total > 0
    assert [hit.article.id for hit in first.hits] == [hit.article.id for hit in second.hits]


def test_the_one_known_source_is_counted_and_four_are_missing(searcher: Searcher):
    assert searcher.search(PageRequest()).facets == {"source": Facet((FacetValue("The Sun", 1),), 0, 4)}
    assert names(searcher.search(PageRequest(only=(("source", "unknown"),)))) == ALL - {"001"}


def test_the_headline_that_says_it_all_comes_first(searcher: Searcher):
    best = searcher.search(PageRequest("russia blames us kremlin")).hits[:2]
    assert {hit.article.headline for hit in best} == {
        "Russia Blames US Behind Drone Attack on Kremlin",
        "Russia Blames US For Drone Strike On Kremlin",
    }


def test_every_hit_of_a_phrase_shows_the_phrase(searcher: Searcher):
    hits = searcher.search(PageRequest('"false flag"')).hits
    shown = [
        [snippet.text[start:end] for start, end in snippet.spans] for hit in hits for snippet in hit.snippets
    ]
    assert shown == [["false", "flag"]] * len(shown)
    assert len(shown) >= len(hits) == 2


def test_a_slip_is_mended_from_the_words_of_the_articles(searcher: Searcher):
    page = searcher.search(PageRequest("kermlin drnoe"))
    assert (page.total, page.suggestion) == (0, "kremlin drone")
