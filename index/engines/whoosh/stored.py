"""An Article as what an index stores, and back: JSON with its fields by name. Nothing is run when it is read."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from corpus import Article  # noqa: TC001 - the decoder reads the types of its fields


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
