"""Whoosh as its manual shows it: its own analyzer, its own writer with default limits, its own parser."""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.qparser import MultifieldParser
from whoosh.sorting import Count

from benchmarks.articles import articles
from benchmarks.peers import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from whoosh.searching import Searcher


class TextbookWhoosh:
    """The library that our engine is built on, without our engine."""

    title = "Whoosh, textbook"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _searcher(self) -> Searcher:
        return open_dir(self._folder).searcher()

    @cached_property
    def _parser(self) -> MultifieldParser:
        return MultifieldParser(["headline", "body"], self._searcher.schema)

    def version(self) -> str:
        """That of the distribution."""
        return version("whoosh3")

    def build(self, corpus: Path) -> None:
        """Index with one writer and one commit."""
        self._folder.mkdir(parents=True, exist_ok=True)
        stemming = StemmingAnalyzer()
        schema = Schema(
            id=ID(stored=True),
            source=ID(stored=True, sortable=True),
            headline=TEXT(analyzer=stemming, stored=True),
            body=TEXT(analyzer=stemming, stored=True),
        )
        writer = create_in(self._folder, schema).writer()
        for article in articles(corpus):
            writer.add_document(**article)
        writer.commit()

    def ask(self, query: str) -> Answer:
        """Ten hits, grouped by source. Grouping collects every match: the length is exact, the limit is not kept."""
        found = self._searcher.search(self._parser.parse(query), limit=10, groupedby="source", maptype=Count)
        hits = found[:10]
        return Answer(
            len(found),
            tuple(hit["id"] for hit in hits),
            found.groups("source"),
            tuple(hit.highlights("body") for hit in hits),
        )

    def prepare(self) -> None:
        """Nothing: it reads what it needs when it needs it."""
