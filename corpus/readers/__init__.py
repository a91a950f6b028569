"""One reader a format: a generator that turns the bytes of a file into Records and Rejects, item by item.

A reader gets a stream and the Place it comes from, so that it reads a file and a member of an archive alike.
It never loads more than one item, except in formats that are one item (a page) or one value (JSON), whose size
is bounded. A new format is one file here, and one line in the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from corpus.readers import delimited, html, json_array, jsonl, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from corpus.records import Place, Record, Reject

    Reader = Callable[[BinaryIO, Place], Iterator[Record | Reject]]

READERS: Mapping[str, Reader] = {
    ".txt": plain.read,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".json": json_array.read,
    ".csv": delimited.read_csv,
    ".tsv": delimited.read_tsv,
    ".html": html.read,
    ".htm": html.read,
}
"""Suffix in lower case -> the generator that reads it."""

__all__ = ["READERS"]
