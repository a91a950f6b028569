"""Which articles of an index reuse a text that is given, be it a page or a sentence: ranked, with the passages they have.

The likeliest are read and laid beside the text (see candidates). What counts is what is shown: the share of the text's
words that stand in passages which the article has too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stories.align import Alignment, Passage
from stories.candidates import candidates
from stories.reuse import judge
from stories.runs import SHORTEST
from stories.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus import Article
    from index import Analyzer, Engine
    from stories.sentences import Sentences

LEAST_WORDS = SHORTEST
"""Words of a text, without which nothing is told from chance."""
MOST_READ = 100
"""Candidates that are read, the likeliest."""
LONG = 300
"""Characters of a passage in other words that is a long one: a sentence of names may be like any other."""
COMMON, COMMON_OF_LONG = 0.7, 0.5
"""The share of the words of its shorter side that such a passage has on both. Of 62 short ones in PAN-13 that are reuse 95 in
a hundred have 0.7; of 48 that two news articles on one event had, 10 in a hundred, most of them the same statement."""
LAST = 10
"""Candidates, read last, of which none reuses the text if there are no more to be expected."""


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
    likely = candidates(engine, analyzer, given, language)
    read = engine.fetch(likely[:MOST_READ])
    tried = [_reuser(given, one, sentences(one.body, analyzer, one.language)) for one in read]
    is_cut = len(likely) > MOST_READ and any(tried[-LAST:])
    ranked = sorted(filter(None, tried), key=lambda one: (-one.share, -one.other_share, one.article.id))
    share = _share(given, [passage.one for one in ranked for passage in one.passages])
    return Reusers(len(given.terms), share, tuple(ranked), len(read), is_cut)


def _reuser(given: Sentences, article: Article, text: Sentences) -> Reuser | None:
    found = _passages(Alignment(given, text))
    if not found:
        return None
    reuse = judge(given, text)
    passages = [one for one in found if reuse or one.is_verbatim or _is_sure(one, given, text)]
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


def _is_sure(passage: Passage, given: Sentences, text: Sentences) -> bool:
    """Whether a passage in other words, of two texts of which none was made from the other, is told from chance."""
    sides = (
        Counter(given.terms[_words(given, passage.one)].tolist()),
        Counter(text.terms[_words(text, passage.other)].tolist()),
    )
    common = (sides[0] & sides[1]).total() / min(side.total() for side in sides)
    is_long = min(passage.one[1] - passage.one[0], passage.other[1] - passage.other[0]) >= LONG
    return common >= (COMMON_OF_LONG if is_long else COMMON)


def _length(passage: Passage) -> int:
    return passage.one[0] - passage.one[1]


def _share(text: Sentences, spans: Sequence[tuple[int, int]]) -> float:
    """The share of the words of a text that stand in any of some spans."""
    there = np.zeros(len(text.terms), bool)
    for span in spans:
        there[_words(text, span)] = True
    return float(there.mean())


def _words(text: Sentences, span: tuple[int, int]) -> slice:
    """The words that begin in a stretch of a text."""
    return slice(*np.searchsorted(text.spans[:, 0], span).tolist())
