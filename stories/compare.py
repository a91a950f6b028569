"""Two texts side by side: rows of sentences that belong together, and in each what became of every word. Pure.

Every character of both texts is in the result once, so that a page can be made of it that leaves nothing out. Words are
the same if they are spelt the same; case and punctuation are not looked at, endings are. Texts and offsets, never HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stories.align import Alignment
from stories.edits import blocks
from stories.matching import Match, matches
from stories.reuse import IDENTICAL, LEAST, Reuse, judge
from stories.tiles import Tiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stories.edits import Span
    from stories.sentences import Sentences
    from stories.tiles import Stretch

SAME, REPLACED, DROPPED, ADDED = OPS = ("same", "replaced", "dropped", "added")
"""What became of words: in both; others in their place; only in the first; only in the second."""
ALIGNED, MOVED = "aligned", "moved"
ROWS = (ALIGNED, MOVED, DROPPED, ADDED)

MOST = 100_000
"""Characters of a text that are compared: three times the longest of newspaper articles, and a page that a browser can show."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a row, what became of them, and where they stand in each text: None where they are not in it."""

    op: str
    one: Stretch | None
    other: Stretch | None


@dataclass(frozen=True, slots=True)
class Row:
    """Sentences that belong together (`aligned`, or `moved` to another place), or are in one text only."""

    kind: str
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Whether it stands in both texts in the same place and word for word."""
        return self.kind == ALIGNED and all(piece.op == SAME for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two texts were found to share text (None: not more than any two on one event), and their rows.

    `sizes` are the words of each. Rows are in the order of the first text; what is only in the second, and has not moved,
    stands in its place among them.
    """

    reuse: Reuse | None
    rows: tuple[Row, ...]
    sizes: tuple[int, int]

    @property
    def shares(self) -> tuple[float, float]:
        """The share of each text's words that the other has too (0 to 1): as judged, or else of the sentences in both."""
        if self.reuse:
            return self.reuse.share, self.reuse.other_share
        both = [row for row in self.rows if row.kind in {ALIGNED, MOVED}]
        words = (sum(_words(row, side) for row in both) for side in (0, 1))
        one, other = (count / max(size, 1) for count, size in zip(words, self.sizes, strict=True))
        return one, other

    @property
    def is_short(self) -> bool:
        """Whether one has too few words for anything to be told from chance."""
        return min(self.sizes) < LEAST

    def words(self, op: str) -> tuple[int, int]:
        """How many words of each text became this."""
        pieces = [piece for row in self.rows for piece in row.pieces if piece.op == op]
        return (
            sum(piece.one.words for piece in pieces if piece.one),
            sum(piece.other.words for piece in pieces if piece.other),
        )


def comparable(text: str) -> str:
    """As much of a text as is compared: all of it, or the words that begin within the first MOST characters."""
    if len(text) <= MOST:
        return text
    head = text[:MOST]
    return head[: len(head) - len(head.split()[-1])] if len(head.split()) > 1 else head


def compare(one: Sentences, other: Sentences, *, same_outlet: bool = False) -> Comparison:
    """Two texts side by side. Turning them round turns the result round."""
    rows = tuple(_rows(Tiles(one), Tiles(other), _matches(one, other)))
    reuse = judge(one, other, same_outlet=same_outlet)
    if one.text and all(row.is_same for row in rows):
        reuse = Reuse(IDENTICAL, 1.0, 1.0)
    return Comparison(reuse, rows, (len(one.terms), len(other.terms)))


def _matches(one: Sentences, other: Sentences) -> list[Match]:
    """The matches of two texts. Of equally good ones the choice hangs on the order of the texts, so it is always the same."""
    if one.text <= other.text:
        return matches(Alignment(one, other))
    found = matches(Alignment(other, one))
    return sorted((Match(each.other, each.one, each.is_moved) for each in found), key=lambda each: each.one)


def _rows(one: Tiles, other: Tiles, found: Sequence[Match]) -> Iterator[Row]:
    moved = [each for each in found if each.is_moved]
    there = {number for each in moved for number in range(*each.other)}
    by_first = {each.one[0]: each for each in moved}
    before = 0, 0
    kept = [(each.one, each.other) for each in found if not each.is_moved]
    end = len(one), len(other)
    for here, beside in [*kept, ((end[0], end[0]), (end[1], end[1]))]:
        number = before[0]
        while number < here[0]:
            if each := by_first.get(number):
                yield Row(MOVED, _pieces(one, other, each.one, each.other))
                number = each.one[1]
            else:
                yield Row(DROPPED, (Piece(DROPPED, one.stretch(one.words((number, number + 1))), None),))
                number += 1
        for number in range(before[1], beside[0]):
            if number not in there:
                yield Row(ADDED, (Piece(ADDED, None, other.stretch(other.words((number, number + 1)))),))
        if here[0] < here[1]:
            yield Row(ALIGNED, _pieces(one, other, here, beside))
        before = here[1], beside[1]


def _pieces(one: Tiles, other: Tiles, here: Span, there: Span) -> tuple[Piece, ...]:
    """What became of the words of sentences that belong together."""
    words, others = one.words(here), other.words(there)
    spelt, spelt_there = one.spelt(words), other.spelt(others)
    turned = spelt_there < spelt  # the same choice among equally good ones, whichever text is the first
    found = blocks(spelt_there, spelt) if turned else blocks(spelt, spelt_there)
    made = []
    for is_same, some, rest in found:
        first, second = (rest, some) if turned else (some, rest)
        stretches = _stretch(one, words[0], first), _stretch(other, others[0], second)
        made.append(Piece(SAME if is_same else _op(*stretches), *stretches))
    return tuple(made)


def _stretch(text: Tiles, start: int, words: Span) -> Stretch | None:
    return text.stretch((start + words[0], start + words[1])) if words[0] < words[1] else None


def _op(one: Stretch | None, other: Stretch | None) -> str:
    if one and other:
        return REPLACED
    return DROPPED if one else ADDED


def _words(row: Row, side: int) -> int:
    return sum(stretch.words for piece in row.pieces if (stretch := (piece.one, piece.other)[side]))
