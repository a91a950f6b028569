"""More like this: the query that finds articles on what an article is about. Pure.

The stems that tell an article from others, those frequent in it and rare in the corpus (tf · idf, Spärck Jones 1972),
are asked for together; an article has to have a third of them. It finds the same subject. Who copied whom is another
question, and needs the order of the words.
"""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING

from index import Or, Term
from search.wording import TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index import Query

WORDS = 20
"""How many stems stand for an article."""
COMMONEST = 0.1
"""A stem that a larger share of all articles has says nothing of what one is about."""
LEAST_ARTICLES = 2
"""A stem that only this article has finds no other."""
_LEAST_LETTERS = 3
_CANDIDATES = 200


def alike(
    stems: Sequence[str], holders: Callable[[Sequence[str]], Sequence[int]], articles: int
) -> Query | None:
    """The query for articles like one with these stems, among so many; None where nothing tells it from others.

    `holders` says in how many articles each of some stems is.
    """
    often = Counter(stem for stem in stems if len(stem.rpartition("/")[2]) >= _LEAST_LETTERS)
    candidates = [stem for stem, _ in often.most_common(_CANDIDATES)]
    worth = {
        stem: often[stem] * log(articles / having)
        for stem, having in zip(candidates, holders(candidates), strict=True)
        if having >= LEAST_ARTICLES
        and (having <= COMMONEST * articles or articles < 1 / COMMONEST * LEAST_ARTICLES)
    }
    best = sorted(worth, key=lambda stem: (-worth[stem], stem))[:WORDS]
    return Or(tuple(Term(TEXT, stem) for stem in best), max(1, len(best) // 3)) if best else None
