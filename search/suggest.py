"""Suggestions from the corpus's own words: what may have been meant, and how a word may go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import And, Or, Prefix, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from index import Query
    from search.parser import TypedWord

    Numbers = Sequence[tuple[str, int]]
    Near = Callable[[Sequence[str], int], Sequence[Numbers]]

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

    `near` gives for each of some words those of the corpus within so many edits, with how many articles have them
    (see index.Engine). None when nothing is replaced.
    """
    text = typed
    mended = _mended([word.word for word in words], near) if len(words) <= MOST_WORDS else {}
    for word in reversed(words):
        if word.word in mended:
            text = text[: word.start] + mended[word.word] + text[word.end :]
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


def _mended(words: Sequence[str], near: Near) -> dict[str, str]:
    """What may have been meant by words: one letter off for short words, two for longer ones that are like none by one."""
    left = [word for word in dict.fromkeys(words) if 3 <= len(word) <= _LONGEST and not _has_digit(word)]
    mended: dict[str, str] = {}
    for distance, least in ((1, 3), (2, 5)):
        left = [word for word in left if word not in mended and len(word) >= least]
        found = zip(left, near(left, distance) if left else (), strict=True)
        better = {word: _commonest(word, dict(others)) for word, others in found}
        mended |= {word: other for word, other in better.items() if other}
    return mended


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _commonest(word: str, known: dict[str, int]) -> str | None:
    """The commonest of the words near one, if it is so much commoner that it may have been meant."""
    least = max(1, COMMONER * known.pop(word, 0))
    better = [other for other, articles in known.items() if articles >= least]
    return max(better, key=lambda other: (other[0] == word[0], known[other], other), default=None)
