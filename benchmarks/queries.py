"""The queries that every peer is asked, by kind: one word, two, three, a phrase, an OR, a prefix.

They are in our own syntax, kept to what every peer can be asked; each peer translates them.
"""

from __future__ import annotations

import json
import random
import re
import sys
from typing import TYPE_CHECKING

from benchmarks.articles import LARGE, articles

if TYPE_CHECKING:
    from pathlib import Path

Queries = list[dict[str, str]]

KINDS = ("one", "two", "three", "phrase", "or", "prefix")
SEED = 1


def pieces(query: str) -> list[str]:
    """A query's words, phrases (in their quotes), prefixes (with their star) and ORs."""
    return re.findall(r'"[^"]*"|\S+', query)


def queries(asked: Path | None, corpus: Path) -> Queries:
    """Those of a file, a list of {"kind": ..., "q": ...}; else those of the corpus, or some drawn from it."""
    path = LARGE.with_name("queries.json") if corpus == LARGE and not asked else asked
    if path and not path.exists():
        sys.exit(
            f'there is no {path}; give a JSON file with a list of {{"kind": "one", "q": "ferry"}}, or none'
        )
    if path:
        return [{"kind": one["kind"], "q": one["q"]} for one in json.loads(path.read_text(encoding="utf-8"))]
    return drawn(corpus)


def drawn(corpus: Path, most: int = 20) -> Queries:
    """Queries of each kind from so many headlines: the same ones each time for the same corpus."""
    pick = random.Random(SEED)  # noqa: S311 - a sample that is the same each time, not a secret
    headlines = [re.findall(r"[^\W\d_]{3,}", article["headline"].lower()) for article in articles(corpus)]
    long = [words for words in headlines if len(words) > 3]
    return [query for words in pick.sample(long, k=min(most, len(long))) for query in _of(words, pick)]


def _of(words: list[str], pick: random.Random) -> Queries:
    at = pick.randrange(len(words) - 2)
    one, two, three = words[at : at + 3]
    texts = (
        one,
        f"{three} {one}",
        f"{two} {one} {three}",
        f'"{one} {two}"',
        f"{one} OR {three}",
        f"{one[:4]}*",
    )
    return [{"kind": kind, "q": q} for kind, q in zip(KINDS, texts, strict=True)]
