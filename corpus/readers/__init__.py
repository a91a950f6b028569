"""One reader a format: a generator that turns the bytes of a file into items, one by one.

A reader gets a stream and the Place it comes from, so that it reads a file and a member of an archive alike.
It never loads more than one item, except in formats that are one item (a page) or one value (JSON), whose size
is bounded. A new format is one file here, and one line in the table. A library that only one format needs is
imported where it is used; where it is missing, `read_items` says what to install.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from corpus.readers import (
    arrow,
    delimited,
    feeds,
    html,
    json_array,
    jsonl,
    mail,
    markdown,
    mbox,
    office,
    pdf,
    plain,
    reuters,
    warc,
    xml,
)
from corpus.records import Item, Place

Reader = Callable[[BinaryIO, Place], Iterator[Item]]

READERS: Mapping[str, Reader] = {
    ".txt": plain.read,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".json": json_array.read,
    ".csv": delimited.read_csv,
    ".tsv": delimited.read_tsv,
    ".html": html.read,
    ".htm": html.read,
    ".warc": warc.read_warc,
    ".warc.gz": warc.read_warc,
    ".arc": warc.read_arc,
    ".arc.gz": warc.read_arc,
    ".mbox": mbox.read,
    ".eml": mail.read,
    ".parquet": arrow.read_parquet,
    ".arrow": arrow.read_arrow,
    ".feather": arrow.read_arrow,
    ".pdf": pdf.read,
    ".docx": office.read_docx,
    ".odt": office.read_odt,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".xml": xml.read,
    ".rss": feeds.read,
    ".atom": feeds.read,
    ".sgm": reuters.read,
    ".sgml": reuters.read,
}
"""Suffix in lower case -> the generator that reads it. One of two parts is a packing of the reader's own."""

WHOLE = frozenset(
    {".txt", ".html", ".htm", ".rss", ".atom", ".eml", ".pdf", ".docx", ".odt", ".md", ".markdown"}
)
"""The formats of which a file is one item, which any core may take apart."""

OPTIONAL = frozenset({"backports", "warcio", "feedparser", "pyarrow", "pypdf", "yaml", "markdown_it"})
"""The modules of libraries that only some formats need, and a small installation does without."""


def read_items(suffix: str, stream: BinaryIO, place: Place) -> Iterator[Item]:
    """What the reader of a suffix finds in a stream. Raises ImportError only for what is no optional library."""
    try:
        yield from READERS[suffix](stream, place)
    except ImportError as error:
        yield place.reject("missing-library", missing(error, suffix))


def read_bytes(suffix: str, data: bytes, place: Place) -> Iterator[Item]:
    """What the reader of a suffix finds in some bytes."""
    return read_items(suffix, io.BytesIO(data), place)


def missing(error: ImportError, suffix: str) -> str:
    """What to install for a suffix. Raises the error again where the library is one that always has to be there."""
    library = (error.name or "").partition(".")[0]
    if library not in OPTIONAL:
        raise error
    return f"reading {suffix} needs {library}; install it with: pip install -r requirements-formats.txt"


__all__ = ["OPTIONAL", "READERS", "WHOLE", "missing", "read_bytes", "read_items"]
