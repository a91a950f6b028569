"""The corpus that every peer reads: a file of JSON lines, an article each, plain or packed with xz.

Keys are id, source, headline, body, date, url, section and authors. A corpus in any other form is put through
Cuttings' own reading first, outside of what is timed, so that all peers get the same text.
"""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import Article, SourceFile, find_files, read

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
LARGE = ROOT / "../shared/data/news-37k/articles.jsonl.xz"
SAMPLES = ROOT / "corpus" / "samples"
SUFFIXES = (".jsonl", ".jsonl.xz")
FIELDS = ("id", "source", "headline", "body")


def items(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file as they are, one after the other."""
    with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as file:
        yield from map(json.loads, file)


def articles(path: Path) -> Iterator[dict[str, str]]:
    """What peers index of each article; a key that is missing or null is an empty text."""
    for item in items(path):
        yield {key: item.get(key) or "" for key in FIELDS}


def size(path: Path) -> tuple[int, float]:
    """How many articles there are, and the MB of UTF-8 text in their bodies."""
    sizes = [len(article["body"].encode()) for article in articles(path)]
    return len(sizes), sum(sizes) / 1e6


def corpus(asked: Path | None, folder: Path) -> Path:
    """The file to measure with: what was asked for, else the large corpus if it is there, else the samples."""
    if asked and not asked.exists():
        sys.exit(f"there is no {asked}; give a file of JSON lines: make bench CORPUS=articles.jsonl")
    if not asked and not LARGE.exists():
        print("No corpus was given, so this is the small sample: its figures say little about a large one.")
        print("For real ones: make bench CORPUS=articles.jsonl QUERIES=queries.json\n")
    path = asked or (LARGE if LARGE.exists() else SAMPLES)
    return path if _fits(path) else _as_lines(path, folder / "articles.jsonl")


def _fits(path: Path) -> bool:
    """Whether a file is of JSON lines with our own names, by its first one."""
    return path.name.endswith(SUFFIXES) and "body" in next(items(path), {})


def _as_lines(path: Path, made: Path) -> Path:
    with made.open("w", encoding="utf-8") as out:
        for file in find_files([path]):
            found = read(file) if isinstance(file, SourceFile) else ()
            stories = (_item(outcome) for outcome in found if isinstance(outcome, Article))
            out.writelines(json.dumps(story, ensure_ascii=False) + "\n" for story in stories)
    return made


def _item(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "source": article.source,
        "headline": article.headline,
        "body": article.body,
        "date": str(article.published or ""),
        "url": article.url,
    }
