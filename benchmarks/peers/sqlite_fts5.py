"""SQLite's full-text search with the porter tokenizer: one table, three statements a page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cached_property
from typing import TYPE_CHECKING

from benchmarks.articles import articles
from benchmarks.peers import Answer
from benchmarks.queries import pieces

if TYPE_CHECKING:
    from pathlib import Path

FILE = "articles.db"
TABLE = """
    CREATE VIRTUAL TABLE articles
    USING fts5(id UNINDEXED, source UNINDEXED, headline, body, tokenize = 'porter unicode61')
"""
TOP = """
    SELECT id, snippet(articles, -1, '<mark>', '</mark>', '…', 32)
    FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT 10
"""
TOTAL = "SELECT count(*) FROM articles WHERE articles MATCH ?"
COUNTS = "SELECT source, count(*) FROM articles WHERE articles MATCH ? GROUP BY source"


class SqliteFts5:
    """Ranked by bm25, which is what its `rank` is."""

    title = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        return sqlite3.connect(self._folder / FILE)

    def version(self) -> str:
        """That of the library under Python's module."""
        return sqlite3.sqlite_version

    def build(self, corpus: Path) -> None:
        """Insert all in one transaction."""
        self._folder.mkdir(parents=True, exist_ok=True)
        rows = (tuple(article.values()) for article in articles(corpus))
        with closing(sqlite3.connect(self._folder / FILE)) as connection, connection:
            connection.execute(TABLE)
            connection.executemany("INSERT INTO articles VALUES (?, ?, ?, ?)", rows)

    def ask(self, query: str) -> Answer:
        """Three statements: the ten best with snippets, the total, the counts."""
        asked = (match(query),)
        top = self._connection.execute(TOP, asked).fetchall()
        [total] = self._connection.execute(TOTAL, asked).fetchone()
        counts = dict(self._connection.execute(COUNTS, asked).fetchall())
        return Answer(total, tuple(row[0] for row in top), counts, tuple(row[1] for row in top))

    def prepare(self) -> None:
        """Nothing: it reads what it needs when it needs it."""


def match(query: str) -> str:
    """Our syntax in that of FTS5, where everything but OR and the star of a prefix is best put in quotes."""
    return " ".join(map(_quoted, pieces(query)))


def _quoted(piece: str) -> str:
    if piece == "OR":
        return piece
    star = "*" if piece.endswith("*") else ""
    return '"' + piece.strip('"*') + '"' + star
