"""How a query is ranked: the weights of the fields, and what words earn by standing together. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import And, Between, Not, Or, Phrase, Term
from search.wording import TEXT

if TYPE_CHECKING:
    from index import Query

WEIGHTS = {"headline": 3.0, "body": 1.0, "source_words": 0.0}
"""The fields' shares in a score. That an article is from a source one asked for says nothing about its worth."""

NEAR = 8
"""How many other words may stand among words that count as near: about half a sentence of news."""

MOST_WORDS = 6
"""Longer queries are sentences; their words are expected to be apart."""


def bonus(query: Query) -> Query | None:
    """What the plain words of a query earn by standing together: something when near, more as a phrase."""
    words = tuple(part.term for part in _parts(query) if isinstance(part, Term) and part.fields == TEXT)
    if not 2 <= len(words) <= MOST_WORDS:
        return None
    return Or((Phrase(TEXT, words, 0, boost=0.5), Phrase(TEXT, words, NEAR, boost=0.5)))


def with_most(query: Query) -> list[tuple[Query, int, int]]:
    """Queries for articles with fewer and fewer of the words, best first: (query, how many, of how many).

    Exclusions stay as they are. Empty for a query that has nothing to leave out.
    """
    parts = _parts(query)
    wanted = [part for part in parts if not _excludes(part)]
    always = tuple(part for part in parts if _excludes(part))
    return [
        (And((*always, Or(tuple(wanted), least))), least, len(wanted))
        for least in range(len(wanted) - 1, 0, -1)
    ]


def _parts(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, And) else (query,)


def _excludes(part: Query) -> bool:
    """Whether a part narrows the search without being a word of it: an exclusion or a date."""
    return isinstance(part, Not | Between)
