"""A ranking that scores only the chunks whose best may be among those wanted is the ranking that scores everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article
from index import Analyzer, And, Everything, Or, Phrase, Prefix, Request, Term, analyse
from index.engines.whoosh import WhooshEngine, question, ranking, snapshot
from index.engines.whoosh.codec import postings
from tests.reference import ReferenceEngine
from tests.strategies import COMMON, DAYS, RARE, WORDS, queries, requests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index import Matches

ANALYZER = Analyzer()


def articles(seed: int, count: int) -> Iterator[Article]:
    """Articles of words of all frequencies; some are each other's equals in all but id, or id and date."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    for number in range(count):
        size = chance.choice((2, 2, 5, 30))
        body = " ".join(chance.choice((*COMMON * 4, *RARE)) for _ in range(size)) if number % 4 else "drone"
        day = chance.choice((None, *DAYS))
        yield Article(f"{number * 37 % 101:03}", "The Sun", chance.choice(COMMON), body, day)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    """An engine with chunks of four articles, long lists from five on, several segments, and articles taken out."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (postings, "LONG", 5),
            (postings, "CHUNK", 4),
            (snapshot, "CHUNK", 4),
            (ranking, "MANY", 5),
            (question, "BONUS_FOR", 6),
        ):
            patch.setattr(module, name, value)
        engine = WhooshEngine.create(tmp_path_factory.mktemp("index") / "whoosh")
        for seed, count in ((1, 70), (2, 30), (3, 9)):
            with engine.writing() as writer:
                for one in articles(seed, count):
                    writer.put(analyse(replace(one, id=f"{seed}-{one.id}"), ANALYZER))
            if seed == 1:
                engine.tidy()
        with engine.writing() as writer:
            for number in range(0, 70, 7):
                writer.remove(f"1-{number * 37 % 101:03}")
        yield engine


def without_chunks(engine: WhooshEngine, request: Request) -> Matches:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "MANY", 1_000_000)
        return engine.search(request)


limits, offsets = st.integers(1, 8), st.integers(0, 5)


@given(requests, limits, offsets)
def test_the_same_articles_come_in_the_same_order_with_the_same_scores(engine, request_, limit, offset):
    asked = replace(request_, limit=limit, offset=offset)
    assert engine.search(asked) == without_chunks(engine, asked)


long_ones = st.sampled_from(
    (
        Term(("body",), "drone"),
        Term(("body", "headline"), "the"),
        Or((Term(("body",), "said"), Term(("body",), "kremlin", 3.0), Term(("headline",), "drone", 0.5))),
        And((Term(("body", "headline"), "drone"), Or((Term(("body",), "the"), Prefix(("body",), "k"))))),
        And((Everything(), Term(("headline",), "the"))),
        Phrase(("body",), ("the", "drone"), 3),
    )
)


@given(long_ones, st.none() | long_ones, limits)
def test_pages_of_long_answers_follow_each_other_as_one_ranking_does(engine, query, bonus, limit):
    """Ties go to the newer article and then to the smaller id, also from page to page."""
    whole = without_chunks(engine, Request(query, bonus, limit=1000))
    seen, place = [], None
    while True:
        page = engine.search(Request(query, bonus, limit=limit, after=place))
        seen += page.top
        place = page.end
        if place is None:
            break
    assert (page.total, [match.id for match in seen]) == (whole.total, [match.id for match in whole.top])
    assert [match.score for match in seen] == pytest.approx([match.score for match in whole.top])


@given(st.sampled_from(("relevance", "newest", "oldest")), queries, limits)
def test_ties_go_to_the_newer_article_and_then_to_the_smaller_id(engine, sort, query, limit):
    found = {one.id: one.published or date.min for one in engine.scan()}
    top = engine.search(Request(query, sort=sort, limit=1000)).top
    keys = {
        "relevance": lambda match: (-match.score, -found[match.id].toordinal(), match.id),
        "newest": lambda match: (-found[match.id].toordinal(), match.id),
        "oldest": lambda match: (
            found[match.id].toordinal() if found[match.id] > date.min else date.max.toordinal(),
            match.id,
        ),
    }
    assert list(top) == sorted(top, key=keys[sort])
    assert engine.search(Request(query, sort=sort, limit=limit)).top == top[:limit]


@given(st.sampled_from(("", *(word[:1] for word in WORDS), *WORDS)), st.integers(1, 30))
def test_the_commonest_words_are_those_that_counting_them_all_finds(engine, prefix, size):
    """Also while the segments still have articles that were removed."""
    reference = ReferenceEngine()
    with reference.writing() as writer:
        for one in engine.scan():
            writer.put(analyse(one, ANALYZER))
    assert engine.commonest(prefix, size) == reference.commonest(prefix, size)
