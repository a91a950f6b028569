"""The algebra: what an index is asked. Nothing here knows how a person types it, nor how an engine answers.

A query stands for a set of articles. Leaves name the `fields` they look in, and match an article when at
least one of those fields matches. `Term` and `Phrase` hold stems, as the Analyzer gives them; `Prefix`,
`Wildcard` and `Fuzzy` look at whole words (folded, not stemmed), since a stem is no word: the stem of
"assassination" is "assassin", which `assassinat*` would miss. On keyword fields a `Term` is the exact value.

`boost` multiplies what a leaf adds to the score. It never changes what matches.
"""

from __future__ import annotations

from dataclasses import dataclass

Fields = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Term:
    """Articles in which a stem (or the exact value of a keyword field) occurs."""

    fields: Fields
    term: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Articles in which the stems occur together in one field.

    With `slop` 0: one after the other. With `slop` n > 0: in any order, with at most n other words among
    them, each stem of the phrase at a position of its own.
    """

    fields: Fields
    terms: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Articles with a word that begins so."""

    fields: Fields
    prefix: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Articles with a word of this pattern: `*` is any run of characters, `?` exactly one."""

    fields: Fields
    pattern: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Articles with a word at most `distance` edits away (Levenshtein: insert, delete, substitute)."""

    fields: Fields
    word: str
    distance: int = 1
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Between:
    """Articles whose `field` lies between two values, both included; None leaves that end open.

    Values are ISO dates (YYYY-MM-DD) and compare as text. An article without a value never matches: with both
    ends open, also of a KEYWORD field, these are the articles that have one.
    """

    field: str
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class And:
    """Articles that match every part (at least one part)."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that match at least `least` of the parts."""

    parts: tuple[Query, ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that do not match the part."""

    part: Query


Leaf = Term | Phrase | Prefix | Wildcard | Fuzzy
Query = Everything | Leaf | Between | And | Or | Not
