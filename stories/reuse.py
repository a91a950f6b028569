"""Whether one article was made from the text of another, and how. Pure.

To share some sentences is not reuse: articles on one event quote the same people, and those of one source end alike.
So it is asked how much of the shorter text is in the other, in two ways: how many of its words stand in runs that the other
has word for word, and how many are in the sentences of the other that say the same.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stories.align import Alignment

if TYPE_CHECKING:
    import numpy.typing as npt

    from stories.sentences import Sentences

    Array = npt.NDArray[Any]
    Truths = npt.NDArray[np.bool_]

IDENTICAL, REPRINT, REWORDED, EXCERPT = KINDS = ("identical", "reprint", "reworded", "excerpt")

SAME = 0.97
"""The share of both texts, in runs, that makes them identical: what is left is a byline or a misprint."""
VERBATIM, WHOLE = 0.5, 0.9
"""The share of the shorter text that makes it a reprint: where it is the whole, whatever it is; else PART of what it has
outside quotations has to be shared, as two reports on one speech quote the same."""
COMMON = 0.5
"""The share of the words of the shorter text that are in the sentences aligned with it, for it to be reworded."""
COVERED = 0.6
"""The share of the shorter text that is in such sentences."""
EXCERPTED, PART = 100, 0.33
"""Words outside quotations, and the share of the shorter text, that make an excerpt. Within one outlet there is none: what
it says again is its furniture, or its own background to a matter."""
OWN, OWN_COVERED = 0.7, 0.8
"""The same as VERBATIM within one outlet, where half of a page may be captions that a hundred others have: such a share if
what both begin with is shared as well, or WHOLE if what one begins with is. And the same as COVERED."""
LEAD = 40
"""Words that an article begins with."""
_QUOTATION = re.compile(r"[“„«][^“”„«»\n]{1,1000}[”“»]|\"[^\"\n]{1,1000}\"")
FIGURES = 5
"""Figures that are enough to be compared."""
FURNITURE, OWN_FURNITURE = 60, 200
"""Words at the beginning and at the end of two texts that tell nothing; and where both are of one outlet."""
LEAST = 25
"""Words in common, without which nothing is told from chance."""


@dataclass(frozen=True, slots=True)
class Reuse:
    """How two articles share text: the kind, and the share of each one's words that the other has too (0 to 1)."""

    kind: str
    share: float
    other_share: float

    def turned(self) -> Reuse:
        """The same, told of the other article."""
        return Reuse(self.kind, self.other_share, self.share)


def judge(one: Sentences, other: Sentences, *, same_outlet: bool = False) -> Reuse | None:
    """How two texts share text; None where they do not, or share no more than any two on one event, or of one outlet."""
    if min(len(one.terms), len(other.terms)) < LEAST:
        return None
    furniture = OWN_FURNITURE if same_outlet else FURNITURE
    return _judged(Alignment(*_without_ends(one, other, furniture)), same_outlet=same_outlet)


def _without_ends(one: Sentences, other: Sentences, most: int) -> tuple[Sentences, Sentences]:
    """Two texts without the words that both begin and end with, up to so many: furniture, where there is more to them."""
    shorter = min(len(one.terms), len(other.terms))
    first = _alike_from_start(one.terms[:shorter], other.terms[:shorter])
    last = _alike_from_start(one.terms[::-1][:shorter], other.terms[::-1][:shorter])
    first, last = (size if size <= most else 0 for size in (first, last))
    if shorter - first - last < LEAST:
        return one, other
    return one.part(first, len(one.terms) - last), other.part(first, len(other.terms) - last)


def _alike_from_start(one: Array, other: Array) -> int:
    """How many numbers two arrays of one length begin with that are the same."""
    differ = np.flatnonzero(one != other)
    return int(differ[0]) if len(differ) else len(one)


def _judged(alignment: Alignment, *, same_outlet: bool) -> Reuse | None:
    one, other = alignment.one, alignment.other
    runs, pairs = alignment.runs, alignment.pairs
    verbatim = runs.covered(len(one.terms), runs.one), runs.covered(len(other.terms), runs.other)
    aligned = _in_sentences(one, pairs.one), _in_sentences(other, pairs.other)
    shares = [float((some | others).mean()) for some, others in zip(verbatim, aligned, strict=True)]
    kind = _own_kind(alignment, verbatim, aligned) if same_outlet else _kind(alignment, verbatim, aligned)
    return Reuse(kind, *shares) if kind else None


