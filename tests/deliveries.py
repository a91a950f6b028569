"""News as files, and what an index made of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index import open_engine

if TYPE_CHECKING:
    from pathlib import Path

    from corpus import Article

WORDS = [
    "harbour",
    "tram",
    "council",
    "goat",
    "quarry",
    "snow",
    "lantern",
    "bell",
    "ticket",
    "hymn",
    "ferry",
    "baker",
]


def item(name: str, body: str = "The tram ran again.", **more: str) -> dict[str, Any]:
    """A record as a JSON line holds it."""
    return {"id": name, "headline": f"Headline of {name}", "body": body, "source": "Wharf Courier", **more}


def many(numbers: range) -> list[dict[str, Any]]:
    """So many records, no two alike, the same at each call."""
    return [
        item(f"a{number:03}", " ".join(WORDS[(number * step) % 12] for step in range(1, 40)))
        for number in numbers
    ]


def deliver(path: Path, *items: dict[str, Any] | str) -> Path:
    """Write records (or lines as they are) to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [one if isinstance(one, str) else json.dumps(one) for one in items]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def held(folder: Path) -> list[Article]:
    """Every article of an index, sorted by id; where each was read from is left out."""
    return sorted(
        (replace(article, origin="") for article in open_engine(folder).scan()),
        key=lambda article: article.id,
    )


def bodies(folder: Path) -> dict[str, str]:
    """Every article of an index as id and body."""
    articles = held(folder)
    found = {article.id: article.body for article in articles}
    assert len(found) == len(articles), "an article is there twice"
    return found
