"""Where a query matches in a text: the spans to mark. Pure; works on the Analyzer's tokens.

Only what makes the article match is marked: words of a phrase where the phrase stands and not elsewhere,
nothing for what is excluded.

Of a long text only those tokens are made that may be among the matches (see `search.spotting`), and the rules here are
the same for them as for all tokens of a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import And, Fuzzy, Or, Phrase, Prefix, Term, Wildcard, positions_of, wildcard, within
from search.snippets import Mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index import Leaf, Query, Token

Marks = dict[int, set[int]]
"""For the position of each token that matches, the numbers of the leaves that it matches."""


def leaves(query: Query, field: str) -> list[Leaf]:
    """The leaves of a query that look into a field and are wanted there."""
    match query:
        case And() | Or():
            return [leaf for part in query.parts for leaf in leaves(part, field)]
        case Term() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            return [query] if field in query.fields else []
        case _:
            return []


def marks(wanted: Sequence[Leaf], tokens: Sequence[Token]) -> Marks:
    """Which tokens match, and which leaves."""
    return matching(wanted, [token.stem for token in tokens], [token.word for token in tokens])


def matching(wanted: Sequence[Leaf], stems: Sequence[str], words: Sequence[str]) -> Marks:
    """Which positions of a text match, given its stems and words, and which leaves."""
    found: Marks = {}
    for number, leaf in enumerate(wanted):
        for position in _positions(leaf, stems, words):
            found.setdefault(position, set()).add(number)
    return found


def joined(found: Marks, tokens: Sequence[Token] | Mapping[int, Token]) -> list[Mark]:
    """The marks of matching tokens, in order. Tokens that overlap in the text, as pairs of letters do, are one."""
    merged: list[Mark] = []
    for position in sorted(found):
        token, leaves_of = tokens[position], frozenset(found[position])
        if merged and token.start < merged[-1].end:
            last = merged.pop()
            merged.append(Mark(last.start, max(token.end, last.end), last.leaves | leaves_of))
        else:
            merged.append(Mark(token.start, token.end, leaves_of))
    return merged


def _positions(leaf: Leaf, stems: Sequence[str], words: Sequence[str]) -> list[int]:
    match leaf:
        case Term():
            return [position for position, stem in enumerate(stems) if stem == leaf.term]
        case Phrase():
            places = [[n for n, stem in enumerate(stems) if stem == term] for term in leaf.terms]
            return positions_of(places, leaf.slop)
        case Prefix():
            return [position for position, word in enumerate(words) if word.startswith(leaf.prefix)]
        case Wildcard():
            fits = wildcard(leaf.pattern).fullmatch
            return [position for position, word in enumerate(words) if fits(word)]
        case Fuzzy():
            near = set(within(leaf.word, set(words), leaf.distance))
            return [position for position, word in enumerate(words) if word in near]
