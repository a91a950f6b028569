"""What a reader finds: a raw item, or the reason why there is none.

A reader turns every item of its file into exactly one of the two, so that nothing is lost silently. Inside a
reader a `RefusedError` is raised where the trouble is met, and becomes a `Reject` where the item's place is known.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = {
    "empty": "there is nothing in it",
    "binary": "it is no text",
    "too-large": "it is over a size limit",
    "bad-encoding": "its characters cannot be read",
    "bad-json": "its JSON is broken, or is no object",
    "bad-row": "its row does not fit the table",
    "bad-archive": "the archive is broken",
    "bad-member": "the member of the archive is not one to be opened",
    "no-text": "no text of an article is in it",
    "link": "it is a link that leads out of the corpus",
    "unsupported": "no reader knows such a file",
    "unreadable": "the file could not be read",
}
"""Every kind of Reject, and what it means."""

TEXT_LIMIT = 5_000_000
"""The longest text of one article, in characters; more is no news story but a mistake."""


@dataclass(frozen=True, slots=True)
class Record:
    """A raw item as found: text uncleaned, dates unparsed, every field optional but `body`.

    `path` is the file (for a member of an archive `archive.zip/member.txt`), `line` counts from 1 and is
    None where a file is one item. `plain` marks running text in which a headline and front matter still
    have to be found; `decoded` says that entities are resolved already; `folder` is the name of the
    sub-folder the file lies in, if any.
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


@dataclass(frozen=True, slots=True)
class Reject:
    """An item that was refused. `kind` is a short fixed word, `reason` a sentence for people."""

    path: str
    line: int | None
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader reads: the name of the file for people, and the sub-folder it lies in."""

    path: str
    folder: str | None = None

    def reject(self, kind: str, reason: str, line: int | None = None) -> Reject:
        """A Reject of this place."""
        return Reject(self.path, line, kind, reason)


class RefusedError(Exception):
    """One item is refused: `kind` is one of KINDS, the message a sentence."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
