"""From the lines of a printed page to paragraphs. Pure.

A page has no paragraphs, only lines at places. A new one begins where a line is set in, where the type changes, below
a gap, and behind a line that ends a sentence before it is full. A word cut at the end of a line is mended where
the document does not show that its hyphen is its own. Numbers of pages and what is printed over every page are left
out where they can be told: at the edge of the page, on more than one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EDGE = 0.09  # of the height of the page
_FULL = 0.8
_GAP = 1.45
_SENTENCE_END = re.compile(r"[.!?:…][\"”’'»)\]]*$")
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DIGITS = re.compile(r"\d+")


class Line(NamedTuple):
    """A line of print: its page from 0, its text, where it begins (x to the right, y upwards), the size of its type.

    All lengths are in points; `height` is that of the page.
    """

    page: int
    text: str
    x: float
    y: float
    size: float
    height: float


class Paragraph(NamedTuple):
    """A paragraph: the page it begins on, its text, the size of its type."""

    page: int
    text: str
    size: float


def reflowed(lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs of some lines, in their order."""
    kept = without_furniture(lines)
    known = _words(kept)
    found: list[Paragraph] = []
    for column in _columns(kept):
        for number, part in enumerate(_parted(column)):
            text = _joined([line.text for line in part], known)
            if number == 0 and found and _goes_on(found[-1], text, part[0]):
                found[-1] = found[-1]._replace(text=_joined([found[-1].text, text], known))
            else:
                found.append(Paragraph(part[0].page, text, part[0].size))
    return found


def _words(lines: Sequence[Line]) -> Counter[str]:
    """How often a word is printed whole."""
    found: Counter[str] = Counter()
    cut = False
    for line in lines:
        words = [word.lower() for word in _WORD.findall(line.text)]
        ends_cut = _HYPHEN.search(line.text) is not None
        found.update(words[cut : len(words) - ends_cut])
        cut = ends_cut
    return found


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines without numbers of pages and running heads."""
    pages: dict[str, set[int]] = {}
    for line in filter(_at_edge, lines):
        pages.setdefault(_DIGITS.sub("#", line.text), set()).add(line.page)
    repeated = {text for text, where in pages.items() if len(where) > 1}
    return [line for line in lines if not (_at_edge(line) and _DIGITS.sub("#", line.text) in repeated)]


def _at_edge(line: Line) -> bool:
    return not _EDGE * line.height < line.y < (1 - _EDGE) * line.height


def _columns(lines: Sequence[Line]) -> Iterable[list[Line]]:
    """Runs of lines that stand one below the other."""
    column: list[Line] = []
    for line in lines:
        if column and not _is_below(line, column[-1]):
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def _is_below(line: Line, above: Line) -> bool:
    drop = above.y - line.y
    largest = max(line.size, above.size)
    return (
        line.page == above.page
        and -0.5 * largest < drop < 6 * largest
        and abs(line.x - above.x) < 8 * largest
    )


def _parted(column: list[Line]) -> Iterable[list[Line]]:
    """The paragraphs of a column, as their lines."""
    left = _left(column)
    width = sorted(len(line.text) for line in column)[len(column) * 9 // 10]
    leading = _leading(column)
    part = [column[0]]
    for above, line in pairwise(column):
        indented = 0.4 * line.size < line.x - left < 6 * line.size and line.x - above.x > -0.4 * line.size
        apart = above.y - line.y > _GAP * max(leading, 1.1 * line.size)
        other_type = abs(line.size - above.size) > 0.1 * above.size
        short = len(above.text) < _FULL * width and _SENTENCE_END.search(above.text) is not None
        if indented or apart or other_type or short:
            yield part
            part = []
        part.append(line)
    yield part


def _left(column: list[Line]) -> float:
    """Where most lines begin, and of two such places the left one."""
    places = Counter(round(line.x) for line in column)
    often = [place for place, count in places.items() if count * 3 >= len(column)]
    return float(min(often or places))


def _leading(column: list[Line]) -> float:
    drops = [above.y - line.y for above, line in pairwise(column) if above.y > line.y]
    return median(drops) if drops else column[0].size * 1.2


def _goes_on(paragraph: Paragraph, text: str, line: Line) -> bool:
    """Whether a paragraph is continued at the top of the next column."""
    same_type = abs(line.size - paragraph.size) <= 0.1 * paragraph.size
    return same_type and (text[:1].islower() or not _SENTENCE_END.search(paragraph.text))


def _joined(lines: Sequence[str], known: Counter[str]) -> str:
    text = lines[0].strip()
    for line in (one.strip() for one in lines[1:]):
        cut = _HYPHEN.search(text)
        text = _mended(text, cut, line, known) if cut and line[:1].islower() else f"{text} {line}"
    return text


def _mended(text: str, cut: re.Match[str], line: str, known: Counter[str]) -> str:
    """Two lines as one, without the hyphen between them unless the word is known to have it."""
    rest = (_WORD.match(line) or [""])[0]
    first, second = cut[1].lower(), rest.lower()
    own = text.endswith("-") and (
        known[f"{first}-{second}"] or (not known[first + second] and known[first] > 1 and known[second] > 1)
    )
    return text + line if own else text[:-1] + line
