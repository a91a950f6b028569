"""Suggestions from the corpus's own words: what may have been meant, and how a word may go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import And, Or, Prefix, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from index import Query
    from search.parser import TypedWord

    Near = Callable[[str, int], Sequence[tuple[str, int]]]

COMMONER = 10
"""How many times commoner than a word another has to be to have been meant by it."""

MOST_WORDS = 12
"""Of longer queries no word is replaced: each is compared with every word of the corpus."""

MOST_HEADLINES = 4
AMONG = 4
"""Among how many times as many words as are given those are looked for that stand beside what was typed."""
LEAST_ALONE, LEAST_LATER = 3, 2
"""How many letters of a word are typed before headlines are looked for: of the first, and of a later one."""

HEADLINE = ("headline",)

_LONGEST = 40


def meant(typed: str, words: Sequence[TypedWord], near: Near) -> str | None:
    """What was typed, with the words that the corpus does not have, or hardly, replaced by near ones that it has.

    `near` gives the words of the corpus within so many edits of a word, each with how many articles have it
    (see index.Engine). None when nothing is replaced.
    """
    text = typed
    for word in reversed(words if len(words) <= MOST_WORDS else ()):
        better = _better(word.word, near)
        if better:
            text = text[: word.start] + better + text[word.end :]
    return text if text != typed else None


def completions(
    head: str, words: Sequence[tuple[str, int]], size: int, beside: Collection[str] = ()
) -> list[str]:
    """What was typed before its last word, gone on with the commonest words that begin so (with articles).

    Where something stands before, words that are `beside` it in headlines come first: "supreme cou" goes on to court.
    """
    near = set(beside) if head.strip() else set()
    ranked = sorted(words, key=lambda pair: (pair[0] not in near, -pair[1], pair[0]))
    return [head + word for word, _ in ranked[:size]]


def starting(before: Sequence[Sequence[str]], last: str) -> Query | None:
    """The query for headlines with all the words typed (their stems in each reading) and one that begins as the last.

    None where too little is typed to tell headlines apart.
    """
    if len(last) < (LEAST_ALONE if not any(before) else LEAST_LATER):
        return None
    words = [
        Or(tuple(Term(HEADLINE, stem) for stem in dict.fromkeys(stems)))
        for stems in zip(*before, strict=False)
    ]
    return And((*words, Prefix(HEADLINE, last)))


def _better(word: str, near: Near) -> str | None:
    """The commonest of the nearest words; one letter off for short words, two for longer."""
    if len(word) < 3 or len(word) > _LONGEST or any(map(str.isdigit, word)):
        return None
    for distance in (1, 2) if len(word) > 4 else (1,):
        known = dict(near(word, distance))
        least = max(1, COMMONER * known.pop(word, 0))
        better = [other for other, articles in known.items() if articles >= least]
        if better:
            return max(better, key=lambda other: (other[0] == word[0], known[other], other))
    return None
