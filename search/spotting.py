"""What a query matches in texts, found without reading all of them: a page of results marks ten whole articles. Pure.

Most of a text cannot match. Only the stretches where a wanted word may stand are cut into tokens, each different one
once, and the rules of `highlight` see these tokens. For phrases, which need to know what stands together, gaps stand
where others were left out. Texts and queries to which that does not apply (a pattern without a beginning, a text that
is hardly ASCII) are read as a whole.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from index import Fuzzy, Phrase, Prefix, Term, Token, Wildcard, beginnings, stretches
from search.highlight import joined, marks, matching
from search.snippets import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index import Analyzer, Leaf
    from search.highlight import Marks
    from search.results import Span

    _Placed = tuple[int, Sequence[Token]]
    """Where a stretch begins, and its tokens."""

_LETTERED = re.compile(r"[A-Za-z0-9]\S*")
"""Each of these has a token at least."""
_GAP = Token("\n", "\n", 0, 0)
_PATTERN = re.compile(r"[*?]")


class Spotting:
    """Marks what some leaves of a query match in texts of one language; made for the articles of a page."""

    def __init__(self, analyzer: Analyzer, wanted: Sequence[Leaf], language: str | None) -> None:
        self._analyzer = analyzer
        self._wanted = wanted
        self._language = language
        self._single = [one for leaf in wanted for one in _single(leaf)]
        self._of_stem = _of_stem(self._single)
        self._beginnings = _beginnings(self._single, language)
        self._reach = max(map(_reach, wanted), default=0)
        self._fewest = min(map(_fewest, wanted), default=0)
        self._seen: dict[str, tuple[Sequence[Token], Sequence[Mark]]] = {}

    def marks(self, text: str) -> list[Mark]:
        """The marks of a text, in order; those that overlap are one."""
        if not self._wanted:
            return []
        near = None if self._beginnings is None else stretches(text, self._beginnings)
        if near is None:
            return self._marks_of_all(text)
        return self._marks_together(text, near) if self._reach else self._marks_apart(text, near)

    def _marks_of_all(self, text: str) -> list[Mark]:
        """The marks by the terms of the whole text, of which only those that match are looked up in it."""
        found = matching(self._wanted, *self._analyzer.terms(text, self._language).both())
        positions = sorted(found)
        places = self._analyzer.places(text, positions, self._language)
        return joined(found, {at: Token("", "", *span) for at, span in zip(positions, places, strict=True)})

    def _marks_apart(self, text: str, near: Iterable[Span]) -> list[Mark]:
        """The marks where each word is for itself."""
        seen = self._seen
        made: list[Mark] = []
        for start, end in near:
            stretch = text[start:end]
            found = (seen.get(stretch) or self._telling(stretch))[1]
            if found:
                made += [Mark(start + one, start + other, leaves) for one, other, leaves in found]
        return made

    def _marks_together(self, text: str, near: Iterable[Span]) -> list[Mark]:
        """The marks where phrases are among what is wanted: gaps stand for the words between those looked at."""
        made: list[Token] = []
        for run, size, gap in self._runs(text, near):
            if size >= self._fewest:
                for start, tokens in run:
                    made += [Token(stem, word, start + one, start + end) for stem, word, one, end in tokens]
                made += [_GAP] * gap
        return joined(marks(self._wanted, made), made) if made else []

    def _runs(self, text: str, near: Iterable[Span]) -> Iterator[tuple[list[_Placed], int, int]]:
        """Stretches that have no token between them: theirs, how many, and how many tokens the gap behind them has."""
        run: list[_Placed] = []
        size = last = 0
        for start, end in near:
            tokens = self._telling(text[start:end])[0]
            if tokens:
                if start - last > 1 and run and (gap := self._between(text, last, start)):
                    yield run, size, gap
                    run, size = [], 0
                run.append((start, tokens))
                size += len(tokens)
                last = end
        yield run, size, 0

    def _telling(self, stretch: str) -> tuple[Sequence[Token], Sequence[Mark]]:
        """The tokens of a stretch, if one of them is wanted, and the marks of those that are."""
        told = self._seen.get(stretch)
        if told is None:
            told = self._seen[stretch] = self._told(self._analyzer.tokens(stretch, self._language))
        return told

    def _told(self, tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Mark]]:
        if self._of_stem is None:
            found: Marks = marks(self._single, tokens)
        else:
            wanted = self._of_stem
            found = {at: wanted[token.stem] for at, token in enumerate(tokens) if token.stem in wanted}
        return (tokens, joined(found, tokens)) if found else ((), ())

    def _between(self, text: str, start: int, end: int) -> int:
        """How many tokens stand between two offsets, counted up to what no phrase reaches over."""
        least = sum(1 for _ in islice(_LETTERED.finditer(text, start, end), self._reach))
        gap = text[start:end]
        if least == self._reach or (not least and gap.isascii()):
            return least
        return min(self._reach, len(self._analyzer.terms(gap, self._language).both()[0]))


def _single(leaf: Leaf) -> list[Leaf]:
    """What a leaf wants of single words."""
    return [Term(leaf.fields, term) for term in leaf.terms] if isinstance(leaf, Phrase) else [leaf]


def _of_stem(wanted: Sequence[Leaf]) -> dict[str, set[int]] | None:
    """Which leaves want a stem; None where some do not look at stems."""
    found: dict[str, set[int]] = {}
    for number, leaf in enumerate(wanted):
        if not isinstance(leaf, Term):
            return None
        found.setdefault(leaf.term, set()).add(number)
    return found


def _reach(leaf: Leaf) -> int:
    """So many words are too many to stand within a phrase; 0 for what is none."""
    if not isinstance(leaf, Phrase):
        return 0
    return len(leaf.terms) + leaf.slop if leaf.slop else 1


def _fewest(leaf: Leaf) -> int:
    """Of how many tokens that stand together one match is made at least."""
    return len(leaf.terms) if isinstance(leaf, Phrase) and not leaf.slop else 1


def _beginnings(wanted: Sequence[Leaf], language: str | None) -> set[str] | None:
    """How those words of ASCII begin that are wanted; None where they may begin in any way."""
    stems = [leaf.term for leaf in wanted if isinstance(leaf, Term)]
    words = [_literal(leaf) for leaf in wanted if not isinstance(leaf, Term)]
    if not all(words):
        return None
    return beginnings(stems, language) | set(filter(str.isascii, words))


def _literal(leaf: Leaf) -> str:
    """What all words begin with that a pattern fits; "" where they may begin in any way."""
    match leaf:
        case Prefix():
            return leaf.prefix
        case Wildcard():
            return _PATTERN.split(leaf.pattern)[0]
        case Fuzzy(distance=0):
            return leaf.word
        case _:
            return ""
