"""The stretches of an article that show best why it matches: about 200 characters each, whole sentences. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from corpus import sentence_ends
from search.results import Snippet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.results import Span

WIDTH = 200
_LONGEST_SENTENCE = 260
_WORTH, _START = itemgetter(0), attrgetter("start")
_PARAGRAPH = re.compile(r"\S[^\n]*")


_NONE: frozenset[int] = frozenset()


class Mark(NamedTuple):
    """A marked span, and the numbers of the query's leaves that it matches."""

    start: int
    end: int
    leaves: frozenset[int]


class _Kind(NamedTuple):
    """What a stretch is: something to be shown, perhaps cut within a sentence, or a whole paragraph."""

    is_passage: bool = True
    cut_before: bool = False
    cut_after: bool = False


_PASSAGE, _WHOLE = _Kind(), _Kind(is_passage=False)


class _Stretch(NamedTuple):
    """A stretch of the text, and the leaves of the marks in it: a paragraph, or a passage to be shown.

    `worth` is how many leaves, how many marks, and the earlier the better: of a part never more than of the whole.
    """

    worth: tuple[int, int, int]
    start: int
    end: int
    leaves: frozenset[int]
    kind: _Kind


class _Marked:
    """A text with its marks, to be looked up by where they begin: a long text has thousands."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text = text
        self.starts = [mark.start for mark in marks]
        self._marks = marks
        alike = {mark.leaves for mark in marks}
        # The leaves of all marks, where they are the same, as for a query of one word: then no choice hangs on them.
        self.shared = alike.pop() if len(alike) == 1 else None

    def within(self, start: int, end: int) -> Sequence[Mark]:
        """The marks that begin in a stretch, cut off at its end."""
        some = self._marks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        if some and some[-1].end > end:
            return [*some[:-1], some[-1]._replace(end=end)]
        return some

    def stretch(self, start: int, end: int, kind: _Kind) -> _Stretch:
        """A stretch with at least one mark, or of a text without any."""
        first = bisect_left(self.starts, start)
        after = bisect_left(self.starts, end, first)
        leaves = self.shared or _NONE.union(*[mark.leaves for mark in self._marks[first:after]])
        return _Stretch((len(leaves), after - first, -start), start, end, leaves, kind)


def snippets(text: str, marks: Sequence[Mark], limit: int = 3) -> tuple[Snippet, ...]:
    """Up to `limit` snippets in the order of the text; the lead when nothing in the text matches.

    The marks are in the order of the text and do not overlap.
    """
    marked = _Marked(text, marks)
    left = list(_paragraphs(marked))
    chosen: list[_Stretch] = []
    shown = _NONE
    while left and len(chosen) < limit:
        best = _best(left, _NONE if marked.shared else shown)
        if best.kind.is_passage:
            chosen.append(best)
            shown |= best.leaves
            left = [one for one in left if one.end <= best.start or one.start >= best.end]
        else:  # worth as much as its passages at most, so those of the others need not be known yet
            left.remove(best)
            left += _passages(marked, best)
    chosen.sort(key=_START)
    return tuple(_snippet(marked, passage) for passage in chosen or _lead(marked))


def _best(stretches: Sequence[_Stretch], shown: frozenset[int]) -> _Stretch:
    """What has most leaves that are not shown yet, and of such the worthiest."""
    if not shown:
        return max(stretches, key=_WORTH)
    return max(stretches, key=lambda one: (len(one.leaves - shown), one.worth))


def _paragraphs(marked: _Marked) -> Iterator[_Stretch]:
    """The paragraphs with a mark."""
    text, end = marked.text, -1
    for first in marked.starts:
        if first > end:
            start = text.rfind("\n", 0, first) + 1
            end = text.find("\n", first)
            end = len(text) if end < 0 else end
            if text[start].isspace():
                start = end - len(text[start:end].lstrip())
            yield marked.stretch(start, end, _WHOLE)


def _lead(marked: _Marked) -> Iterator[_Stretch]:
    """The first sentences of the text, as long as they fit; none of an empty one."""
    found = _PARAGRAPH.search(marked.text)
    if not found:
        return
    start, ends = found.start(), _sentence_ends(marked.text, *found.span())
    if ends[0] - start <= _LONGEST_SENTENCE:
        yield _grown(marked, start, ends, 0)
    else:
        end = _word_end(marked.text, start + 1, start + WIDTH)
        yield marked.stretch(start, end, _Kind(cut_after=True))


def _passages(marked: _Marked, paragraph: _Stretch) -> Iterator[_Stretch]:
    """A passage for each sentence with a mark: it and what follows of its paragraph, or parts of it."""
    ends = _sentence_ends(marked.text, paragraph.start, paragraph.end)
    place = bisect_left(marked.starts, paragraph.start)
    while place < len(marked.starts) and marked.starts[place] < paragraph.end:
        number = bisect_right(ends, marked.starts[place])
        start, end = ends[number - 1] if number else paragraph.start, ends[number]
        if end - start > _LONGEST_SENTENCE:
            yield from _parts(marked, (start, end))
        else:
            yield _grown(marked, start, ends, number)
        place = bisect_left(marked.starts, end, place)


def _parts(marked: _Marked, sentence: Span) -> Iterator[_Stretch]:
    """The parts of a long sentence around its marks, each mark in one of them."""
    shown = sentence[0]
    for mark in marked.within(*sentence):
        if mark.start >= shown:
            passage = _around(marked, sentence, mark)
            yield passage
            shown = passage.end


def _sentence_ends(text: str, start: int, end: int) -> list[int]:
    ends = [start + stop for stop in sentence_ends(text[start:end])]
    return ends if ends and ends[-1] >= end else [*ends, end]


def _grown(marked: _Marked, start: int, ends: Sequence[int], number: int) -> _Stretch:
    """A sentence, by its number, and those after it, as long as they fit."""
    last = bisect_right(ends, start + WIDTH, number + 1) - 1
    return marked.stretch(start, ends[last], _PASSAGE)


def _around(marked: _Marked, sentence: Span, mark: Mark) -> _Stretch:
    """The part of a long sentence around a mark, a third of it before the mark, cut between words."""
    first, last = sentence
    end = min(last, max(first, mark.start - WIDTH // 3) + WIDTH)
    start = max(first, end - WIDTH)
    if start > first:
        start = _word_start(marked.text, start, mark.start)
    if end < last:
        end = _word_end(marked.text, mark.end, end)
    return marked.stretch(start, end, _Kind(cut_before=start > first, cut_after=end < last))


def _word_start(text: str, start: int, latest: int) -> int:
    """Where the first whole word from `start` begins; `start` itself when there is no blank before `latest`."""
    blank = text.find(" ", start - 1, latest)
    return start if blank < 0 else blank + 1


def _word_end(text: str, earliest: int, end: int) -> int:
    """Where the last whole word before `end` ends; `end` itself when there is no blank from `earliest`."""
    blank = text.rfind(" ", earliest, end + 1)
    return end if blank < 0 else blank


def _snippet(marked: _Marked, passage: _Stretch) -> Snippet:
    """The passage as a snippet, with … where it begins or ends within a sentence."""
    piece = marked.text[passage.start : passage.end]
    before = "… " if passage.kind.cut_before else ""
    after = " …" if passage.kind.cut_after else ""
    shift = len(before) - passage.start - (len(piece) - len(piece.lstrip()))
    spans = tuple(
        (mark.start + shift, mark.end + shift) for mark in marked.within(passage.start, passage.end)
    )
    return Snippet(f"{before}{piece.strip()}{after}", spans)
