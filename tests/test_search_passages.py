"""Snippets that are chosen by looking at few passages are those chosen by looking at all of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import sentence_ends
from search.results import Snippet
from search.snippets import WIDTH, Mark, snippets

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_SENTENCE = 260
Passage = tuple[int, int, bool, bool]
"""Where it begins and ends, and whether that is within a sentence."""


def obvious(text: str, marks: list[Mark]) -> tuple[Snippet, ...]:
    """The snippets by the rules, one after the other, of a text with marks."""
    left = list(passages(text, marks))
    chosen: list[Passage] = []
    shown: set[int] = set()
    while left and len(chosen) < 3:
        best = max(left, key=lambda passage: worth(passage, marks, shown))
        chosen.append(best)
        shown |= {leaf for mark in within(best, marks) for leaf in mark.leaves}
        left = [one for one in left if one[1] <= best[0] or one[0] >= best[1]]
    return tuple(snippet(text, passage, marks) for passage in sorted(chosen))


def worth(passage: Passage, marks: list[Mark], shown: set[int]) -> tuple[int, int, int, int]:
    own = within(passage, marks)
    leaves = {leaf for mark in own for leaf in mark.leaves}
    return len(leaves - shown), len(leaves), len(own), -passage[0]


def within(passage: Passage | tuple[int, int], marks: list[Mark]) -> list[Mark]:
    start, end = passage[:2]
    return [Mark(mark.start, min(mark.end, end), mark.leaves) for mark in marks if start <= mark.start < end]


def passages(text: str, marks: list[Mark]) -> Iterator[Passage]:
    for paragraph in re.finditer(r"\S[^\n]*", text):
        first, last = paragraph.span()
        ends = [first + end for end in sentence_ends(paragraph[0])]
        ends += [] if ends and ends[-1] == last else [last]
        for number, (start, end) in enumerate(zip([first, *ends], ends, strict=False)):
            if within((start, end), marks) and end - start > LONGEST_SENTENCE:
                yield from parts(text, (start, end), marks)
            elif within((start, end), marks):
                yield start, max([end, *(one for one in ends[number:] if one - start <= WIDTH)]), False, False


def parts(text: str, sentence: tuple[int, int], marks: list[Mark]) -> Iterator[Passage]:
    first, last = sentence
    shown = first
    for mark in within(sentence, marks):
        if mark.start >= shown:
            end = min(last, max(first, mark.start - WIDTH // 3) + WIDTH)
            start = max(first, end - WIDTH)
            if start > first and (blank := text.find(" ", start - 1, mark.start)) >= 0:
                start = blank + 1
            if end < last and (blank := text.rfind(" ", mark.end, end + 1)) >= 0:
                end = blank
            yield start, end, start > first, end < last
            shown = end


def snippet(text: str, passage: Passage, marks: list[Mark]) -> Snippet:
    start, end, before, after = passage
    piece = text[start:end]
    shift = 2 * before - start - (len(piece) - len(piece.lstrip()))
    spans = tuple((mark.start + shift, mark.end + shift) for mark in within(passage, marks))
    return Snippet(f"{'… ' * before}{piece.strip()}{' …' * after}", spans)


WANTED = ("bell", "tram", "fog")
words = st.sampled_from(
    (*WANTED, "bell", "a", "of", "quay", "ferry", "harbour", "Mr. Lee", "1,000", "x" * 70)
)
joints = st.sampled_from((" ",) * 12 + (". The ", "! And ", ", ", "\n", "\n\n", "\n  ", "… ", '." '))
articles = st.lists(st.tuples(words, joints).map("".join), max_size=150).map("".join)


def marks_of(text: str, leaves: int) -> list[Mark]:
    """Each wanted word as a mark, the words as different leaves or as one; every third matches another leaf as well."""
    found: list[Mark] = []
    seen: Counter[str] = Counter()
    for one in re.finditer("|".join(WANTED), text):
        seen[one[0]] += 1
        number = WANTED.index(one[0]) % leaves
        also = {leaves} if leaves > 1 and seen[one[0]] % 3 == 0 else set()
        found.append(Mark(one.start(), one.end(), frozenset({number, *also})))
    return found


@given(articles, st.integers(1, 3))
@settings(deadline=None, max_examples=400)
def test_the_snippets_are_the_best_of_all_passages(text, leaves):
    marks = marks_of(text, leaves)
    if marks:
        assert snippets(text, marks) == obvious(text, marks)
