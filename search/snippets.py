"""The stretches of an article that show best why it matches: about 200 characters each, whole sentences. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus import sentence_ends
from search.results import Snippet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.results import Span

WIDTH = 200
_LONGEST_SENTENCE = 260
_PARAGRAPH = re.compile(r"\S[^\n]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span, and the numbers of the query's leaves that it matches."""

    start: int
    end: int
    leaves: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Passage:
    """A stretch of the text with its marks; whether it begins, or ends, within a sentence."""

    start: int
    end: int
    marks: tuple[Mark, ...] = ()
    cut_before: bool = False
    cut_after: bool = False

    def worth(self, shown: set[int]) -> tuple[int, int, int, int]:
        """Leaves not shown yet, leaves, marks, and the earlier the better."""
        leaves = {leaf for mark in self.marks for leaf in mark.leaves}
        return len(leaves - shown), len(leaves), len(self.marks), -self.start


class _Marks:
    """Marks by where they stand, to be looked up without reading all of them: a long text has thousands."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._starts = [mark.start for mark in marks]

    def within(self, start: int, end: int) -> tuple[Mark, ...]:
        """The marks that begin in a stretch, cut off at its end."""
        some = self._marks[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return tuple(mark if mark.end <= end else replace(mark, end=end) for mark in some)


def snippets(text: str, marks: Sequence[Mark], limit: int = 3) -> tuple[Snippet, ...]:
    """Up to `limit` snippets in the order of the text; the lead when nothing in the text matches.

    The marks are in the order of the text and do not overlap.
    """
    left = list(_passages(text, _Marks(marks)))
    chosen: list[_Passage] = []
    shown: set[int] = set()
    while left and len(chosen) < limit:
        best = max(left, key=lambda passage: passage.worth(shown))
        chosen.append(best)
        shown |= {leaf for mark in best.marks for leaf in mark.leaves}
        left = [passage for passage in left if passage.end <= best.start or passage.start >= best.end]
    chosen.sort(key=lambda passage: passage.start)
    return tuple(_snippet(text, passage) for passage in chosen or _lead(text))


def _lead(text: str) -> Iterator[_Passage]:
    """The first sentences of the text, as long as they fit; none of an empty one."""
    paragraph = _PARAGRAPH.search(text)
    if not paragraph:
        return
    sentences = _sentences(text, paragraph.start(), paragraph.end())
    start, end = sentences[0]
    if end - start <= _LONGEST_SENTENCE:
        yield _grown(sentences, 0, _Marks(()))
    else:
        yield _Passage(start, _word_end(text, start + 1, start + WIDTH), cut_after=True)


def _passages(text: str, marks: _Marks) -> Iterator[_Passage]:
    """A passage for each sentence with a mark: it and what follows of its paragraph, or parts of it."""
    for paragraph in _PARAGRAPH.finditer(text):
        if not marks.within(*paragraph.span()):
            continue
        sentences = _sentences(text, *paragraph.span())
        for number, (start, end) in enumerate(sentences):
            own = marks.within(start, end)
            if own and end - start > _LONGEST_SENTENCE:
                yield from _parts(text, (start, end), own, marks)
            elif own:
                yield _grown(sentences, number, marks)


def _parts(text: str, sentence: Span, own: Sequence[Mark], marks: _Marks) -> Iterator[_Passage]:
    """The parts of a long sentence around its marks, each mark in one of them."""
    shown = sentence[0]
    for mark in own:
        if mark.start >= shown:
            passage = _around(text, sentence, mark, marks)
            yield passage
            shown = passage.end


def _sentences(text: str, start: int, end: int) -> list[Span]:
    ends = [start + stop for stop in sentence_ends(text[start:end])]
    if not ends or ends[-1] < end:
        ends.append(end)
    return list(zip([start, *ends[:-1]], ends, strict=True))


def _grown(sentences: Sequence[Span], number: int, marks: _Marks) -> _Passage:
    """A sentence and those after it, as long as they fit."""
    start, end = sentences[number]
    for _, following in sentences[number + 1 :]:
        if following - start > WIDTH:
            break
        end = following
    return _Passage(start, end, marks.within(start, end))


def _around(text: str, sentence: Span, mark: Mark, marks: _Marks) -> _Passage:
    """The part of a long sentence around a mark, a third of it before the mark, cut between words."""
    first, last = sentence
    end = min(last, max(first, mark.start - WIDTH // 3) + WIDTH)
    start = max(first, end - WIDTH)
    if start > first:
        start = _word_start(text, start, mark.start)
    if end < last:
        end = _word_end(text, mark.end, end)
    return _Passage(start, end, marks.within(start, end), start > first, end < last)


def _word_start(text: str, start: int, latest: int) -> int:
    """Where the first whole word from `start` begins; `start` itself when there is no blank before `latest`."""
    blank = text.find(" ", start - 1, latest)
    return start if blank < 0 else blank + 1


def _word_end(text: str, earliest: int, end: int) -> int:
    """Where the last whole word before `end` ends; `end` itself when there is no blank from `earliest`."""
    blank = text.rfind(" ", earliest, end + 1)
    return end if blank < 0 else blank


def _snippet(text: str, passage: _Passage) -> Snippet:
    """The passage as a snippet, with … where it begins or ends within a sentence."""
    piece = text[passage.start : passage.end]
    before = "… " if passage.cut_before else ""
    after = " …" if passage.cut_after else ""
    shift = len(before) - passage.start - (len(piece) - len(piece.lstrip()))
    spans = tuple((mark.start + shift, mark.end + shift) for mark in passage.marks)
    return Snippet(f"{before}{piece.strip()}{after}", spans)
