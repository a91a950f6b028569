"""Where a page ended, so that the next goes on from there though the corpus grew in between.

An article's score depends on the others: on how many there are, how long they are, and how many have a word. The
place holds these numbers as they were at the first page. So a page that goes on counts by them, every article
keeps its score and its rank, and none that stays is seen twice or missed; those that came since are seen where they
rank, if that is still ahead.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from index.engine import UnknownPlace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.query import Leaf

Key = tuple[float, int, str]
"""What articles are ordered by, the smaller first: the score, turned round, or 0; the date as a number; the id."""


@dataclass(slots=True)
class Statistics:
    """What a score is made of beside its article, of one question; kept from its first page on.

    `averages` are the mean lengths of fields, `holders` how many articles match a leaf, `least` is the score from
    which on a bonus was looked for. `before` are the holders of the first page, by the digest of their leaf.
    """

    articles: int
    averages: dict[str, float] = field(default_factory=dict)
    holders: dict[Leaf, int] = field(default_factory=dict)
    least: float | None = None
    before: Mapping[str, int] = field(default_factory=dict)

    def holding(self, leaf: Leaf, now: int) -> int:
        """How many articles match a leaf: so many `now`, unless that was counted before."""
        if leaf not in self.holders:
            self.holders[leaf] = self.before.get(_digest(leaf), now) if self.before else now
        return self.holders[leaf]


def _digest(leaf: Leaf) -> str:
    return blake2b(repr(leaf).encode(), digest_size=6).hexdigest()


def written(key: Key, statistics: Statistics) -> str:
    """A place as a text."""
    values = {
        "articles": statistics.articles,
        "averages": statistics.averages,
        "holders": {
            **{_digest(leaf): number for leaf, number in statistics.holders.items()},
            **statistics.before,
        },
        "least": statistics.least,
    }
    return json.dumps([key, values], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> tuple[Key, Statistics]:
    """The place that `written` wrote. Raises UnknownPlace for anything else."""
    try:
        (score, day, article_id), given = json.loads(text)
        least = given["least"]
        statistics = Statistics(
            max(1, int(given["articles"])),
            {str(name): max(float(value), 1e-9) for name, value in given["averages"].items()},
            least=None if least is None else float(least),
            before={str(name): int(value) for name, value in given["holders"].items()},
        )
        return (float(score), int(day), str(article_id)), statistics
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise UnknownPlace("this is no place that an answer ended at") from error
