"""The lines of a text, which one of them begins a paragraph, and paragraphs that were wrapped to a width.

Most news text has a paragraph a line, with or without a blank line between. Text wrapped by hand to 70 columns
looks much the same, and taking its lines for paragraphs would cut every sentence; hence the careful test here.
"""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SENTENCE_END = re.compile(r"[.!?:;…][\"”’'»)\]]*$")
_NARROWEST, _WIDEST = 40, 100
_FULL = 0.7
_FEWEST = 4


class Line(NamedTuple):
    """A line that is not blank: its number from 1, its text, and whether a blank line comes before it."""

    number: int
    text: str
    after_blank: bool


def split(text: str) -> list[Line]:
    """The lines of a tidy text that are not blank."""
    found: list[Line] = []
    blank = True
    for number, line in enumerate(text.split("\n"), start=1):
        if line:
            found.append(Line(number, line, blank))
        blank = not line
    return found


def unwrap(lines: list[Line], stands_alone: Callable[[str], bool]) -> list[Line]:
    """The lines with hand-wrapped paragraphs joined; lines that stand alone (furniture, front matter) stay so."""
    if not _is_wrapped(lines):
        return lines
    full = _FULL * sorted(len(line.text) for line in lines)[len(lines) * 9 // 10]
    joined: list[Line] = []
    open_end = False
    for line in lines:
        alone = stands_alone(line.text)
        if open_end and not line.after_blank and not alone:
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
        open_end = not alone and len(line.text) >= full
    return joined


def paragraphs(lines: Sequence[Line]) -> str:
    """The lines as paragraphs, parted by one blank line."""
    return "\n\n".join(line.text for line in lines)


def _is_wrapped(lines: list[Line]) -> bool:
    """Whether most lines are of a page's width, run on without a blank line, and stop in mid-sentence."""
    running = [line for line in lines if not line.after_blank]
    if len(lines) < _FEWEST or len(running) * 2 < len(lines):
        return False
    lengths = [len(line.text) for line in lines]
    if not _NARROWEST <= median(lengths) <= _WIDEST or max(lengths) > _WIDEST * 1.2:
        return False
    return sum(bool(_SENTENCE_END.search(line.text)) for line in lines) * 2 < len(lines)


def _join(first: Line, second: Line) -> Line:
    # A hyphen at the end of a line may be the word's own: "well-" and "known" are better kept than mended.
    gap = "" if re.search(r"\w-$", first.text) else " "
    return first._replace(text=first.text + gap + second.text)
