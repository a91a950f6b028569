"""Tables: `.csv` (with commas, or semicolons where the header has no comma) and `.tsv`, one article a row.

The first row names the columns. A row of the wrong width is refused rather than guessed at, since a stray
delimiter puts every later value in the wrong column; only missing cells at its end are let pass.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, BinaryIO

from corpus.encoding import decode, lines
from corpus.readers.fields import NAMES, record
from corpus.records import TEXT_LIMIT, Place, Record, RefusedError, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = tuple[int, list[str] | RefusedError]

_LONGEST_LINE = TEXT_LIMIT * 4


def read_csv(stream: BinaryIO, place: Place) -> Iterator[Record | Reject]:
    """A Record or a Reject for every row below the header."""
    return _read(stream, place, None)


def read_tsv(stream: BinaryIO, place: Place) -> Iterator[Record | Reject]:
    """A Record or a Reject for every row below the header."""
    return _read(stream, place, "\t")


class _Text:
    """The decoded lines of a table, for the csv module, which asks for them one by one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = lines(stream, _LONGEST_LINE)
        self.number = 0
        self.first = self._take()

    def __iter__(self) -> _Text:
        return self

    def __next__(self) -> str:
        line, self.first = self.first, None
        line = self._take() if line is None else line
        if line is None:
            raise StopIteration
        return line

    def _take(self) -> str | None:
        pair = next(self._lines, None)
        if pair is None:
            return None
        self.number, data = pair
        if data is None:
            raise RefusedError("too-large", f"the line is over the limit of {_LONGEST_LINE / 1e6:.0f} MB")
        return decode(data.replace(b"\0", b""))


def _read(stream: BinaryIO, place: Place, delimiter: str | None) -> Iterator[Record | Reject]:
    line = None
    try:
        text = _Text(stream)
        rows = _rows(text, delimiter or _delimiter(text.first or ""))
        line, header = next(rows, (None, RefusedError("empty", "the file is empty")))
        columns = _columns(header)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason, line)
        return
    for number, row in rows:
        yield _item(columns, row, place, number)


def _columns(header: list[str] | RefusedError) -> list[str]:
    if isinstance(header, RefusedError):
        raise header
    columns = [name.strip().lower() for name in header]
    if not set(NAMES["body"]) & set(columns):
        shown = ", ".join(columns)[:200]
        raise RefusedError(
            "bad-row", f"no column is called body, text or content; the first row holds: {shown}"
        )
    return columns


def _rows(text: _Text, delimiter: str) -> Iterator[Row]:
    """The rows that are not blank, each with the number of its first line; a broken one as a RefusedError."""
    csv.field_size_limit(TEXT_LIMIT)
    reader = csv.reader(text, delimiter=delimiter)
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield (
                before + 1,
                RefusedError("bad-row", f"the row cannot be read: {error}; is a quote left open?"),
            )
        except RefusedError as refusal:
            yield text.number, refusal
        else:
            if any(cell.strip() for cell in row):
                yield before + 1, row
        before = text.number


def _item(columns: list[str], row: list[str] | RefusedError, place: Place, line: int) -> Record | Reject:
    try:
        return record(_cells(columns, row), place, line)
    except RefusedError as refusal:
        return place.reject(refusal.kind, refusal.reason, line)


def _cells(columns: list[str], row: list[str] | RefusedError) -> dict[str, str]:
    if isinstance(row, RefusedError):
        raise row
    if any(cell.strip() for cell in row[len(columns) :]):
        reason = f"the row has {len(row)} cells, where the header names {len(columns)} columns"
        raise RefusedError("bad-row", reason)
    return dict(zip(columns, row, strict=False))


def _delimiter(header: str) -> str:
    return ";" if ";" in header and "," not in header else ","
