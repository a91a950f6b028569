"""The cleaned news story, and what was taken out of it.

An `Article` is what every later part of the house works on. It is plain data: no method of it reads a file
or asks the clock. A field that is not known is None (or empty), never a guess; the one exception is
`source`, whose unknown value is a word of its own so that it can be asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - who stores articles reads the types of their fields

from corpus.sending import sendable

UNKNOWN = "unknown"
"""The source of an article that nothing names a source for. Facets count it as missing."""


@sendable
@dataclass(frozen=True, slots=True)
class Removal:
    """One piece of news furniture that cleaning took out: `line` counts from 1 in the raw text."""

    line: int
    rule: str
    text: str


@sendable
@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned news story. `body` holds paragraphs parted by one blank line.

    `headline_derived` says that the lead sentence stands in for a headline that was missing.
    `origin` tells where it was read, for people: `folder/file.jsonl:12`; `notes` are sentences about how it was
    read, such as why it has no date.
    """

    id: str
    source: str
    headline: str
    body: str
    published: date | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    headline_derived: bool = False
    removed: tuple[Removal, ...] = ()
    origin: str = ""
    notes: tuple[str, ...] = ()
