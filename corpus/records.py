"""What a reader finds: a raw item, or the reason why there is none.

A reader turns every item of its file into exactly one Record, Enclosed or Reject, so that nothing is lost
silently; a Remark says something of the file that is no item. Inside a reader a `RefusedError` is raised where
the trouble is met, and becomes a `Reject` where the item's place is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.sending import sendable

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = {
    "empty": "there is nothing in it",
    "binary": "it is no text",
    "too-large": "it is over a size limit",
    "bad-encoding": "its characters cannot be read",
    "bad-json": "its JSON is broken, or is no object",
    "bad-row": "its row does not fit the table",
    "bad-xml": "its markup is broken, or of no kind that is read",
    "bad-file": "the file is not what its name says, or is broken",
    "bad-record": "a record of a web archive is broken",
    "bad-archive": "the archive is broken",
    "cut-off": "the packed file is cut off or damaged; what came before is read",
    "bad-member": "the member of the archive is not one to be opened",
    "no-text": "no text of an article is in it",
    "link": "it is a link that leads out of the corpus",
    "unsupported": "no reader knows such a file",
    "unreadable": "the file could not be read",
    "missing-library": "the library that reads such files is not installed",
    "changing": "the file changed while it was being read",
    "crashed": "reading it broke the program that read it, or took too long",
    "duplicate-id": "its id was given before",
    "deleted": "it was deleted over HTTP",
}
"""Every kind of Reject, and what it means."""

TEXT_LIMIT = 5_000_000
"""The longest text of one article, in characters; more is no news story but a mistake."""


@sendable
@dataclass(frozen=True, slots=True)
class Record:
    """A raw item as found: text uncleaned, dates unparsed, every field optional but `body`.

    `path` is the file (for a member of an archive `archive.zip/member.txt`), `line` counts from 1 and is
    None where a file is one item. `plain` marks running text in which a headline and front matter still
    have to be found; `decoded` says that entities are resolved already; `folder` is the name of the
    sub-folder the file lies in, if any. `captured` is when an archive took it from the web, or its file was made,
    which is not when it was published; `notes` are sentences for people about how it was read.
    """

    path: str
    body: str
    line: int | None = None
    plain: bool = False
    decoded: bool = False
    folder: str | None = None
    id: str | None = None
    source: str | None = None
    headline: str | None = None
    published: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    captured: str | None = None
    notes: tuple[str, ...] = ()


@sendable
@dataclass(frozen=True, slots=True)
class Enclosed:
    """One whole item as bytes, such as a page in a web archive: for the reader of its `suffix`.

    Taking a page apart is slow, so a container hands its members over unread, and they are read on any core.
    Fields that the item does not state are taken from `known`; its line also where the item has one.
    """

    place: Place
    suffix: str
    data: bytes
    known: Record | None = None


@sendable
@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about how a file is read, such as which columns were taken for what."""

    path: str
    text: str


@sendable
@dataclass(frozen=True, slots=True)
class Reject:
    """An item that was refused. `kind` is a short fixed word, `reason` a sentence for people."""

    path: str
    line: int | None
    kind: str
    reason: str


@sendable
@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader reads: the name of the file for people, and the sub-folder it lies in.

    `columns` says by which foreign names the fields of a Record go there: {"headline": "title"}.
    """

    path: str
    folder: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def reject(self, kind: str, reason: str, line: int | None = None) -> Reject:
        """A Reject of this place."""
        return Reject(self.path, line, kind, reason)


class RefusedError(Exception):
    """One item is refused: `kind` is one of KINDS, the message a sentence."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


Item = Record | Enclosed | Reject | Remark
"""What a reader yields."""
