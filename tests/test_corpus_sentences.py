"""Sentences end where one would end them by hand, and nothing is ended by what is told quickly."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import sentence_ends
from corpus.sentences import _ABBREVIATION, _CLOSING, _starts_anew, _up_to, ends_in_abbreviation

END = re.compile(rf"(?:[.!?…]|\.\.\.){_CLOSING}(?=\s+[\"“‘'(\[]?[^\W_a-z]|\s*$)")
ABBREVIATIONS = sorted({*re.findall(r"[A-Za-z]{2,}", _ABBREVIATION.pattern)} - {"Za"})


def obvious(text: str) -> list[int]:
    """Every end looked at closely."""
    return [
        found.end()
        for found in END.finditer(text)
        if not ends_in_abbreviation(_up_to(text, found)) or _starts_anew(text, found)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. He left! “Why?” Nobody knew…", ["It rained.", " He left!", " “Why?”", " Nobody knew…"]),
        ("Mr. Lee met J. K. Rowling. Then tea.", ["Mr. Lee met J. K. Rowling.", " Then tea."]),
        ("In the U.S. Army. In the U.S. The end.", ["In the U.S. Army.", " In the U.S.", " The end."]),
        ("Wait... Who, etc. Of old. It is 5. Go.", ["Wait...", " Who, etc. Of old.", " It is 5.", " Go."]),
    ],
)
def test_sentences_end_where_they_are_read_to_end(text, expected):
    starts = [0, *sentence_ends(text)]
    assert [text[one:end] for one, end in pairwise(starts)] == expected


@pytest.mark.parametrize("short", ABBREVIATIONS)
def test_no_abbreviation_ends_a_sentence(short):
    assert sentence_ends(f"See {short}. Lee, x{short}. Lee") == obvious(f"See {short}. Lee, x{short}. Lee")
    assert sentence_ends(f"See {short}. Lee") == []


PARTS = st.sampled_from(
    [*ABBREVIATIONS, "U.S", "J.K", "word", "it", "a", "é", "1", "The", "A", "He", "\u00a0"]
)
JOINTS = st.sampled_from(
    [".", ". ", " ", "...", "..", "?", "!", "…", "”", '"', ")", " “", "’s", "-", ". ", ". "]
)


@given(st.lists(PARTS | JOINTS, max_size=12).map("".join) | st.text())
@settings(deadline=None, max_examples=1000)
def test_what_is_told_quickly_is_as_it_is_on_a_close_look(text):
    assert sentence_ends(text) == obvious(text)
