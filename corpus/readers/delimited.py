"""Tables: `.csv` (with commas, or semicolons where the header has no comma) and `.tsv`, one article a row.

The first row names the columns. A row of the wrong width is refused rather than guessed at, since a stray
delimiter puts every later value in the wrong column; only missing cells at its end are let pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from corpus.readers.fields import Columns
from corpus.readers.rows import Text, rows
from corpus.records import Item, Place, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_csv(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """A Record or a Reject for every row below the header."""
    return _read(stream, place, None)


def read_tsv(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """A Record or a Reject for every row below the header."""
    return _read(stream, place, "\t")


def _read(stream: BinaryIO, place: Place, delimiter: str | None) -> Iterator[Item]:
    line = None
    try:
        text = Text(stream)
        found = rows(text, delimiter or _delimiter(text.peek()))
        line, header = next(found, (None, RefusedError("empty", "the file is empty")))
        columns = Columns(place)
        names = _names(header, columns)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason, line)
        return
    for number, row in found:
        try:
            yield from columns.items(_cells(names, row), number)
        except RefusedError as refusal:
            yield place.reject(refusal.kind, refusal.reason, number)


def _names(header: list[str] | RefusedError, columns: Columns) -> list[str]:
    if isinstance(header, RefusedError):
        raise header
    names = [name.strip().lower() for name in header]
    columns.of_table(names, "bad-row", "the first row")
    return names


def _cells(columns: list[str], row: list[str] | RefusedError) -> dict[str, str]:
    if isinstance(row, RefusedError):
        raise row
    if any(cell.strip() for cell in row[len(columns) :]):
        reason = f"the row has {len(row)} cells, where the header names {len(columns)} columns"
        raise RefusedError("bad-row", reason)
    return dict(zip(columns, row, strict=False))


def _delimiter(header: str) -> str:
    return ";" if ";" in header and "," not in header else ","
