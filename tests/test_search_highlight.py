"""What is marked in a text is what makes the article match, and nothing else. Marks are shown as [ ]."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Analyzer, Phrase, Term
from search.highlight import joined, leaves, marks
from search.parser import parse

ANALYZER = Analyzer()


def marked(typed: str, text: str, field: str = "body") -> str:
    tokens = ANALYZER.tokens(text)
    found = marks(leaves(parse(typed, ANALYZER).query, field), tokens)
    for mark in reversed(joined(found, tokens)):
        text = f"{text[: mark.start]}[{text[mark.start : mark.end]}]{text[mark.end :]}"
    return text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("strike", "Drones [strike]; strikers [strike], [striking] hard."),
        ("STRIKES", "Drones [strike]; strikers [strike], [striking] hard."),
        ('"drone strike"', "[Drones] [strike]; strikers strike, striking hard."),
        ("drones-strike", "[Drones] [strike]; strikers strike, striking hard."),
        ('"strike drones"', "Drones strike; strikers strike, striking hard."),
        ('"strike drones"~1', "[Drones] [strike]; strikers strike, striking hard."),
        ('"drones striker"~1', "[Drones] strike; [strikers] strike, striking hard."),
        ('"drones hard"~1', "Drones strike; strikers strike, striking hard."),
        ("strik*", "Drones [strike]; [strikers] [strike], [striking] hard."),
        ("str*ing", "Drones strike; strikers strike, [striking] hard."),
        ("str?ke", "Drones [strike]; strikers [strike], striking hard."),
        ("stroke~1", "Drones [strike]; strikers [strike], striking hard."),
        ("strike~0", "Drones [strike]; strikers [strike], striking hard."),
        ("hard -drones", "Drones strike; strikers strike, striking [hard]."),
        ("NOT (drones hard)", "Drones strike; strikers strike, striking hard."),
        ("drones OR hard", "[Drones] strike; strikers strike, striking [hard]."),
        ("headline:drones", "Drones strike; strikers strike, striking hard."),
        ("source:drones", "Drones strike; strikers strike, striking hard."),
        ("body:drones", "[Drones] strike; strikers strike, striking hard."),
        ("date:2023 hard", "Drones strike; strikers strike, striking [hard]."),
        ("*", "Drones strike; strikers strike, striking hard."),
        ("", "Drones strike; strikers strike, striking hard."),
        ("kremlin", "Drones strike; strikers strike, striking hard."),
    ],
)
def test_what_matches_is_marked(typed: str, expected: str):
    assert marked(typed, "Drones strike; strikers strike, striking hard.") == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("brekkoy", "In [Brekkøy]’s café the U.S. and Ukraine’s envoys met"),
        ("CAFE", "In Brekkøy’s [café] the U.S. and Ukraine’s envoys met"),
        ("us", "In Brekkøy’s café the [U.S.] and Ukraine’s envoys met"),
        ("ukraine", "In Brekkøy’s café the U.S. and [Ukraine]’s envoys met"),
        ('"ukraine envoy"', "In Brekkøy’s café the U.S. and [Ukraine]’s [envoys] met"),
        ("br*y", "In [Brekkøy]’s café the U.S. and Ukraine’s envoys met"),
    ],
)
def test_words_are_marked_as_they_are_written(typed: str, expected: str):
    assert marked(typed, "In Brekkøy’s café the U.S. and Ukraine’s envoys met") == expected


def test_words_of_a_phrase_are_marked_only_where_the_phrase_stands():
    assert marked('"false flag"', "A flag, false. A false flag. False flags!") == (
        "A flag, false. A [false] [flag]. [False] [flags]!"
    )


def test_a_near_phrase_marks_all_of_its_words_within_reach():
    assert (
        marked('"cat dog"~3', "cat x cat y dog . . . z z z z cat")
        == "[cat] x [cat] y [dog] . . . z z z z cat"
    )


def test_a_word_twice_in_a_near_phrase_needs_to_be_there_twice():
    assert marked('"cat cat"~2', "cat x cat z z z z z cat") == "[cat] x [cat] z z z z z cat"


def test_a_word_of_the_headline_alone_is_marked_there_alone():
    assert marked("headline:tram body:bell", "tram bell", "headline") == "[tram] bell"
    assert marked("headline:tram body:bell", "tram bell", "body") == "tram [bell]"


def test_each_mark_tells_which_leaves_it_matches():
    tokens = ANALYZER.tokens("false flag flag")
    wanted = [Term(("body",), "flag"), Phrase(("body",), ("fals", "flag"))]
    assert marks(wanted, tokens) == {0: {1}, 1: {0, 1}, 2: {0}}


WORDS = st.lists(st.sampled_from(["cat", "cats", "dog", "Café", "U.S.", "—", ". "]), max_size=30).map(
    " ".join
)
QUERIES = st.lists(
    st.sampled_from(
        ["cat", "-dog", '"cat dog"', '"dog cat"~2', "ca*", "c?t", "dog~1", "OR", "us", "headline:cat"]
    ),
    max_size=5,
).map(" ".join)


@settings(deadline=None)
@given(QUERIES, WORDS | st.text())
def test_marks_rise_within_the_text_and_never_overlap(typed: str, text: str):
    tokens = ANALYZER.tokens(text)
    found = joined(marks(leaves(parse(typed, ANALYZER).query, "body"), tokens), tokens)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(0 <= mark.start < mark.end <= len(text) for mark in found)
