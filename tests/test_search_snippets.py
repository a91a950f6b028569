"""Snippets show the sentences that tell best why an article matches."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.snippets import WIDTH, Mark, snippets

if TYPE_CHECKING:
    from search.results import Snippet

FILLER = (
    "The ferry left the quay at nine in the morning and nobody aboard thought anything of the fog that day."
)
OPENING = "A bell rang."


def marks(text: str, *words: str) -> list[Mark]:
    """Every occurrence of the words, each word a leaf of its own."""
    found = re.finditer("|".join(map(re.escape, words)), text) if words else ()
    return [Mark(one.start(), one.end(), frozenset({words.index(one[0])})) for one in found]


def shown(text: str, *words: str) -> list[str]:
    return [with_brackets(snippet) for snippet in snippets(text, marks(text, *words))]


def with_brackets(snippet: Snippet) -> str:
    text = snippet.text
    for start, end in reversed(snippet.spans):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def test_the_lead_is_shown_when_nothing_matches():
    assert shown(f"{OPENING} {FILLER} {FILLER}\n\n{FILLER}") == [f"{OPENING} {FILLER}"]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_an_empty_body_has_no_snippet(text: str):
    assert snippets(text, []) == ()


def test_a_sentence_that_matches_is_shown_with_what_follows_it():
    assert shown(f"{FILLER} {FILLER} {OPENING} Then silence. {FILLER} {FILLER}", "bell") == [
        f"A [bell] rang. Then silence. {FILLER}"
    ]


def test_a_snippet_ends_with_its_paragraph():
    assert shown(f"{FILLER}\n\n{OPENING}\n\nThen silence.", "bell") == ["A [bell] rang."]


def test_at_most_three_snippets_are_shown_in_the_order_of_the_text():
    text = "\n\n".join(f"Bell {number} rang." for number in "12345")
    assert shown(text, "Bell", "5") == ["[Bell] 1 rang.", "[Bell] 2 rang.", "[Bell] [5] rang."]


def test_the_sentences_that_show_more_of_the_words_come_first():
    text = "The bell.\n\nThe bell, a bell.\n\nThe bell and the fog.\n\nThe gull.\n\nThe bell."
    assert shown(text, "bell", "fog", "gull") == [
        "The [bell], a [bell].",
        "The [bell] and the [fog].",
        "The [gull].",
    ]


def test_snippets_do_not_show_the_same_sentence_twice():
    assert shown("A bell. A bell. A bell.", "bell") == ["A [bell]. A [bell]. A [bell]."]


def test_an_abbreviation_ends_no_snippet():
    assert shown(f"{FILLER}\n\nIn the U.S. Army a bell rang for Mr. Smith.", "bell") == [
        "In the U.S. Army a [bell] rang for Mr. Smith."
    ]


def test_a_long_sentence_is_cut_between_words():
    text = f"{'alpha ' * 60}bell{' omega' * 60}."
    assert shown(text, "bell") == [f"… {'alpha ' * 11}[bell]{' omega' * 21} …"]


def test_a_long_sentence_is_cut_at_one_side_only_near_its_beginning_and_its_end():
    text = f"bell{' omega' * 60}"
    assert shown(text, "bell") == [f"[bell]{' omega' * 32} …"]
    text = f"{'alpha ' * 60}bell"
    assert shown(text, "bell") == [f"… {'alpha ' * 32}[bell]"]


def test_a_long_lead_is_cut_between_words():
    assert shown("alpha " * 60) == [f"{'alpha ' * 33}… ".strip()]


def test_a_long_line_without_blanks_is_cut_anyway():
    text = f"{'x' * 50_000}bell{'y' * 49_996}"
    assert shown(text, "bell") == [f"… {'x' * 66}[bell]{'y' * 130} …"]
    assert shown(text) == [f"{'x' * WIDTH} …"]
    assert shown(text, text) == [f"[{'x' * WIDTH}] …"]


def test_a_long_line_of_nothing_but_matches_is_shown_in_pieces():
    text = "a-" * 50_000
    assert [(len(one.text), len(one.spans)) for one in snippets(text, marks(text, "a"))] == [
        (202, 100),
        (204, 100),
        (204, 100),
    ]


def test_a_paragraph_of_thousands_of_sentences_that_match_is_read():
    text = "A bell. " * 12_000
    assert [len(one.spans) for one in snippets(text, marks(text, "bell"))] == [25, 25, 25]


PIECES = [
    "bell",
    "fog",
    "U.S.",
    "a",
    "Mr. ",
    ". ",
    "! ",
    "”",
    " ",
    " ",
    "\n\n",
    "3.5",
    "é",
    "x" * 90,
    "so it goes " * 9,
]
texts = st.lists(st.sampled_from(PIECES), max_size=80).map("".join) | st.text(max_size=400)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(texts)
    words = [(one.start(), one.end()) for one in re.finditer(r"\w+", text)]
    chosen = draw(st.lists(st.sampled_from(words), unique=True)) if words else []
    numbers = st.frozensets(st.integers(0, 3), min_size=1)
    return text, [Mark(start, end, draw(numbers)) for start, end in sorted(chosen)]


@settings(deadline=None)
@given(marked_texts())
def test_every_span_marks_what_the_body_has_marked(given_text: tuple[str, list[Mark]]):
    text, found = given_text
    for snippet in snippets(text, found):
        assert len(snippet.text) <= 264
        assert all(one[1] <= two[0] for one, two in pairwise(snippet.spans))
        assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.spans)
        inner = snippet.text.removeprefix("… ").removesuffix(" …")
        assert any(spans_at(at.start(), found, inner) == moved(snippet) for at in places(inner, text))


@settings(deadline=None)
@given(marked_texts())
def test_there_are_snippets_wherever_there_is_text(given_text: tuple[str, list[Mark]]):
    text, found = given_text
    made = snippets(text, found)
    assert len(made) <= 3
    assert bool(made) == bool(text.strip())
    assert all(snippet.spans for snippet in made) == (bool(found) or not made)


def places(inner: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(f"(?={re.escape(inner)})", text))


def spans_at(at: int, found: list[Mark], inner: str) -> list[tuple[int, int]]:
    """Where the marks of the body are in a stretch of it that begins at `at`."""
    end = at + len(inner)
    return [(one.start - at, min(one.end, end) - at) for one in found if at <= one.start < end]


def moved(snippet: Snippet) -> list[tuple[int, int]]:
    shift = 2 if snippet.text.startswith("… ") else 0
    return [(start - shift, end - shift) for start, end in snippet.spans]
