"""Tantivy, by its Python binding: a native engine, and so the mark that a Python one can be measured by."""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

import tantivy

from benchmarks.articles import articles
from benchmarks.peers import Answer
from benchmarks.queries import pieces

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["headline", "body"]
THREADS = 2
BY_SOURCE = {"by_source": {"terms": {"field": "source", "size": 10}}}


class Tantivy:
    """English stems, a fast field for the sources, and its snippets."""

    title = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _index(self) -> tantivy.Index:
        return tantivy.Index.open(str(self._folder))

    @cached_property
    def _searcher(self) -> tantivy.Searcher:
        return self._index.searcher()

    def version(self) -> str:
        """That of the binding, which follows the engine's."""
        return version("tantivy")

    def build(self, corpus: Path) -> None:
        """Index on two threads, and wait until the segments are merged."""
        self._folder.mkdir(parents=True, exist_ok=True)
        writer = tantivy.Index(_schema(), path=str(self._folder)).writer(num_threads=THREADS)
        for article in articles(corpus):
            writer.add_document(tantivy.Document(**article))
        writer.commit()
        writer.wait_merging_threads()

    def ask(self, query: str) -> Answer:
        """One search for the ten best and the total, one pass for the counts, a snippet a hit."""
        asked = self._query(query)
        found = self._searcher.search(asked, 10, count=True)
        counts = self._searcher.aggregate(asked, BY_SOURCE)["by_source"]["buckets"]
        documents = [self._searcher.doc(address) for _, address in found.hits]
        maker = tantivy.SnippetGenerator.create(self._searcher, asked, self._index.schema, "body")
        return Answer(
            found.count,
            tuple(document["id"][0] for document in documents),
            {bucket["key"]: bucket["doc_count"] for bucket in counts},
            tuple(maker.snippet_from_doc(document).to_html() for document in documents),
        )

    def prepare(self) -> None:
        """Nothing: its files are mapped into memory."""

    def _query(self, query: str) -> tantivy.Query:
        if query.endswith("*"):
            return self._beginning(query.strip("*").lower())
        words = [piece if piece == "OR" else '"' + piece.strip('"') + '"' for piece in pieces(query)]
        return self._index.parse_query(" ".join(words), TEXTS, conjunction_by_default=True)

    def _beginning(self, letters: str) -> tantivy.Query:
        """An Or of all terms that begin so: its own query for prefixes neither ranks nor highlights."""
        terms = [
            tantivy.Query.term_query(self._index.schema, field, term)
            for field in TEXTS
            for term, _ in self._searcher.terms_with_prefix(field, letters)
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("source", stored=True, fast=True, tokenizer_name="raw")
    for name in TEXTS:
        builder.add_text_field(name, stored=True, tokenizer_name="en_stem")
    return builder.build()
