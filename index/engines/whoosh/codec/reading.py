"""What Whoosh reads a segment with, posting by posting. The engine itself reads whole arrays (see `snapshot`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import columns
from whoosh.codec import base
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from index.engines.whoosh.codec import packing
from index.engines.whoosh.codec.segment import SegmentFiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    import numpy.typing as npt

    from index.engines.whoosh.codec.columns import Column
    from index.engines.whoosh.codec.postings import Postings
    from index.engines.whoosh.codec.segment import ArraySegment

    Array = npt.NDArray[Any]

Term = tuple[str, bytes]


class ArticlesReader(base.PerDocumentReader):  # type: ignore[misc]
    """Reads what is known by article."""

    def __init__(self, folder: Path, segment: ArraySegment) -> None:
        self._segment = segment
        self.files = SegmentFiles(folder, segment.segment_id())

    def doc_count(self) -> int:
        """How many articles are there still."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """How many articles the segment has, deleted ones among them."""
        return self._segment.docs

    def has_deletions(self) -> bool:
        """Whether any are deleted."""
        return bool(self._segment.deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Whether an article is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Collection[int]:
        """The numbers of deleted articles."""
        return self._segment.deleted

    def supports_columns(self) -> bool:
        """There are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether there is one of a field."""
        return self.files.column(fieldname) is not None

    def column_reader(self, fieldname: str, column: Any) -> Any:  # noqa: ARG002 - Whoosh's own
        """The column of a field, to be asked by the number of an article."""
        found = self.files.column(fieldname)
        return found and ColumnReader(found)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """How many words a field of an article has."""
        lengths = self.files.lengths(fieldname)
        return default if lengths is None else int(lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        """How many words a field has in all articles together."""
        return self._segment.lengths.get(fieldname, 0)

    def min_field_length(self, fieldname: str) -> int:
        """The fewest words of an article that has any."""
        lengths = self.files.lengths(fieldname)
        return 0 if lengths is None or not lengths.any() else int(lengths[lengths > 0].min())

    def max_field_length(self, fieldname: str) -> int:
        """The most words of an article."""
        lengths = self.files.lengths(fieldname)
        return 0 if lengths is None or not len(lengths) else int(lengths.max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """What is stored of an article."""
        return dict(json.loads(self.files.texts[docnum]))


class ColumnReader(columns.ColumnReader):  # type: ignore[misc]
    """Reads the values of a column, by which Whoosh sorts and groups."""

    def __init__(self, column: Column) -> None:
        super().__init__(None, 0, 0, len(column))
        self._column = column

    def __getitem__(self, doc: int) -> bytes:
        return self._column[doc]


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """Reads what is known by term."""

    def __init__(self, folder: Path, segment: ArraySegment) -> None:
        self.files = SegmentFiles(folder, segment.segment_id())

    def __contains__(self, term: Term) -> bool:
        return self._rank(*term) >= 0

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return list(self.files.fields())

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        """A cursor over the terms of a field."""
        return Cursor(self.files.postings(fieldname), fieldobj)

    def terms(self) -> Iterator[Term]:
        """All terms, by field."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """The terms of a field that are not smaller than this, and those of the fields after it."""
        for field in sorted(self.files.fields()):
            if field >= fieldname:
                dictionary = self._postings(field).dictionary
                low = dictionary.rank(prefix) if field == fieldname else 0
                yield from ((field, term) for term in dictionary.terms(low))

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """All terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """`terms_from` with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """What is known of a term. Raises TermNotFound."""
        return self._info(fieldname, self._found(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term is there in all articles."""
        rank = self._rank(fieldname, text)
        return float(self._postings(fieldname).frequencies(rank).sum()) if rank >= 0 else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many articles have a term."""
        rank = self._rank(fieldname, text)
        return int(self._postings(fieldname).holders[rank]) if rank >= 0 else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        """The postings of a term, one by one. Raises TermNotFound."""
        rank, postings = self._found(fieldname, text), self._postings(fieldname)
        often = postings.frequencies(rank)
        values = [b""] * len(often)
        if postings.has_positions:
            pieces = np.split(postings.positions(rank, often), packing.starts_of(often.astype(np.int64))[1:])
            values = [format_.encode(piece.tolist()) for piece in pieces]
        return ListMatcher(
            postings.docs(rank).tolist(),
            often.tolist(),
            values,
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self._info(fieldname, rank),
        )

    def _postings(self, field: str) -> Postings:
        found = self.files.postings(field)
        if found is None:
            raise TermNotFound(f"there is no field {field}")
        return found

    def _rank(self, field: str, text: bytes) -> int:
        postings = self.files.postings(field)
        return -1 if postings is None else postings.dictionary.find(text)

    def _found(self, field: str, text: bytes) -> int:
        rank = self._rank(field, text)
        if rank < 0:
            raise TermNotFound(f"no term {field}:{text!r}")
        return rank

    def _info(self, field: str, rank: int) -> TermInfo:
        postings, lengths = self._postings(field), self.files.lengths(field)
        docs, often = postings.docs(rank), postings.frequencies(rank)
        of_these = lengths[docs] if lengths is not None else np.zeros(1, np.int64)
        return TermInfo(
            float(often.sum()),
            len(docs),
            int(of_these.min()),
            int(of_these.max()),
            float(often.max()),
            int(docs[0]),
            int(docs[-1]),
        )


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of one field."""

    def __init__(self, postings: Postings | None, fieldobj: Any) -> None:
        self._dictionary = postings.dictionary if postings else None
        self._field = fieldobj
        self._rank = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._rank = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to the first term that is not smaller than this."""
        encoded = term if isinstance(term, bytes) else self._field.to_bytes(term)
        self._rank = self._dictionary.rank(encoded) if self._dictionary else 0
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._rank += 1
        return self.text()

    def text(self) -> str | None:
        """The term; None after the last."""
        return str(self._field.from_bytes(self._dictionary.term(self._rank))) if self.is_valid() else None  # type: ignore[union-attr]

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._dictionary is not None and self._rank < len(self._dictionary)
