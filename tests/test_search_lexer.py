"""What is typed is cut into pieces, and each piece knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.lexer import Piece, pieces, straight


def kinds(typed: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces(typed)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tram bell", [("word", "tram"), ("word", "bell")]),
        ("tram AND bell", [("word", "tram"), ("and", "AND"), ("word", "bell")]),
        ("tram or bell", [("word", "tram"), ("word", "or"), ("word", "bell")]),
        ("OR NOT", [("or", "OR"), ("not", "NOT")]),
        ("-tram", [("not", "-"), ("word", "tram")]),
        ("pro-tram", [("word", "pro-tram")]),
        ("tram - bell", [("word", "tram"), ("word", "-"), ("word", "bell")]),
        ("--tram", [("word", "--tram")]),
        ("(-tram)", [("open", "("), ("not", "-"), ("word", "tram"), ("close", ")")]),
        ("Headline:tram", [("field", "headline"), ("word", "tram")]),
        ("headline:-tram", [("field", "headline"), ("not", "-"), ("word", "tram")]),
        ("headline: tram", [("field", "headline"), ("word", "tram")]),
        ("head: tram", [("word", "head:"), ("word", "tram")]),
        ("http://tram.example", [("word", "http://tram.example")]),
        ("at 5:30", [("word", "at"), ("word", "5:30")]),
        ('"tram bell"', [("phrase", "tram bell")]),
        ('tram"bell', [("word", "tram"), ("open_phrase", "bell")]),
        ('""', [("phrase", "")]),
        ("", []),
    ],
)
def test_a_query_is_cut_into_pieces(typed: str, expected: list[tuple[str, str]]):
    assert kinds(typed) == expected


def test_a_piece_carries_what_follows_the_tilde_and_the_caret():
    assert list(pieces('tram~1^2 "a b"~5^0.5 bell~ x^')) == [
        Piece("word", "tram", 0, 4, "1", "2"),
        Piece("phrase", "a b", 9, 20, "5", "0.5"),
        Piece("word", "bell", 21, 25, "", None),
        Piece("word", "x^", 27, 29),
    ]


@pytest.mark.parametrize("quotes", ["“”", "„“", "«»", "””", "‟”", "＂＂"])
def test_every_kind_of_double_quotation_mark_counts_as_the_straight_one(quotes: str):
    assert kinds(f"{quotes[0]}tram bell{quotes[1]}") == [("phrase", "tram bell")]


@pytest.mark.parametrize("dash", "‐‑‒–—―−")
def test_every_kind_of_dash_counts_as_the_straight_one(dash: str):
    assert kinds(f"{dash}tram") == [("not", "-"), ("word", "tram")]


@pytest.mark.parametrize(
    "unseen", ["\x00", "\x1b", "\u200e", "\u200f", "\u202e", "\ufeff", "\u2028", "\ud800"]
)
def test_what_cannot_be_seen_counts_as_a_blank(unseen: str):
    assert kinds(f"{unseen}tram{unseen}bell") == [("word", "tram"), ("word", "bell")]


@settings(deadline=None)
@given(st.text())
def test_straightening_keeps_every_character_in_its_place(typed: str):
    assert len(straight(typed)) == len(typed)


@settings(deadline=None)
@given(st.text() | st.text(alphabet='ab"(): -~^*?“—\u200f19.'))
def test_pieces_stand_one_after_the_other_within_the_text(typed: str):
    offsets = [offset for piece in pieces(typed) for offset in (piece.start, piece.end)]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(typed) for offset in offsets)