def _own_kind(
    alignment: Alignment, verbatim: tuple[Truths, Truths], aligned: tuple[Truths, Truths]
) -> str | None:
    """The kind, where one outlet printed both."""
    kind = _kind(alignment, verbatim, aligned)
    if kind == REPRINT:
        most = max(float(some.mean()) for some in verbatim)
        # What follows a text on every page is longer than it now and then, but is not what it begins with.
        leads = [float(some[:LEAD].mean()) >= VERBATIM for some in verbatim]
        return kind if (most >= WHOLE and any(leads)) or (most >= OWN and all(leads)) else None
    if kind == REWORDED:
        return kind if max(float(some.mean()) for some in aligned) >= OWN_COVERED else None
    return kind if kind == IDENTICAL else None


def _kind(
    alignment: Alignment, verbatim: tuple[Truths, Truths], aligned: tuple[Truths, Truths]
) -> str | None:
    exact, most = [float(some.mean()) for some in verbatim], min(int(some.sum()) for some in verbatim)
    shorter = min(len(alignment.one.terms), len(alignment.other.terms))
    common = _common(alignment)
    if min(exact) >= SAME:
        return IDENTICAL
    if max(exact) >= VERBATIM and most >= LEAST and (max(exact) >= WHOLE or _is_telling(alignment, verbatim)):
        return REPRINT
    is_aligned = max(float(some.mean()) for some in aligned) >= COVERED
    is_common = common >= max(LEAST, COMMON * shorter)
    if is_aligned and is_common and _numbers_agree(alignment, aligned) and _is_telling(alignment, aligned):
        return REWORDED
    least = max(EXCERPTED, PART * shorter)
    # Where words stand takes long to tell, and is asked of few.
    return EXCERPT if most >= least and min(_told(alignment, verbatim)) >= least else None


def _is_telling(alignment: Alignment, shared: tuple[Truths, Truths]) -> bool:
    """Whether what two texts share is told by them as well, and not only quoted."""
    texts = alignment.one, alignment.other
    fewest = min(int((~_quoted(text)).sum()) for text in texts)
    return min(_told(alignment, shared)) >= max(LEAST, PART * fewest)


def _told(alignment: Alignment, shared: tuple[Truths, Truths]) -> list[int]:
    """How many words of what is shared stand outside quotations, in each text."""
    texts = alignment.one, alignment.other
    return [int((some & ~_quoted(text)).sum()) for some, text in zip(shared, texts, strict=True)]


def _common(alignment: Alignment) -> int:
    """How many words the aligned sentences have in common, each as often as both have it."""
    one, other, pairs = alignment.one, alignment.other, alignment.pairs
    return sum(
        sum((_counted(one, first) & _counted(other, second)).values())
        for first, second in zip(pairs.one.tolist(), pairs.other.tolist(), strict=True)
    )


def _numbers_agree(alignment: Alignment, aligned: tuple[Truths, Truths]) -> bool:
    """Whether most figures of the aligned sentences are in both: who rewords keeps them, another table has its own."""
    texts = alignment.one, alignment.other
    figures = [
        Counter(text.terms[some & text.numerals].tolist()) for text, some in zip(texts, aligned, strict=True)
    ]
    fewest = min(figure.total() for figure in figures)
    return fewest < FIGURES or (figures[0] & figures[1]).total() >= COMMON * fewest


def _counted(text: Sentences, number: int) -> Counter[int]:
    return Counter(text.terms[slice(*text.words(number, number))].tolist())


def _quoted(text: Sentences) -> Truths:
    """For each word of a text whether it stands in quotation marks: two reports may have that from the same mouth."""
    there = np.zeros(len(text.terms), bool)
    for found in _QUOTATION.finditer(text.text):
        there[slice(*np.searchsorted(text.spans[:, 0], found.span()))] = True
    return there


def _in_sentences(text: Sentences, numbers: npt.NDArray[np.int64]) -> Truths:
    """For each word of a text whether it is in one of some sentences."""
    there = np.zeros(len(text.terms), bool)
    for number in numbers.tolist():
        there[slice(*text.words(number, number))] = True
    return there
