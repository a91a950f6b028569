"""What all peers are given: the articles and the queries."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.articles import corpus, size
from benchmarks.queries import queries

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.queries import Queries


@dataclass(frozen=True, slots=True)
class Material:
    """A file of articles, how many they are, the MB of text in their bodies; and the queries, also as a file."""

    corpus: Path
    articles: int
    text_mb: float
    queries: Queries
    asked: Path

    def __str__(self) -> str:
        return f"{self.articles:,} articles, {self.text_mb:,.1f} MB of text, {len(self.queries)} queries"


def gathered(chosen: Path | None, asked: Path | None, folder: Path) -> Material:
    """The corpus and the queries that were asked for, or those that stand in for them (see `corpus`, `queries`).

    What has to be made is put in the folder.
    """
    path = corpus(chosen, folder)
    articles, text_mb = size(path)
    if not articles:
        sys.exit(
            f"there is no article in {path.name}; give a file of JSON lines: make bench CORPUS=articles.jsonl"
        )
    found, listed = queries(asked, path), folder / "queries.json"
    listed.write_text(json.dumps(found), encoding="utf-8")
    return Material(path, articles, text_mb, found, listed)
