"""What Whoosh writes a segment with: by article lengths, columns and stored texts, by term the postings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec import base

from index.engines.whoosh import bm25
from index.engines.whoosh.codec.arrayfile import ArrayWriter
from index.engines.whoosh.codec.columns import write_column
from index.engines.whoosh.codec.postings import Fields, PostingsWriter, Run
from index.engines.whoosh.codec.segment import ARTICLES, POSITIONS, TERMS
from index.engines.whoosh.codec.texts import TextsWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy.typing as npt

    from index.engines.whoosh.codec.segment import ArraySegment

    Array = npt.NDArray[Any]


class ArticlesWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Writes lengths, columns and stored texts; article by article, or many at once by `texts`, `lengths`, `columns`."""

    def __init__(self, folder: Path, segment: ArraySegment) -> None:
        self._segment = segment
        self._file = ArrayWriter(folder / segment.make_filename(ARTICLES))
        self.texts = TextsWriter(self._file)
        self.count = 0
        self._lengths: dict[str, dict[int, int]] = {}
        self._columns: dict[str, dict[int, bytes]] = {}
        self._stored: dict[str, Any] = {}
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin an article."""
        self._stored = {}
        self._doc = docnum

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:  # noqa: ARG002
        """What is stored of a field, and how many words it has."""
        if value is not None:
            self._stored[fieldname] = value
        if length:
            self._lengths.setdefault(fieldname, {})[self._doc] = length

    def add_column_value(self, fieldname: str, columnobj: Any, value: bytes) -> None:  # noqa: ARG002
        """The value of a field in its column."""
        self._columns.setdefault(fieldname, {})[self._doc] = value

    def finish_doc(self) -> None:
        """End the article."""
        self.texts.add(json.dumps(self._stored, ensure_ascii=False).encode())
        self.count += 1

    def cancel_doc(self) -> None:
        """Forget the article that was begun."""
        for lengths in self._lengths.values():
            lengths.pop(self._doc, None)
        for values in self._columns.values():
            values.pop(self._doc, None)

    def put_lengths(self, field: str, lengths: Array) -> None:
        """The lengths of a field in all articles; after all texts."""
        self._file.put(f"{field}/lengths", lengths.astype(np.uint32))
        self._segment.lengths[field] = int(lengths.sum())

    def end_texts(self) -> ArrayWriter:
        """No text comes any more: the file, for what is written whole."""
        self.texts.close()
        return self._file

    def close(self) -> None:
        """Finish the file."""
        if not self.is_closed:
            if not self.texts.is_closed:
                self.texts.close()
            self._write_collected()
            self._file.close()
            self.is_closed = True

    def _write_collected(self) -> None:
        every = range(self.count)
        for field, lengths in self._lengths.items():
            self.put_lengths(field, np.array([lengths.get(doc, 0) for doc in every], np.int64))
        for field, values in self._columns.items():
            write_column(self._file, field, [values.get(doc, b"") for doc in every])


class FieldsWriter(base.FieldWriter):  # type: ignore[misc]
    """Writes the postings of all fields: one by one as Whoosh gives them, or a field at once."""

    def __init__(self, folder: Path, segment: ArraySegment) -> None:
        self._folder, self._segment = folder, segment
        self._files = (
            ArrayWriter(folder / segment.make_filename(TERMS)),
            ArrayWriter(folder / segment.make_filename(POSITIONS)),
        )
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        """Take all postings: Whoosh's, or a source of whole fields (see `inversion` and `merging`)."""
        if isinstance(items, Fields):
            self._lengths = lengths
            for field, runs in items.fields():
                self._write(field, runs)
        else:
            self._lengths = lengths and lengths.files  # Whoosh gives what reads the articles
            super().add_postings(schema, lengths, items)

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin a field."""
        self._field, self._format = fieldname, fieldobj.format
        self._found: list[tuple[bytes, list[int], list[int], list[int]]] = []

    def start_term(self, text: bytes) -> None:
        """Begin a term."""
        self._found.append((text, [], [], []))

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:  # noqa: ARG002
        """An article that has the term. Raises ValueError where it has it no whole number of times."""
        _, docs, frequencies, positions = self._found[-1]
        if weight != int(weight) or weight < 1:
            raise ValueError(f"a term is there {weight} times; this codec keeps whole numbers only")
        docs.append(docnum)
        frequencies.append(int(weight))
        if self._format.supports("positions"):
            positions.extend(self._format.decode_positions(vbytes))

    def finish_term(self) -> None:
        """End the term."""

    def finish_field(self) -> None:
        """End the field."""
        found = self._found
        holders = np.array([len(docs) for _, docs, _, _ in found], np.int64)
        docs, often, places = (
            np.array([n for one in found for n in one[part]], np.int64) for part in (1, 2, 3)
        )
        positions = places if self._format.supports("positions") else None
        terms = [text for text, _, _, _ in found]
        self._write(self._field, iter([(terms, Run(holders, docs, often, positions))]))

    def _write(self, field: str, runs: Iterator[tuple[list[bytes], Run]]) -> None:
        lengths = self._lengths and self._lengths.lengths(field)
        scored = lengths is not None and len(lengths)
        average = max(float(lengths.mean()), 1e-9) if scored else 1.0
        writer = PostingsWriter(self._files, field, bm25.norms(lengths, average) if scored else None, average)
        for terms, run in runs:
            writer.write(terms, run)
        writer.close()

    def close(self) -> None:
        """Finish the files."""
        for file in self._files:
            file.close()
        self.is_closed = True
