"""Two articles side by side: what a comparison of their texts needs to know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stories import comparable, compare, same_outlet, sentences

if TYPE_CHECKING:
    from corpus import Article
    from index import Analyzer
    from stories import Comparison


@dataclass(frozen=True, slots=True)
class Compared:
    """Two articles and the comparison of their texts: of as much of each as `compared` says, in characters."""

    one: Article
    other: Article
    comparison: Comparison
    compared: tuple[int, int]

    @property
    def earlier(self) -> Article | None:
        """The one that was published first; None where that cannot be told."""
        one, other = self.one.published, self.other.published
        if one is None or other is None or one == other:
            return None
        return self.one if one < other else self.other

    @property
    def is_cut(self) -> bool:
        """Whether a text is too long to be compared whole."""
        return self.compared != (len(self.one.body), len(self.other.body))


def side_by_side(one: Article, other: Article, analyzer: Analyzer) -> Compared:
    """Two articles, compared."""
    texts = comparable(one.body), comparable(other.body)
    prepared = [
        sentences(text, analyzer, article.language) for text, article in zip(texts, (one, other), strict=True)
    ]
    made = compare(*prepared, same_outlet=same_outlet(one, other))
    return Compared(one, other, made, (len(texts[0]), len(texts[1])))
