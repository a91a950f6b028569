"""Stock Whoosh beside the engine: the same articles in its own segments, and our algebra as its own queries."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
from whoosh import query as stock
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.scoring import Frequency
from whoosh.writing import SegmentWriter

from corpus import Article
from index import (
    SCHEMA,
    Analyzer,
    And,
    Between,
    Everything,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Wildcard,
    analyse,
)
from index.document import Kind, keywords
from index.engines.whoosh.codec import ArrayCodec
from index.engines.whoosh.contents import ArrayIndex, commit
from index.engines.whoosh.schema import whoosh_schema, words_field
from index.stored import to_stored

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from index import Document, Engine, Leaf

ANALYZER = Analyzer()

Change = Article | str
"""An article to put, or an id to remove."""


class ArrayWriter(SegmentWriter):
    """Whoosh's own writer, that goes through our codec posting by posting."""

    def __init__(self, files: ArrayIndex) -> None:
        super().__init__(files, codec=ArrayCodec())
        self._files = files

    def _commit_toc(self, segments: Any) -> None:
        commit(self._files, segments, self.generation)


def stock_index(folder: Path) -> FileIndex:
    """An empty index of Whoosh's own, with our schema."""
    folder.mkdir()
    return FileIndex.create(FileStorage(str(folder)), whoosh_schema())


def array_index(folder: Path) -> ArrayIndex:
    """An empty index of our codec, for Whoosh's own writer."""
    folder.mkdir()
    return ArrayIndex.create(FileStorage(str(folder)), whoosh_schema())


def writer_of(files: FileIndex) -> SegmentWriter:
    """Whoosh's own writer of either."""
    return ArrayWriter(files) if isinstance(files, ArrayIndex) else SegmentWriter(files, codec=W3Codec())


def fields_of(document: Document) -> dict[str, Any]:
    """A document as Whoosh's writer takes it."""
    fields: dict[str, Any] = msgspec.json.decode(to_stored(document.article))
    for name, kind in SCHEMA.items():
        if kind is Kind.TEXT:
            terms = document.text[name]
            fields[name], fields[words_field(name)] = list(terms.stems), list(terms.words)
        else:
            fields[name] = tuple(dict.fromkeys(keywords(document, name)))
    return fields


def put_stock(files: FileIndex, changes: Iterable[Change], **merging: Any) -> None:
    """Commit changes with Whoosh's own writer: of each article the last, in the order in which they first came."""
    documents: dict[str, Document] = {}
    removed = set()
    for change in changes:
        if isinstance(change, str):
            documents.pop(change, None)
            removed.add(change)
        else:
            documents[change.id] = analyse(change, ANALYZER)
    writer = writer_of(files)
    for one in removed | documents.keys():
        writer.delete_by_term("id", one)
    for document in documents.values():
        writer.add_document(**fields_of(document))
    writer.commit(**(merging or {"merge": False}))


def put_ours(engine: Engine, changes: Iterable[Change]) -> None:
    """Commit the same changes with our engine."""
    with engine.writing() as writer:
        for change in changes:
            if isinstance(change, str):
                writer.remove(change)
            else:
                writer.put(analyse(change, ANALYZER))


def translated(query: Query) -> stock.Query | None:
    """The query of Whoosh's own that finds the same; None where it has none."""
    match query:
        case Everything():
            return stock.Every()
        case And() | Or():
            parts = [translated(part) for part in query.parts]
            if None in parts or (isinstance(query, Or) and query.least > 1):
                return None
            return (stock.And if isinstance(query, And) else stock.Or)(parts)
        case Not():
            part = translated(query.part)
            return part and stock.And([stock.Every(), stock.Not(part)])
        case Between():
            return _range(query)
        case _:
            fields = [translated_leaf(query, field) for field in query.fields]
            return None if None in fields else stock.Or(fields)


def _range(query: Between) -> stock.Query:
    if SCHEMA.get(query.field, Kind.TEXT) is Kind.TEXT:
        return stock.NullQuery
    if query.low is query.high is None:
        return stock.Every(query.field)
    return stock.TermRange(query.field, query.low, query.high)


def translated_leaf(leaf: Leaf, field: str) -> stock.Query | None:
    """A leaf in one of its fields. What looks at words adds up how often each of them is there."""
    if field not in SCHEMA:
        return stock.NullQuery
    match leaf:
        case Term():
            return stock.Term(field, leaf.term, boost=leaf.boost)
        case Phrase(terms=(one,)):
            return stock.Term(field, one, boost=leaf.boost)
        case Phrase():
            return _row(leaf, field)
        case _:
            return _expanding(leaf, words_field(field))


def _row(leaf: Phrase, field: str) -> stock.Query | None:
    if SCHEMA[field] is not Kind.TEXT:
        return stock.NullQuery
    return stock.Phrase(field, list(leaf.terms)) if leaf.slop == 0 else None


def _expanding(leaf: Leaf, words: str) -> stock.Query:
    match leaf:
        case Prefix(prefix=""):
            return _fitting(words, "*")
        case Prefix():
            return stock.Prefix(words, leaf.prefix, constantscore=False)
        case Wildcard():
            return _fitting(words, leaf.pattern)
        case _:
            return stock.FuzzyTerm(
                words, leaf.word, maxdist=leaf.distance, prefixlength=0, constantscore=False
            )


def _fitting(field: str, pattern: str) -> stock.Query:
    """A pattern in which a bracket is itself; "*" alone would count no words."""
    escaped = pattern.replace("[", "[[]")
    return stock.Wildcard(field, "**" if escaped == "*" else escaped, constantscore=False)


def found(searcher: Any, query: stock.Query) -> dict[str, float]:
    """What Whoosh's own searcher finds, by id, with its scores."""
    results = searcher.search(query, limit=None)
    return {hit["article"]["id"]: hit.score for hit in results}


def times(files: FileIndex, leaf: Leaf, field: str) -> dict[str, float] | None:
    """By id how often a leaf is in a field, as Whoosh's own matchers count; None where it has none."""
    query = translated_leaf(leaf, field)
    if query is None:
        return None
    with files.searcher(weighting=Frequency()) as searcher:
        return (
            _spans(searcher, query)
            if isinstance(query, stock.Phrase)
            else found(searcher, query.with_boost(1.0))
        )


def _spans(searcher: Any, query: stock.Query) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for part, _ in searcher.leaf_searchers():
        matcher = query.matcher(part, part.boolean_context())
        while matcher.is_active():
            counts[part.stored_fields(matcher.id())["article"]["id"]] += len(matcher.spans())
            matcher.next()
    return dict(counts)
