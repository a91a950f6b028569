"""The stretches of an article that show best why it matches: about 200 characters each, whole sentences. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import sentence_ends
from search.results import Snippet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.results import Span

WIDTH = 200
_LONGEST_SENTENCE = 260
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span, and the numbers of the query's leaves that it matches."""

    start: int
    end: int
    leaves: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Passage:
    start: int
    end: int
    marks: tuple[Mark, ...]

    def worth(self, shown: set[int]) -> tuple[int, int, int, int]:
        """Leaves not shown yet, leaves, marks, and the earlier the better."""
        leaves = {leaf for mark in self.marks for leaf in mark.leaves}
        return len(leaves - shown), len(leaves), len(self.marks), -self.start


def snippets(text: str, marks: Sequence[Mark], limit: int = 3) -> tuple[Snippet, ...]:
    """Up to `limit` snippets in the order of the text; the lead when nothing in the text matches."""
    left = list(_passages(text, marks))
    chosen: list[_Passage] = []
    shown: set[int] = set()
    while left and len(chosen) < limit:
        best = max(left, key=lambda passage: passage.worth(shown))
        chosen.append(best)
        shown |= {leaf for mark in best.marks for leaf in mark.leaves}
        left = [passage for passage in left if passage.end <= best.start or passage.start >= best.end]
    if not chosen:
        return tuple(_cut(text, passage) for passage in list(_lead(text))[:1])
    return tuple(_cut(text, passage) for passage in sorted(chosen, key=lambda passage: passage.start))


def _lead(text: str) -> Iterator[_Passage]:
    for paragraph in _PARAGRAPH.finditer(text):
        yield _grown(_sentences(text, paragraph.start(), paragraph.end()), 0, ())


def _passages(text: str, marks: Sequence[Mark]) -> Iterator[_Passage]:
    """A passage for each sentence with a mark: it and what follows of its paragraph, or its part around a mark."""
    rest = list(marks)
    for paragraph in _PARAGRAPH.finditer(text):
        inside = [mark for mark in rest if mark.end <= paragraph.end()]
        rest = rest[len(inside) :]
        if not inside:
            continue
        sentences = _sentences(text, paragraph.start(), paragraph.end())
        for number, (start, end) in enumerate(sentences):
            own = [mark for mark in inside if start <= mark.start < end]
            if own and end - start > _LONGEST_SENTENCE:
                yield from (_around(text, (start, end), mark, inside) for mark in own)
            elif own:
                yield _grown(sentences, number, inside)


def _sentences(text: str, start: int, end: int) -> list[Span]:
    ends = [start + stop for stop in sentence_ends(text[start:end])]
    if not ends or ends[-1] < end:
        ends.append(end)
    return list(zip([start, *ends[:-1]], ends, strict=True))


def _grown(sentences: Sequence[Span], number: int, marks: Sequence[Mark]) -> _Passage:
    """A sentence and those after it, as long as they fit."""
    start, end = sentences[number]
    for _, following in sentences[number + 1 :]:
        if following - start > WIDTH:
            break
        end = following
    return _Passage(start, end, tuple(mark for mark in marks if start <= mark.start and mark.end <= end))


def _around(text: str, sentence: Span, mark: Mark, marks: Sequence[Mark]) -> _Passage:
    """The part of a long sentence around a mark, cut between words."""
    start = max(sentence[0], mark.start - WIDTH // 3)
    end = min(sentence[1], max(start + WIDTH, mark.end))
    start = max(sentence[0], min(start, end - WIDTH))
    if start > sentence[0]:
        start = min(text.find(" ", start) + 1 or start, mark.start)
    if end < sentence[1]:
        end = max(text.rfind(" ", start, end), mark.end)
    return _Passage(start, end, tuple(one for one in marks if start <= one.start and one.end <= end))


def _cut(text: str, passage: _Passage) -> Snippet:
    """The passage as a snippet, with … where it begins or ends within a sentence."""
    piece = text[passage.start : passage.end]
    start = passage.start + len(piece) - len(piece.lstrip())
    if len(piece) > _LONGEST_SENTENCE:  # a lead sentence without end
        piece = piece[: piece.rfind(" ", 0, WIDTH) + 1 or WIDTH]
    piece = piece.strip()
    end = start + len(piece)
    before = "… " if start > 0 and text[start - 1] == " " and not _ends_sentence(text[:start]) else ""
    after = "" if end >= len(text) or text[end] == "\n" or _ends_sentence(piece) else " …"
    shift = len(before) - start
    kept = (mark for mark in passage.marks if mark.end <= end)
    return Snippet(before + piece + after, tuple((mark.start + shift, mark.end + shift) for mark in kept))


def _ends_sentence(text: str) -> bool:
    last = text.rstrip()[-300:]
    return bool(last) and len(last) in sentence_ends(last)
