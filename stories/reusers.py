"""Which articles of an index reuse a text that is given, be it a page or a sentence: ranked, with the passages they have.

A text that is given is not in the index, and may be far shorter than what reuses it; so candidates are asked for by
every sentence's rarest words as well as by fingerprints, and of a short text by all its words as they stand. They are then read and laid beside the text. What counts is
what is shown: the share of the text's words that stand in passages which the article has too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from corpus import UNKNOWN, Article
from index import Or, Phrase, Request, Term
from stories.align import Alignment, Passage
from stories.comparing import Comparing
from stories.reuse import judge
from stories.runs import SHORTEST
from stories.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index import Analyzer, Engine
    from stories.sentences import Sentences

LEAST_WORDS = SHORTEST
"""Words of a text, without which nothing is told from chance."""
MOST_READ = 50
"""Candidates that are read: those that most sentences found."""
RARE, PART = 12, 0.5
"""The rarest words of a sentence that are asked for, and the share of them that an article needs."""
FOUND = 20
"""Articles that a sentence finds at most: those that have the rarest of its words."""
SURE = 300
"""Characters of a passage in other words that is told from chance alone; a sentence of names may be like any other."""
LAST = 10
"""Candidates, read last, of which none reuses the text if there are no more to be expected."""
SHORT = 60
"""Words of a text of which every eight in a row are looked for as well."""
QUOTE = 16
"""Words: a sentence that is shorter is asked for together with the next."""


@dataclass(frozen=True, slots=True)
class Reuser:
    """An article that reuses a text: `share` of the text's words are in its passages, and `other_share` of its own.

    `kind` is None where it shares passages only, as two reports have the same quotation. Passages are told of the text
    first, in its order; no two overlap in it. What stands in other words has to be longer where it is passages only.
    """

    article: Article
    kind: str | None
    share: float
    other_share: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Reusers:
    """Who reuses a text of so many `words`: the largest share first.

    `share` of its words are in a passage that any of them has. So many articles were `read`, the likeliest; where those
    read last still had something of it, and there were more candidates, it `is_cut`.
    """

    words: int
    share: float
    found: tuple[Reuser, ...]
    read: int
    is_cut: bool


def reusers(engine: Engine, analyzer: Analyzer, text: str, language: str | None = None) -> Reusers:
    """The articles that reuse a text; none for a text of fewer than LEAST_WORDS words."""
    given = sentences(text, analyzer, language)
    if len(given.terms) < LEAST_WORDS:
        return Reusers(len(given.terms), 0.0, (), 0, is_cut=False)
    comparing = Comparing(engine, analyzer)
    likely = _candidates(engine, comparing, analyzer, text, language)
    read = engine.fetch(likely[:MOST_READ])
    tried = [_reuser(given, article, comparing.prepared(article)) for article in read]
    is_cut = len(likely) > MOST_READ and any(tried[-LAST:])
    ranked = sorted(filter(None, tried), key=lambda one: (-one.share, -one.other_share, one.article.id))
    share = _share(given, [passage.one for one in ranked for passage in one.passages])
    return Reusers(len(given.terms), share, tuple(ranked), len(read), is_cut)


def _candidates(
    engine: Engine, comparing: Comparing, analyzer: Analyzer, text: str, language: str | None
) -> list[str]:
    """The ids of articles that may reuse a text, the likeliest first."""
    often = Counter(_exactly(engine, analyzer.terms(text, language).stems))
    for stems in dict.fromkeys(map(tuple, _asked(text, analyzer, language))):
        terms = _rarest(engine, stems)
        query = Or(tuple(Term(("body",), stem) for stem in terms), max(1, round(PART * len(terms))))
        often.update(match.id for match in engine.search(Request(query, limit=FOUND)).top)
    whole = Article("", UNKNOWN, "", text, language=language)
    ranked = sorted(often, key=lambda one: (-often[one], one))
    return list(dict.fromkeys([*comparing.candidates(whole), *ranked]))


def _exactly(engine: Engine, stems: Sequence[str]) -> Iterator[str]:
    """The articles with as many words in a row as tell anything, of a text that is short; its words may all be common."""
    if len(stems) <= SHORT:
        begins = range(len(stems) - SHORTEST + 1)
        different = dict.fromkeys(tuple(stems[begin : begin + SHORTEST]) for begin in begins)
        phrases = Or(tuple(Phrase(("body",), stretch) for stretch in different))
        for match in engine.search(Request(phrases, limit=MOST_READ)).top:
            yield match.id


def _asked(text: str, analyzer: Analyzer, language: str | None) -> Iterator[Sequence[str]]:
    """The stems of each sentence; of short ones together with the next."""
    given = sentences(text, analyzer, language)
    stems = analyzer.terms(text, language).stems
    begin = 0
    for _, end in pairwise(given.bounds.tolist()):
        if end - begin >= QUOTE or end == len(stems):
            yield stems[begin:end]
            begin = end


def _rarest(engine: Engine, stems: Sequence[str]) -> list[str]:
    """The rarest of the stems that the corpus has at all."""
    different = list(dict.fromkeys(stems))
    held = zip(engine.holders("body", different), different, strict=True)
    return [stem for count, stem in sorted(pair for pair in held if pair[0])][:RARE]


def _reuser(given: Sentences, article: Article, text: Sentences) -> Reuser | None:
    reuse = judge(given, text)
    passages = [one for one in _passages(Alignment(given, text)) if reuse or one.is_verbatim or _is_sure(one)]
    if not passages:
        return None
    shares = _share(given, [one.one for one in passages]), _share(text, [one.other for one in passages])
    return Reuser(article, reuse.kind if reuse else None, *shares, tuple(passages))


def _passages(alignment: Alignment) -> tuple[Passage, ...]:
    """The passages of an alignment, and the runs of words outside of them, such as a quotation; the longest go first."""
    one, other, runs = alignment.one, alignment.other, alignment.runs
    spans = zip(runs.one.tolist(), runs.other.tolist(), runs.lengths.tolist(), strict=True)
    quoted = [
        Passage(one.span_of_words(at, at + size), other.span_of_words(there, there + size), is_verbatim=True)
        for at, there, size in sorted(spans, key=lambda span: -span[2])
    ]
    kept: list[Passage] = []
    for passage in [*sorted(alignment.passages, key=_length), *quoted]:
        if all(passage.one[1] <= have.one[0] or have.one[1] <= passage.one[0] for have in kept):
            kept.append(passage)
    return tuple(sorted(kept, key=lambda passage: passage.one))


def _is_sure(passage: Passage) -> bool:
    return min(passage.one[1] - passage.one[0], passage.other[1] - passage.other[0]) >= SURE


def _length(passage: Passage) -> int:
    return passage.one[0] - passage.one[1]


def _share(text: Sentences, spans: Sequence[tuple[int, int]]) -> float:
    """The share of the words of a text that stand in any of some spans."""
    there = np.zeros(len(text.terms), bool)
    for span in spans:
        there[slice(*np.searchsorted(text.spans[:, 0], span))] = True
    return float(there.mean())
