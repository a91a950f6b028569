"""The rows of a table, found again after a quote that was left open.

A quote without an end makes all that follows one cell. So a row over several lines must be whole: where it is not,
it is refused, and the lines behind its first are read again, until one of them fits the header. What fits no more
is counted in the Reject. In a table of one column every line would fit, so there nothing is read again.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from corpus.encoding import Lines
from corpus.records import TEXT_LIMIT, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = tuple[int, list[str] | RefusedError]

_LONGEST_LINE = TEXT_LIMIT * 4
_MOST_AGAIN = TEXT_LIMIT * 20  # characters read again in all, so that no table costs the square of its length
_CUT = "unexpected end of data"


class Text:
    """The decoded lines of a table, for the csv module, which asks for them one by one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = Lines(stream, _LONGEST_LINE)
        self._waiting: list[tuple[int, str]] = []  # the next one last
        self._spare = _MOST_AGAIN
        self.taken: list[tuple[int, str]] = []
        self.number = 0

    def __iter__(self) -> Text:
        return self

    def __next__(self) -> str:
        self.taken.append(self._waiting.pop() if self._waiting else self._take())
        return self.taken[-1][1]

    def peek(self) -> str:
        """The first line, or nothing where there is none."""
        line = next(self, "")
        self._waiting, self.taken = self.taken, []
        return line

    def give_back(self) -> int:
        """Have all lines but the first of those taken read again; gives how many are not."""
        behind = self.taken[1:]
        self._spare -= sum(len(line) for _, line in behind)
        if self._spare < 0:
            return len(self.taken)
        self._waiting.extend(reversed(behind))
        return 1

    def _take(self) -> tuple[int, str]:
        self.number, data = next(self._lines)
        if data is None:
            raise RefusedError("too-large", f"the line is over the limit of {_LONGEST_LINE / 1e6:.0f} MB")
        return self.number, self._lines.decode(data.replace(b"\0", b""))


@dataclass(slots=True)
class _Broken:
    """A row that was refused, and how many lines are lost with it."""

    line: int
    refusal: RefusedError
    lost: int

    def row(self) -> Row:
        lines = "1 line is" if self.lost == 1 else f"{self.lost} lines are"
        return self.line, RefusedError(self.refusal.kind, f"{self.refusal.reason} ({lines} lost with it)")


def rows(text: Text, delimiter: str) -> Iterator[Row]:
    """The rows that are not blank, each with the number of its first line; a broken one as a RefusedError."""
    csv.field_size_limit(TEXT_LIMIT)
    width = 0
    broken: _Broken | None = None
    while (row := _next(text, delimiter, width)) is not None:
        line = text.taken[0][0] if text.taken else text.number
        if broken and (isinstance(row, RefusedError) or len(row) != width):
            broken.lost += text.give_back()
            continue
        if broken:
            yield broken.row()
            broken = None
        if isinstance(row, RefusedError) and width > 1 and len(text.taken) > 1:
            broken = _Broken(line, row, text.give_back())
        elif isinstance(row, RefusedError) or any(cell.strip() for cell in row):
            yield line, row
            width = width or (0 if isinstance(row, RefusedError) else len(row))
    if broken:
        yield broken.row()


def _next(text: Text, delimiter: str, width: int) -> list[str] | RefusedError | None:
    text.taken = []
    try:
        row = next(csv.reader(text, delimiter=delimiter, strict=True), None)
    except RefusedError as refusal:
        return refusal
    except csv.Error as error:
        return _leniently(text, delimiter, width, str(error)) or _refusal(str(error), len(text.taken))
    if row is not None and len(text.taken) > 1 and len(row) < width:
        return _refusal(f"it has {len(row)} cells of {width}", len(text.taken))
    return row


def _leniently(text: Text, delimiter: str, width: int, error: str) -> list[str] | None:
    """A row of one line with a quote in the wrong place, if its width says that it is understood."""
    if len(text.taken) != 1 or error == _CUT:
        return None
    try:
        row = next(csv.reader([text.taken[0][1]], delimiter=delimiter))
    except csv.Error:
        return None
    return row if len(row) == (width or len(row)) else None


def _refusal(error: str, lines: int) -> RefusedError:
    over = "" if lines == 1 else f" over {lines} lines"
    if "field limit" in error:
        reason = f"a cell{over} is above the limit of {TEXT_LIMIT} characters, unless a quote is left open"
        return RefusedError("too-large", reason)
    return RefusedError("bad-row", f"the row{over} cannot be read: {error}; is a quote left open?")
