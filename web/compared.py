"""The shapes of two articles side by side, as `web.shapes` has those of everything else."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from web.shapes import Day, Kind

Published = Day | None


class StretchJson(TypedDict):
    """A piece of an article's body: its half-open character offsets there, and how many words it has."""

    text: str
    start: int
    end: int
    words: int


class PieceJson(TypedDict):
    """Words of a row and what became of them; null on the side that does not have them."""

    op: Literal["same", "replaced", "dropped", "added"]
    a: StretchJson | None
    b: StretchJson | None


class RowJson(TypedDict):
    """Sentences that belong together, aligned or moved; or that only one has."""

    kind: Literal["aligned", "moved", "dropped", "added"]
    pieces: list[PieceJson]


class SideJson(TypedDict):
    """One of the two articles.

    `share` (0 to 1) of its words are in the other one too. `characters` of its body were compared, which has `length`.
    """

    id: str
    source: str
    headline: str
    published: Published
    language: str | None
    words: int
    share: float
    characters: int
    length: int


class WordsJson(TypedDict):
    """How many words were kept, replaced (by how many), dropped and added."""

    same: int
    replaced: int
    replacing: int
    dropped: int
    added: int


class CompareJson(TypedDict):
    """Two articles side by side.

    `kind` is null where they share no more than any two articles on one event; shares are then those of the sentences
    that are in both. `earlier` is the id of the one published first, null where that cannot be told. The texts of all
    pieces, by their offsets, are the bodies without a gap, as far as they were compared.
    """

    kind: Kind | None
    a: SideJson
    b: SideJson
    earlier: str | None
    words: WordsJson
    rows: list[RowJson]


COMPARED: tuple[Any, ...] = (CompareJson,)
"""The answers that are described here."""
