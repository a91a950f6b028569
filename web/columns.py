"""Two articles as columns of a page: what is said on top of them, and rows of marked words. Pure; templates escape.

A long stretch that is the same in both is folded: its first and last row stay in sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from search import Compared
    from stories import Comparison, Piece, Row, Stretch

PASSAGES = 0.2
"""The share of a text that is worth a word, though neither was made from the other."""
FOLDED = 5
"""Rows in a row that are the same, of which those between the first and the last are folded away."""
_AROUND = " \t\r\n\u00a0.,;:!?…-–—“”„‘’«»'\"()[]。、，！？「」『』《》（）"

KINDS = {
    "identical": "The same text",
    "reprint": "A reprint: the words of one stand in the other, with things left out or added",
    "reworded": "Reworded: the sentences of one are in the other, in other words",
    "excerpt": "An excerpt: one has a part of the other, word for word",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a cell and how they are marked ("" where they are not); `before` and `after` are not marked."""

    op: str
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the page: its kind, the parts on either side, and where a moved sentence stands in the second article."""

    kind: str
    one: tuple[Part, ...]
    other: tuple[Part, ...]
    place: str
    words: int


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are shown, or folded away because they are the same."""

    is_folded: bool
    lines: tuple[Line, ...]

    @property
    def words(self) -> int:
        """How many words of the first article they have."""
        return sum(line.words for line in self.lines)


def how(made: Compared) -> str:
    """A sentence on how the two share text."""
    comparison = made.comparison
    if not made.one.body.strip() or not made.other.body.strip():
        return "One of the two has no text to compare."
    if comparison.reuse:
        return f"{KINDS[comparison.reuse.kind]}."
    if comparison.is_short:
        return "Too short to tell whether one was made from the other."
    if max(comparison.shares) >= PASSAGES:
        return "These two share passages, but not enough to say that one was made from the other: articles on one event quote the same, and those of one outlet have the same captions."
    return "These two share no more than any two articles on one event."


def notice(made: Compared) -> str:
    """What has to be known of the comparison itself; "" where there is nothing."""
    if made.one.id == made.other.id:
        return "This is one article beside itself."
    if made.is_cut:
        most = f"{max(made.compared):,}"
        return f"Only about the first {most} characters are compared; what follows is not on this page."
    return ""


def legend(comparison: Comparison) -> list[tuple[str, str]]:
    """What became of how many words: the names of those there are, with a count in words; none where nothing is marked."""
    if not any(row.kind in {"aligned", "moved"} for row in comparison.rows):
        return []
    same, replaced = comparison.words("same")[0], comparison.words("replaced")
    dropped, added = comparison.words("dropped")[0], comparison.words("added")[1]
    moved = sum(row.kind == "moved" for row in comparison.rows)
    told = [
        ("same", same, f"{_many(same, 'word')} the same"),
        ("replaced", sum(replaced), f"{replaced[0]:,} replaced by {replaced[1]:,}"),
        ("dropped", dropped, f"{dropped:,} only in the first"),
        ("added", added, f"{added:,} only in the second"),
        ("moved", moved, f"{_many(moved, 'sentence')} moved"),
    ]
    return [(name, text) for name, count, text in told if count]


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def blocks(comparison: Comparison) -> list[Block]:
    """The rows of the page. What is the same from end to end is not folded: there would be nothing to see."""
    rows = comparison.rows
    if not any(row.kind in {"aligned", "moved"} for row in rows):
        return [Block(is_folded=False, lines=tuple(_apart(rows)))]
    if all(row.is_same for row in rows):
        return [Block(is_folded=False, lines=tuple(_lines(rows)))]
    made: list[Block] = []
    shown: list[Line] = []
    for is_same, some in groupby(zip(rows, _lines(rows), strict=True), lambda pair: pair[0].is_same):
        lines = [line for _, line in some]
        if not is_same or len(lines) < FOLDED:
            shown += lines
            continue
        made += [Block(False, (*shown, lines[0])), Block(True, tuple(lines[1:-1]))]
        shown = [lines[-1]]
    return [*made, Block(False, tuple(shown))] if shown else made


def _lines(rows: Sequence[Row]) -> Iterator[Line]:
    at = 0
    for row in rows:
        one, other = _side(row.pieces, 0), _side(row.pieces, 1)
        place = ""
        begin = next((piece.other.start for piece in row.pieces if piece.other), 0)
        if row.kind == "moved":
            place = "earlier" if begin < at else "later"
        elif row.kind == "aligned":
            at = begin
        words = sum(piece.one.words for piece in row.pieces if piece.one)
        kind = "same" if row.is_same else row.kind
        yield Line(kind, one, other, place, words)


def _apart(rows: Sequence[Row]) -> Iterator[Line]:
    """Two texts that have no sentence in common: side by side, and nothing marked, since all of it would be."""
    texts = (
        [_plain(row, side) for row in rows if (row.pieces[0].one, row.pieces[0].other)[side]]
        for side in (0, 1)
    )
    for one, other in zip_longest(*texts, fillvalue=()):
        yield Line("apart", one, other, "", 0)


def _plain(row: Row, side: int) -> tuple[Part, ...]:
    text = "".join(part.before + part.text + part.after for part in _side(row.pieces, side))
    return (Part("", text, "", ""),)


def _side(pieces: Iterable[Piece], side: int) -> tuple[Part, ...]:
    found = [(piece.op, (piece.one, piece.other)[side]) for piece in pieces]
    return tuple(_part(op, stretch) for op, stretch in found if stretch)


def _part(op: str, stretch: Stretch) -> Part:
    """Words without the blanks and signs around them, which are not marked."""
    if op == "same":
        return Part("", stretch.text, "", "")
    core = stretch.text.strip(_AROUND) or stretch.text.strip()
    start = stretch.text.index(core)
    return Part(op, stretch.text[:start], core, stretch.text[start + len(core) :])
