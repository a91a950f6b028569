"""An Article as the fields that an index stores, and back: plain values, as JSON has them."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from corpus import Article, Removal

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = [one.name for one in fields(Article)]
_VALUES = attrgetter(*_NAMES)
_OF_A_REMOVAL = [one.name for one in fields(Removal)]


def to_stored(article: Article) -> dict[str, Any]:
    """The article as plain values."""
    values = dict(zip(_NAMES, _VALUES(article), strict=True))
    values["published"] = article.published and article.published.isoformat()
    values["removed"] = [[getattr(one, name) for name in _OF_A_REMOVAL] for one in article.removed]
    return values


def from_stored(values: Mapping[str, Any]) -> Article:
    """The article that `to_stored` took apart."""
    published = values["published"]
    known = {
        "published": date.fromisoformat(published) if published else None,
        "authors": tuple(values["authors"]),
        "notes": tuple(values["notes"]),
        "removed": tuple(Removal(*one) for one in values["removed"]),
    }
    return Article(**{**values, **known})
