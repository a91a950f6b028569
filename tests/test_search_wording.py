"""Patterns are folded and cut as the Analyzer folds and cuts words."""

from __future__ import annotations

import pytest

from index import Analyzer, And, Fuzzy, Phrase, Prefix, Query, Term, Wildcard
from search.parser import parse
from search.wording import MOST_PATTERNS

TEXT = ("headline", "body")


def asked(typed: str) -> Query:
    return parse(typed, Analyzer()).query


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Zelensk*", Prefix(TEXT, "zelensk")),
        ("ÉCHO*", Prefix(TEXT, "echo")),
        ("e\u0301cho*", Prefix(TEXT, "echo")),
        ("Brekkø?", Term(TEXT, "brekko")),
        ("Guð*ir", Wildcard(TEXT, "gud*ir")),
        ("Київ*", Prefix(TEXT, "київ")),
        ("हिन्दी*", Prefix(TEXT, "हिन्दी")),
        ("don’t*", Prefix(TEXT, "don't")),
        ("U.S.*", Prefix(TEXT, "us")),
        ("1,204*", Prefix(TEXT, "1204")),
        ("2.5*", Prefix(TEXT, "2.5")),
        ("pro-Krem*", And((Term(TEXT, "pro"), Prefix(TEXT, "krem")))),
        ("foo_ba*", And((Term(TEXT, "foo"), Prefix(TEXT, "ba")))),
        ("col*?", Prefix(TEXT, "col")),
        ("?rone", Wildcard(TEXT, "?rone")),
        ("dr??e*", Wildcard(TEXT, "dr??e*")),
        ("‘dron*’", Prefix(TEXT, "dron")),
        ("Crème~1", Fuzzy(TEXT, "creme", 1)),
        ("pro-Kremlin~1", And((Fuzzy(TEXT, "pro", 1), Fuzzy(TEXT, "kremlin", 1)))),
        ("lock-keeper^2", Phrase(TEXT, ("lock", "keeper"), 0, 2.0)),
    ],
)
def test_a_pattern_is_folded_as_words_are(typed: str, query: Query):
    assert asked(typed) == query


@pytest.mark.parametrize("typed", ["n{0}*", "n{0}~1", "n?{0}x"])
def test_only_so_many_patterns_are_read(typed: str):
    parsed = parse(" ".join(typed.format(number) for number in range(99)), Analyzer())
    assert isinstance(parsed.query, And)
    assert len(parsed.query.parts) == MOST_PATTERNS
    assert parsed.notes == ("Only the first 20 words with *, ? or ~ were read.",)


def test_a_pattern_of_fewer_than_two_letters_is_left_out_with_a_note():
    notes = ("“a*” has fewer than 2 letters and was left out.",)
    assert parse("tram a*", Analyzer()).notes == notes
    assert parse("tram a*", Analyzer()).query == parse("tram", Analyzer()).query


def test_of_a_very_long_phrase_the_first_words_are_read():
    parsed = parse(f'"{"tram " * 60}"', Analyzer())
    assert parsed.notes == ("Only the first 50 words of a phrase were read.",)
    assert len(parsed.query.terms) == 50
