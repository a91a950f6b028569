"""No text makes the reading of a query raise, nor grow beyond bounds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Analyzer, And, Everything, Not, Or, Query
from search.parser import DEEPEST, MOST_PIECES, parse

ANALYZER = Analyzer()

UNITS = [
    "(",
    ")",
    '"',
    "“",
    "-",
    "—",
    ":",
    "*",
    "?",
    "~",
    "^",
    "a",
    "a ",
    "a-",
    "a*-",
    "*-",
    "a* ",
    "x?",
    "a.",
    "1,",
    "'",
]
UNITS += [
    "NOT ",
    "a OR ",
    "(a ",
    ")(",
    '"a" ',
    "headline:",
    "date:",
    "a:",
    "d:(",
    "-(",
    "~1",
    "^1",
    "…",
    "é",
    "\u0301",
    "\u200f",
]


@pytest.mark.parametrize("unit", UNITS)
def test_ten_thousand_characters_of_a_kind_become_a_query_of_bounded_size(unit: str):
    parsed = parse((unit * 10_000)[:10_000], ANALYZER)
    assert size(parsed.query) <= MOST_PIECES + DEEPEST
    assert len(parsed.notes) < 10


def size(query: Query) -> int:
    match query:
        case And() | Or():
            return 1 + sum(map(size, query.parts))
        case Not():
            return 1 + size(query.part)
        case _:
            return 1


typed_texts = st.text(max_size=200) | st.lists(
    st.sampled_from([*UNITS, "kremlin", "Ukraine’s ", "U.S. ", "~2", "^3", "date:2023..", "source:", " "]),
    max_size=60,
).map("".join)


@settings(deadline=None)
@given(typed_texts)
def test_no_text_makes_it_raise_and_every_note_is_a_sentence(typed: str):
    parsed = parse(typed, ANALYZER)
    assert [note for note in parsed.notes if not re.fullmatch(r"[A-Z“].*[.]|“.*or from\.\.to\.", note)] == []


@settings(deadline=None)
@given(typed_texts)
def test_a_wanted_word_stands_where_it_says(typed: str):
    for one in parse(typed, ANALYZER).words:
        assert ANALYZER.terms(typed[one.start : one.end]).words == (one.word,)


@settings(deadline=None)
@given(typed_texts)
def test_parts_of_all_are_told_once_and_never_nested(typed: str):
    query = parse(typed, ANALYZER).query
    parts = query.parts if isinstance(query, And) else ()
    assert len(set(parts)) == len(parts)
    assert not any(isinstance(part, And | Everything) for part in parts)
