"""How a query is ranked: the weights of the fields, and what words earn by standing together. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import And, Between, Fuzzy, Not, Or, Phrase, Prefix, Term, Wildcard
from search.wording import SOURCE, TEXT, Either

if TYPE_CHECKING:
    from index import Query

WEIGHTS = {"headline": 3.0, "body": 1.0, "source_words": 0.0}
"""The fields' shares in a score. That an article is from a source one asked for says nothing about its worth."""

NEAR = 8
"""How many other words may stand among words that count as near: about half a sentence of news."""

MOST_WORDS = 6
"""Longer queries are sentences; their words are expected to be apart."""

MOST_STEPS = 5
"""Up to so many words are left out one by one."""


def bonus(query: Query) -> Query | None:
    """What the plain words of a query earn by standing together: something when near, more as a phrase."""
    words = [stems for part in _parts(query) if (stems := _plain(part))]
    if not 2 <= len(words) <= MOST_WORDS:
        return None
    return Or(
        tuple(Phrase(TEXT, stems, slop, boost=0.5) for stems in _in_each_reading(words) for slop in (0, NEAR))
    )


def _plain(part: Query) -> tuple[str, ...]:
    """The stems of a plain word, one for each reading; none of anything else."""
    terms = part.parts if isinstance(part, Either) else (part,)
    stems = tuple(one.term for one in terms if isinstance(one, Term) and one.fields == TEXT)
    return stems if len(stems) == len(terms) else ()


def _in_each_reading(words: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """All words in the first reading, all in the second ...; a number is the same in all."""
    readings = max(map(len, words))
    return [tuple(stems[number % len(stems)] for stems in words) for number in range(readings)]


def with_most(query: Query, *, filtered: bool = False) -> list[tuple[Query, str]]:
    """Queries for articles with fewer and fewer of the words, the most first, each with a note that says so.

    What narrows the search stays as it is, and so do filters beside the query, if it is `filtered`; the note
    then speaks of what is left. Empty for a query that has nothing to leave out.
    """
    parts = _parts(query)
    wanted = tuple(part for part in parts if not _narrows(part))
    always = tuple(part for part in parts if _narrows(part))
    no = "With these filters no" if always or filtered else "No"
    return [(And((*always, Or(wanted, least))), no + _note(wanted, least)) for least in _steps(len(wanted))]


def _steps(words: int) -> list[int]:
    """How many of so many words are asked for, in turn.

    A long query is a sentence, and the best article seldom has most of its words: on the 83 questions of the TIME
    collection, asking for four fifths of the words gives a mean average precision of 0.25, for half of them 0.67.
    """
    if words <= MOST_STEPS:
        return list(range(words - 1, 0, -1))
    return [(words + 1) // 2, (words + 3) // 4, 1]


def _note(wanted: tuple[Query, ...], least: int) -> str:
    every = "both" if len(wanted) == 2 else f"all {len(wanted)}"
    # Of a short query every number was tried from the top, so these have just so many.
    exact = len(wanted) <= MOST_STEPS
    some = f"{'' if exact else 'at least '}{'one' if least == 1 else least}"
    if all(map(_is_word, wanted)):
        return f" article has {every} words; these have {some} of them."
    return f" article matches {every} parts of the query; these match {some} of them."


def _is_word(part: Query) -> bool:
    if isinstance(part, Either):
        return all(map(_is_word, part.parts))
    return isinstance(part, Term | Prefix | Wildcard | Fuzzy)


def _parts(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, And) else (query,)


def _narrows(part: Query) -> bool:
    """Whether a part narrows the search without being a word of it: an exclusion, a date, a source."""
    match part:
        case Not() | Between():
            return True
        case And() | Or():
            return all(map(_narrows, part.parts))
        case Term() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            return part.fields == SOURCE
        case _:
            return False
