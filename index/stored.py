"""An Article as what an index stores, and back: JSON with its fields by name. Nothing is run when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from corpus import Article


@dataclass(frozen=True, slots=True)
class Stored:
    """The stored fields of the schema: one, which is the article."""

    article: Article


_DECODER = msgspec.json.Decoder(Stored)


def to_stored(article: Article) -> bytes:
    """The article as JSON."""
    return msgspec.json.encode(Stored(article))


def from_stored(stored: bytes) -> Article:
    """The article that `to_stored` wrote."""
    return _DECODER.decode(stored).article


def to_fields(article: Article) -> dict[str, Any]:
    """The article as the values of JSON, for an index that stores fields."""
    fields: dict[str, Any] = msgspec.to_builtins(article)
    return fields


def from_fields(fields: Any) -> Article:
    """The article that `to_fields` made."""
    return msgspec.convert(fields, Article)
