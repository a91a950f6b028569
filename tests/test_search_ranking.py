"""Words earn more together than apart, and when no article has them all those with the most are asked for."""

from __future__ import annotations

import pytest

from index import Analyzer, And, Not, Or, Phrase, Query, Term
from search.parser import parse
from search.ranking import bonus, with_most

TEXT = ("headline", "body")
A, B, C = (Term(TEXT, letter) for letter in "abc")


def asked(typed: str) -> Query:
    return parse(typed, Analyzer()).query


@pytest.mark.parametrize(
    "typed", ["a b", "a b -c", "a date:2023 b", 'a "c d" b', "a source:x b", "a (c OR d) b"]
)
def test_plain_words_earn_a_bonus_near_each_other_and_another_as_a_phrase(typed: str):
    assert bonus(asked(typed)) == Or((Phrase(TEXT, ("a", "b"), 0, 0.5), Phrase(TEXT, ("a", "b"), 8, 0.5)))


@pytest.mark.parametrize(
    "typed", ["", "a", "a a", "a OR b", "a -b", '"a b"', "headline:(a b)", "a b c d e f g"]
)
def test_without_two_to_six_plain_words_there_is_no_bonus(typed: str):
    assert bonus(asked(typed)) is None


def test_fewer_and_fewer_of_the_words_are_asked_for():
    assert with_most(asked("a b c")) == [
        (And((Or((A, B, C), 2),)), "No article has all 3 words; these have 2 of them."),
        (And((Or((A, B, C), 1),)), "No article has all 3 words; these have one of them."),
    ]


def test_two_words_are_both_of_them():
    assert with_most(asked("a b")) == [
        (And((Or((A, B)),)), "No article has both words; these have one of them.")
    ]


def test_of_many_words_only_some_numbers_are_asked_for():
    assert [note for _, note in with_most(asked(" ".join(f"n{number}" for number in range(20))))] == [
        "No article has all 20 words; these have at least 10 of them.",
        "No article has all 20 words; these have at least 5 of them.",
        "No article has all 20 words; these have at least one of them.",
    ]


def test_what_is_more_than_a_word_is_a_part():
    assert [note for _, note in with_most(asked('"a b" c'))] == [
        "No article matches both parts of the query; these match one of them."
    ]


def test_exclusions_dates_and_sources_stay_as_they_are():
    always = (Not(C), asked("date:2023"), asked("source:x"), asked("date:(2023 OR 2024)"))
    assert [query for query, _ in with_most(asked("a -c date:2023 b source:x date:(2023 OR 2024)"))] == [
        And((*always, Or((A, B))))
    ]


@pytest.mark.parametrize("typed", ["", "a", "-a -b", "a -b", "a date:2023", "source:x a", "a OR b", '"a b"'])
def test_a_query_with_nothing_to_leave_out_is_left_alone(typed: str):
    assert with_most(asked(typed)) == []
