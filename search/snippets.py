"""The stretches of an article that show best why it matches: about 200 characters each, whole sentences. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from corpus import sentence_ends
from search.results import Snippet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.results import Span

WIDTH = 200
_LONGEST_SENTENCE = 260
_START, _WORTH = attrgetter("start"), attrgetter("worth")
_PARAGRAPH = re.compile(r"\S[^\n]*")


_NONE: frozenset[int] = frozenset()


class Mark(NamedTuple):
    """A marked span, and the numbers of the query's leaves that it matches."""

    start: int
    end: int
    leaves: frozenset[int]


class _Stretch(NamedTuple):
    """A stretch of the text with the marks in it and their leaves: a paragraph, or a passage to be shown.

    `worth` is how many leaves, how many marks, and the earlier the better: of a part never more than of the whole.
    """

    worth: tuple[int, int, int]
    start: int
    end: int
    marks: Sequence[Mark]
    leaves: frozenset[int]
    is_passage: bool = True
    cut_before: bool = False
    cut_after: bool = False

    @classmethod
    def of(cls, start: int, end: int, marks: Sequence[Mark], **kind: bool) -> _Stretch:
        """A stretch with its marks."""
        leaves = marks[0].leaves if len(marks) == 1 else _NONE.union(*[mark.leaves for mark in marks])
        return cls((len(leaves), len(marks), -start), start, end, marks, leaves, **kind)

    def part(self, start: int, end: int, **cut: bool) -> _Stretch:
        """A passage out of it, with the marks that begin there, cut off at its end."""
        own = self.within(start, end)
        if own and own[-1].end > end:
            own = [*own[:-1], own[-1]._replace(end=end)]
        return _Stretch.of(start, end, own, **cut)

    def within(self, start: int, end: int) -> Sequence[Mark]:
        """The marks that begin between two offsets."""
        first = bisect_left(self.marks, (start,))
        return self.marks[first : bisect_left(self.marks, (end,), first)]


def snippets(text: str, marks: Sequence[Mark], limit: int = 3) -> tuple[Snippet, ...]:
    """Up to `limit` snippets in the order of the text; the lead when nothing in the text matches.

    The marks are in the order of the text and do not overlap.
    """
    left = _paragraphs(text, marks)
    chosen: list[_Stretch] = []
    shown = _NONE
    while left and len(chosen) < limit:
        best = _best(left, shown)
        if best.is_passage:
            chosen.append(best)
            shown |= best.leaves
            left = [one for one in left if one.end <= best.start or one.start >= best.end]
        else:  # worth as much as its passages at most, so those of the others need not be known yet
            left.remove(best)
            left += _passages(text, best)
    chosen.sort(key=_START)
    return tuple(_snippet(text, passage) for passage in chosen or _lead(text))


def _best(stretches: Sequence[_Stretch], shown: frozenset[int]) -> _Stretch:
    """What has most leaves that are not shown yet, and of such the worthiest."""
    if not shown or all(shown >= one.leaves for one in stretches):
        return max(stretches, key=_WORTH)
    return max(stretches, key=lambda one: (len(one.leaves - shown), one.worth))


def _paragraphs(text: str, marks: Sequence[Mark]) -> list[_Stretch]:
    """The paragraphs with a mark."""
    found: list[_Stretch] = []
    number = 0
    while number < len(marks):
        first = marks[number].start
        end = text.find("\n", first)
        end = len(text) if end < 0 else end
        start = text.rfind("\n", 0, first) + 1
        start += len(text[start:end]) - len(text[start:end].lstrip())
        after = bisect_left(marks, (end,), number)
        found.append(_Stretch.of(start, end, marks[number:after], is_passage=False))
        number = after
    return found


def _lead(text: str) -> Iterator[_Stretch]:
    """The first sentences of the text, as long as they fit; none of an empty one."""
    found = _PARAGRAPH.search(text)
    if not found:
        return
    paragraph = _Stretch.of(*found.span(), ())
    ends = _sentence_ends(text, paragraph)
    if ends[0] - paragraph.start <= _LONGEST_SENTENCE:
        yield _grown(paragraph, paragraph.start, ends)
    else:
        end = _word_end(text, paragraph.start + 1, paragraph.start + WIDTH)
        yield paragraph.part(paragraph.start, end, cut_after=True)


def _passages(text: str, paragraph: _Stretch) -> Iterator[_Stretch]:
    """A passage for each sentence with a mark: it and what follows of its paragraph, or parts of it."""
    ends = _sentence_ends(text, paragraph)
    start = paragraph.start
    for number, end in enumerate(ends):
        own = paragraph.within(start, end)
        if own and end - start > _LONGEST_SENTENCE:
            yield from _parts(text, (start, end), own, paragraph)
        elif own:
            yield _grown(paragraph, start, ends[number:])
        start = end


def _parts(text: str, sentence: Span, own: Sequence[Mark], paragraph: _Stretch) -> Iterator[_Stretch]:
    """The parts of a long sentence around its marks, each mark in one of them."""
    shown = sentence[0]
    for mark in own:
        if mark.start >= shown:
            passage = _around(text, sentence, mark, paragraph)
            yield passage
            shown = passage.end


def _sentence_ends(text: str, paragraph: _Stretch) -> list[int]:
    start, end = paragraph.start, paragraph.end
    ends = [start + stop for stop in sentence_ends(text[start:end])]
    return ends if ends and ends[-1] >= end else [*ends, end]


def _grown(paragraph: _Stretch, start: int, ends: Sequence[int]) -> _Stretch:
    """A sentence and those after it, as long as they fit; given where it starts, and where each ends."""
    return paragraph.part(start, ends[max(1, bisect_right(ends, start + WIDTH)) - 1])


def _around(text: str, sentence: Span, mark: Mark, paragraph: _Stretch) -> _Stretch:
    """The part of a long sentence around a mark, a third of it before the mark, cut between words."""
    first, last = sentence
    end = min(last, max(first, mark.start - WIDTH // 3) + WIDTH)
    start = max(first, end - WIDTH)
    if start > first:
        start = _word_start(text, start, mark.start)
    if end < last:
        end = _word_end(text, mark.end, end)
    return paragraph.part(start, end, cut_before=start > first, cut_after=end < last)


def _word_start(text: str, start: int, latest: int) -> int:
    """Where the first whole word from `start` begins; `start` itself when there is no blank before `latest`."""
    blank = text.find(" ", start - 1, latest)
    return start if blank < 0 else blank + 1


def _word_end(text: str, earliest: int, end: int) -> int:
    """Where the last whole word before `end` ends; `end` itself when there is no blank from `earliest`."""
    blank = text.rfind(" ", earliest, end + 1)
    return end if blank < 0 else blank


def _snippet(text: str, passage: _Stretch) -> Snippet:
    """The passage as a snippet, with … where it begins or ends within a sentence."""
    piece = text[passage.start : passage.end]
    before = "… " if passage.cut_before else ""
    after = " …" if passage.cut_after else ""
    shift = len(before) - passage.start - (len(piece) - len(piece.lstrip()))
    spans = tuple((mark.start + shift, mark.end + shift) for mark in passage.marks)
    return Snippet(f"{before}{piece.strip()}{after}", spans)
