"""Where a search is matched in an article: its paragraphs in a list, each by a few words around its first match. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search import Snippet

if TYPE_CHECKING:
    from collections.abc import Sequence

BEFORE, AFTER = 24, 56
"""About how many characters stand on either side of a match: two or three lines of a narrow column."""

DOTS = "…"
"""They stay on the line of the word next to them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that matches: its number (from 1), how often, and its first match in context."""

    number: int
    matches: int
    excerpt: Snippet


def passages(paragraphs: Sequence[Snippet]) -> list[Passage]:
    """The paragraphs that match, in order."""
    return [
        Passage(number, len(paragraph.spans), excerpt(paragraph))
        for number, paragraph in enumerate(paragraphs, 1)
        if paragraph.spans
    ]


def excerpt(paragraph: Snippet) -> Snippet:
    """The first match with whole words around it; dots stand for what is left out."""
    text = paragraph.text
    start, end = paragraph.spans[0]
    # One character more, to see whether a word ends just there.
    before, after = text[max(0, start - BEFORE - 1) : start], text[end : end + AFTER + 1]
    if start > BEFORE:
        before = f"{DOTS}\u00a0" + before.partition(" ")[2].lstrip()
    if end + AFTER < len(text):
        after = after.rpartition(" ")[0].rstrip() + f"\u00a0{DOTS}"
    first = len(before)
    return Snippet(before + text[start:end] + after, ((first, first + end - start),))
