"""A concordance has a line for each match, with what stands on either side."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from kiosk import NEWS, searching

from corpus import Article
from index import Analyzer, And, Phrase, Term
from search import PageRequest, Searcher
from search.concordance import in_order, lines
from tests.strategies import texts

ANALYZER = Analyzer()
BODY = ("headline", "body")
TEXT = "The tram rang its bell.\n\nDrivers of the old tram — “cheered” the tram bell twice."


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return searching(tmp_path_factory.mktemp("kiosk"), NEWS)


def shown(query, text=TEXT, context=14):
    return [
        (line.left, line.match, line.right)
        for line in lines(Article("a", "s", "h", text), query, ANALYZER, context)
    ]


def test_every_match_has_its_line_in_the_order_of_the_text():
    assert shown(Term(BODY, "tram")) == [
        ("The ", "tram", " rang its"),
        ("of the old ", "tram", " — “cheered”"),
        ("“cheered” the ", "tram", " bell twice."),
    ]


def test_a_phrase_is_one_match_and_words_side_by_side_are_two():
    assert [match for _, match, _ in shown(Phrase(BODY, ("tram", "bell")))] == ["tram bell"]
    assert [match for _, match, _ in shown(And((Term(BODY, "tram"), Term(BODY, "bell"))))] == [
        "tram", "bell", "tram", "tram", "bell",
    ]  # fmt: skip


def test_lines_are_sorted_by_the_nearest_words_of_a_side():
    made = list(
        lines(Article("a", "s", "h", "x b tram “c. y a tram -d. z a tram b"), Term(BODY, "tram"), ANALYZER, 4)
    )
    assert [line.left.strip() for line in in_order(made, "left")] == ["y a", "z a", "x b"]
    assert [line.right for line in in_order(made, "right")] == [" b", " “c.", " -d."]
    assert in_order(made, "position") == made


@given(texts(0, 30))
@settings(max_examples=200)
def test_places_are_those_of_the_tokens(text):
    tokens = ANALYZER.tokens(text, "en")
    every = range(0, len(tokens), 2)
    assert ANALYZER.places(text, every, "en") == [(token.start, token.end) for token in tokens[::2]]
    assert ANALYZER.places(text, (), "en") == []


def test_a_page_of_lines_says_how_many_there_are_and_of_how_many_articles(searcher: Searcher):
    made = searcher.concordance(PageRequest("bell"), "right")
    assert [(line.article.id, line.match, line.right) for line in made.lines] == [
        ("w1", "bell", "."),
        ("w1", "bell", ". Drivers cheered the bell."),
        ("w2", "bell", " of it."),
    ]
    assert (made.total, made.read, made.articles, made.pages) == (3, 2, 2, 1)
    assert searcher.concordance(PageRequest("bell", page=2)).lines == ()
