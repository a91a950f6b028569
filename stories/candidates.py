"""Which articles of an index may reuse a text that is given: the likeliest first.

The text may be a sentence or a book, and an article may have all of it or a paragraph. So it is asked piece by piece: who has
some of the fingerprints of a few sentences, all of which are looked for, though an article keeps only a sample of its own;
and who has the rare words of a sentence, which outlive more, and mean less. Of a short text, whose words may all be common,
every eight words in a row are looked for besides.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from index import Or, Phrase, Request, Term, fingerprints
from stories.runs import SHORTEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from index import Analyzer, Engine, Match, Terms
    from stories.sentences import Sentences

TOGETHER, STEP = 4, 2
"""Sentences whose fingerprints are asked for together, and from one such stretch to the next."""
SHARED = 2
"""Fingerprints of a stretch that an article needs."""
RARE, PART = 12, 0.5
"""The rarest words of a sentence that are asked for, and the share of them that an article needs."""
QUOTE = 16
"""Words: a sentence that is shorter is asked for together with the next."""
FOUND = 20
"""Articles that are found at a time, at most."""
SHORT = 60
"""Words of a text that is short."""


def candidates(engine: Engine, analyzer: Analyzer, text: Sentences, language: str | None) -> list[str]:
    """The ids of articles that may reuse a text."""
    pieces = _pieces(analyzer, text, language)
    stems = [one.stems for one in pieces]
    exact = _exactly(engine, [stem for some in stems for stem in some])
    stretches, sentences = dict.fromkeys(_stretches(fingerprints(pieces))), dict.fromkeys(map(tuple, stems))
    held = _held(engine, stems)
    rarest = [_rarest(held, words) for words in sentences]
    shared, rare = defaultdict[str, float](float), defaultdict[str, float](float)
    for match in _having(engine, "fingerprint", [(codes, min(SHARED, len(codes))) for codes in stretches]):
        shared[match.id] += match.score
    for match in _having(engine, "body", [(terms, max(1, round(PART * len(terms)))) for terms in rarest]):
        rare[match.id] += 1
    ranked = (
        [one for one, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))]
        for found in (shared, rare)
    )
    return list(dict.fromkeys([*exact, *(one for some in ranked for one in some)]))


def _pieces(analyzer: Analyzer, text: Sentences, language: str | None) -> list[Terms]:
    """The terms of each sentence; of short ones together with the next."""
    cuts = [0]
    for bound in text.bounds[1:].tolist():
        if bound - cuts[-1] >= QUOTE or bound == len(text.terms):
            cuts.append(bound)
    spans = (text.span_of_words(*words) for words in pairwise(cuts))
    return analyzer.terms_of((text.text[slice(*span)], language) for span in spans)


def _stretches(codes: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The fingerprints of some sentences that follow each other."""
    for start in range(0, max(1, len(codes) - TOGETHER + STEP), STEP):
        different = dict.fromkeys(code for some in codes[start : start + TOGETHER] for code in some)
        if different:
            yield tuple(different)


def _having(engine: Engine, field: str, asked: Iterable[tuple[Sequence[str], int]]) -> Iterator[Match]:
    """The articles that have at least so many of some terms, of each of several lists."""
    queries = [Or(tuple(Term((field,), term) for term in terms), least) for terms, least in asked]
    for matches in engine.searches([Request(query, limit=FOUND) for query in queries]):
        yield from matches.top


def _held(engine: Engine, stems: Iterable[Sequence[str]]) -> Mapping[str, int]:
    """How many articles have each of the stems of some sentences."""
    different = list(dict.fromkeys(stem for some in stems for stem in some))
    return dict(zip(different, engine.holders("body", different), strict=True))


def _rarest(held: Mapping[str, int], stems: Sequence[str]) -> list[str]:
    """The rarest of the stems that the corpus has at all."""
    return [stem for count, stem in sorted((held[stem], stem) for stem in dict.fromkeys(stems)) if count][
        :RARE
    ]


def _exactly(engine: Engine, stems: Sequence[str]) -> Iterator[str]:
    """The articles with as many words in a row as tell anything, of a text that is short."""
    if len(stems) <= SHORT:
        begins = range(len(stems) - SHORTEST + 1)
        different = dict.fromkeys(tuple(stems[begin : begin + SHORTEST]) for begin in begins)
        phrases = Or(tuple(Phrase(("body",), stretch) for stretch in different))
        yield from (match.id for match in engine.search(Request(phrases, limit=2 * FOUND)).top)
