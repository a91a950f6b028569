"""A segment: some articles, indexed together and never changed; which of them are deleted since stands beside it.

Whoosh keeps its segments in the table of contents as a pickle, which runs what it holds when it is read. Ours is written
as JSON (see `contents`), and this is what it says of a segment.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.base import Segment

from index.engines.whoosh.codec.arrayfile import ArrayFile
from index.engines.whoosh.codec.columns import Column
from index.engines.whoosh.codec.postings import Postings
from index.engines.whoosh.codec.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    import numpy.typing as npt
    from whoosh.codec.base import Codec

    Array = npt.NDArray[Any]

TERMS = ".terms"
POSITIONS = ".positions"
ARTICLES = ".articles"
ENDINGS = (TERMS, POSITIONS, ARTICLES)
"""Of the files of a segment."""


class ArraySegment(Segment):  # type: ignore[misc]
    """What the table of contents says of a segment."""

    def __init__(self, codec: Codec, indexname: str) -> None:
        super().__init__(indexname)
        self._codec = codec
        self.docs = 0
        self.deleted: set[int] = set()
        self.lengths: dict[str, int] = {}
        """How many words each scored field has in all articles together, deleted ones among them."""

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "id": self.segid,
            "docs": self.docs,
            "deleted": sorted(self.deleted),
            "lengths": dict(self.lengths),
        }

    @classmethod
    def from_dict(cls, codec: Codec, indexname: str, values: Mapping[str, Any]) -> ArraySegment:
        """The segment that `as_dict` described."""
        made = cls(codec, indexname)
        made.segid, made.docs = str(values["id"]), int(values["docs"])
        made.deleted = set(map(int, values["deleted"]))
        made.lengths = {str(name): int(total) for name, total in values["lengths"].items()}
        return made

    def codec(self) -> Codec:
        """The codec that reads it."""
        return self._codec

    def should_assemble(self) -> bool:
        """Its files are few and mapped into memory, so they stay apart."""
        return False

    def set_doc_count(self, doccount: int) -> None:
        """How many articles it has."""
        self.docs = doccount

    def doc_count_all(self) -> int:
        """How many articles it has, deleted ones among them."""
        return self.docs

    def deleted_count(self) -> int:
        """How many of these are deleted."""
        return len(self.deleted)

    def deleted_docs(self) -> Collection[int]:
        """The numbers of these."""
        return self.deleted

    def is_deleted(self, docnum: int) -> bool:
        """Whether an article is deleted."""
        return docnum in self.deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: FBT001, FBT002 - Whoosh's own
        """Mark an article as deleted, or as not deleted."""
        (self.deleted.add if delete else self.deleted.discard)(docnum)


class SegmentFiles:
    """The files of a segment, open for reading. Nothing in them changes, so any number of threads may share them."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._postings: dict[str, Postings] = {}
        self._columns: dict[str, Column] = {}

    def opened(self) -> SegmentFiles:
        """These files, open from now on: a merge may take them away at any time, and what is open stays."""
        _ = self._terms, self._positions, self._articles
        return self

    @cached_property
    def _terms(self) -> ArrayFile:
        return ArrayFile(self._folder / f"{self._name}{TERMS}")

    @cached_property
    def _positions(self) -> ArrayFile:
        return ArrayFile(self._folder / f"{self._name}{POSITIONS}")

    @cached_property
    def _articles(self) -> ArrayFile:
        return ArrayFile(self._folder / f"{self._name}{ARTICLES}")

    def fields(self) -> Iterator[str]:
        """The names of the indexed fields, in order."""
        return (name.removesuffix("/terms") for name in self._terms.names() if name.endswith("/terms"))

    def postings(self, field: str) -> Postings | None:
        """The postings of a field; None where the segment has none of it."""
        if field not in self._postings:
            if f"{field}/terms" not in self._terms:
                return None
            self._postings[field] = Postings(self._terms, self._positions, field)
        return self._postings[field]

    def column(self, field: str) -> Column | None:
        """The column of a field; None where the segment has none of it."""
        if field not in self._columns:
            if f"{field}/ordinals" not in self._articles:
                return None
            self._columns[field] = Column(self._articles, field)
        return self._columns[field]

    def lengths(self, field: str) -> Array | None:
        """By article how many words a scored field has; None where the segment has none of it."""
        return self._articles.get(f"{field}/lengths")

    def let_go(self) -> None:
        """Give back the memory of what was read."""
        self._terms.let_go()
        self._positions.let_go()
        self._articles.let_go()

    def column_names(self) -> list[str]:
        """The fields that have columns."""
        return _named(self._articles, "/ordinals")

    def scored_names(self) -> list[str]:
        """The fields that have lengths."""
        return _named(self._articles, "/lengths")

    @cached_property
    def texts(self) -> Texts:
        """What is stored of the articles."""
        return Texts(self._articles)


def _named(file: ArrayFile, ending: str) -> list[str]:
    return [name.removesuffix(ending) for name in file.names() if name.endswith(ending)]


def alive(segment: ArraySegment) -> Array:
    """For each article of a segment whether it is there still."""
    there = np.ones(segment.docs, bool)
    there[list(segment.deleted)] = False
    return there
