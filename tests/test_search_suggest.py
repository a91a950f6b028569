"""Suggestions come from the corpus's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reference import edits

from index import Analyzer
from search.parser import parse
from search.suggest import MOST_WORDS, completions, meant

if TYPE_CHECKING:
    from collections.abc import Sequence

KNOWN = {
    "kremlin": 40,
    "kremlins": 1,
    "drone": 30,
    "drones": 60,
    "drove": 2,
    "cat": 20,
    "car": 50,
    "the": 99,
    "2022": 90,
}


def suggested(typed: str) -> str | None:
    def near(words: Sequence[str], distance: int) -> list[list[tuple[str, int]]]:
        return [[pair for pair in KNOWN.items() if edits(word, pair[0]) <= distance] for word in words]

    return meant(typed, parse(typed, Analyzer()).words, near)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kremlim", "kremlin"),
        ("Kremlim’s drnoe", "kremlin’s drone"),
        ("kermlin", "kremlin"),
        ("krmelim", "kremlin"),
        ("drove", "drone"),
        ("drohnes OR (kremlni -x)", "drones OR (kremlin -x)"),
        ("“kremlim” drine", "“kremlim” drone"),
        ("cas", "car"),
    ],
)
def test_a_slip_is_mended_where_it_stands(typed: str, expected: str):
    assert suggested(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "kremlin drones",
        "kremlin",
        "drone",
        "2021",
        "te",
        "zeppelin",
        "kr",
        "-kremlim",
        '"kremlim"',
        "kremlim*",
        "kremlim~1",
        "source:kremlim",
        "kremlim" * 10,
        "",
    ],
)
def test_what_is_known_or_unlike_anything_or_not_a_plain_word_is_left_alone(typed: str):
    assert suggested(typed) is None


def test_a_sentence_is_left_alone():
    assert suggested("kremlim " + "drone " * (MOST_WORDS - 1)) == "kremlin " + "drone " * (MOST_WORDS - 1)
    assert suggested("kremlim " + "drone " * MOST_WORDS) is None


def test_a_word_goes_on_to_the_commonest_words_and_equal_ones_by_name():
    assert completions("-headline:", [("drove", 2), ("drone", 30), ("drones", 60), ("drown", 2)], 3) == [
        "-headline:drones",
        "-headline:drone",
        "-headline:drove",
    ]
    assert completions("", [], 3) == []


def test_words_that_stand_beside_what_was_typed_come_first():
    words = [("could", 90), ("court", 40), ("county", 50)]
    assert completions("supreme ", words, 2, {"court", "ruling"}) == ["supreme court", "supreme could"]
    assert completions("", words, 2, {"court"}) == ["could", "county"]
