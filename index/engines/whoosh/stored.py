"""An Article as one JSON text, and back: what a stored field holds. Never a pickle of our own classes."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from corpus import Article, Removal


def to_text(article: Article) -> str:
    """The article as JSON."""
    return json.dumps(asdict(article), ensure_ascii=False, default=date.isoformat)


def from_text(text: str) -> Article:
    """The article that `to_text` wrote."""
    values = json.loads(text)
    published = values["published"]
    values |= {
        "published": date.fromisoformat(published) if published else None,
        "authors": tuple(values["authors"]),
        "notes": tuple(values["notes"]),
        "removed": tuple(Removal(**removal) for removal in values["removed"]),
    }
    return Article(**values)
