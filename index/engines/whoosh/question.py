"""One question on one snapshot: found, narrowed by filters, counted, ranked, and explained."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from index.engine import Counts, Match, Matches
from index.engines.whoosh import place, sets
from index.engines.whoosh.distinct import Distinct
from index.engines.whoosh.evaluate import Evaluation
from index.engines.whoosh.ranking import Order, Scored, scored
from index.engines.whoosh.values import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import numpy.typing as npt

    from index.engine import Reason, Request
    from index.engines.whoosh.answers import Answer
    from index.engines.whoosh.snapshot import Snapshot

    Array = npt.NDArray[Any]

BONUS_FOR = 1000
"""How many of the best articles a bonus is looked for in: more than anyone pages through."""


class Question:
    """A request, as it is answered. Raises UnknownPlace for an `after` that is none."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self._snapshot, self._request = snapshot, request
        self._before: place.Key | None = None
        statistics: place.Statistics | None = None
        if request.after is not None:
            self._before, statistics = place.read(request.after)
        self._ask = Evaluation(snapshot, request.weights, statistics)
        self._answer = self._ask.answer(request.query)
        select = Evaluation(snapshot, {})  # apart, since what only selects is no part of the statistics
        self._allowed = {name: select.answer(query).docs for name, query in request.filters.items()}
        self._docs = self._within(self._allowed.values())
        self._distinct = Distinct(snapshot, request.distinct) if request.distinct else None
        self._total = len(self._docs) - self._spare

    def matches(self) -> Matches:
        """The engine's answer."""
        facets = {name: self._counts(name) for name in self._request.facets}
        top, end = self._stretch()
        return Matches(self._total, top, facets, end)

    def reasons(self, ids: Collection[str]) -> dict[str, tuple[Reason, ...]]:
        """Why these articles score as they do; nothing of articles that are not found."""
        answers = [self._answer, *([self._bonus] if self._bonus else [])]
        numbers = {one: self._snapshot.doc(one) for one in ids}
        found = {one: doc for one, doc in numbers.items() if doc is not None and doc in self._docs}
        return {
            one: tuple(reason for answer in answers for reason in self._ask.reasons(answer, doc))
            for one, doc in found.items()
        }

    def _within(self, allowed: Iterable[Array]) -> Array:
        docs = self._answer.docs
        for some in allowed:
            docs = sets.both(docs, some, self._snapshot.size)
        return docs

    def _counts(self, name: str) -> Counts:
        """How many articles have each value; the filter of the field itself is left out."""
        others = [docs for field, docs in self._allowed.items() if field != name]
        docs = self._docs if name not in self._allowed else self._within(others)
        if not self._distinct and self._snapshot.are_few(name, docs):
            return Counts(*counted(name, [self._snapshot.value(name, doc) for doc in docs.tolist()]))
        column = self._snapshot.column(name)
        if self._distinct:
            return Counts(*self._distinct.counts(column, docs))
        return Counts(*column.counted(np.bincount(column.ordinals[docs], minlength=len(column.values))))

    def _stretch(self) -> tuple[tuple[Match, ...], str | None]:
        """The stretch of the ranking that is asked for, and where it ended if more follow."""
        request, order = self._request, Order(self._snapshot, self._request.sort)
        if not request.limit:
            return (), None
        last = request.offset + request.limit
        found, left = self._ranked, self._total
        if self._distinct:
            found = self._distinct.firsts(found, order)
        if self._before is not None:
            found = order.after(found, self._before)
            left = len(found.docs)
        best = order.best(found, last)
        top = tuple(Match(key[2], score, self._value(doc)) for key, doc, score in best[request.offset :])
        more = top and left > len(best)
        return top, place.written(best[-1][0], self._ask.statistics) if more else None

    def _value(self, doc: int) -> str:
        return self._distinct.value(doc) if self._distinct else ""

    @cached_property
    def _spare(self) -> int:
        """How many articles found are not counted."""
        return self._distinct.spare(self._docs) if self._distinct else 0

    @cached_property
    def _base(self) -> Scored:
        """The articles with their scores for the query alone; of many only the best, where these will do."""
        request = self._request
        if request.sort != "relevance":
            return Scored(self._docs, self._answer.scores(self._docs))
        last = request.offset + request.limit
        wanted = max(last, BONUS_FOR if request.bonus else 0) + self._spare
        few = self._before is None and last <= BONUS_FOR
        return scored(self._snapshot, self._answer, self._docs, wanted if few else None)

    @cached_property
    def _bonus(self) -> Answer | None:
        """What the bonus finds among the best articles; None where there is none to look for."""
        request, base = self._request, self._base
        if request.bonus is None or request.sort != "relevance" or not len(base.docs):
            return None
        statistics = self._ask.statistics
        if statistics.least is None:
            best = min(BONUS_FOR, len(base.scores))
            statistics.least = float(np.partition(base.scores, -best)[-best])
        among = np.sort(base.docs[base.scores >= statistics.least])
        answer = self._ask.answer(request.bonus, among)
        return replace(answer, docs=sets.both(answer.docs, among, self._snapshot.size))

    @cached_property
    def _ranked(self) -> Scored:
        """The articles with their scores, the bonus among them."""
        base, bonus = self._base, self._bonus
        if bonus is None or not len(bonus.docs):
            return base
        extra = sets.spread(bonus.scores(bonus.docs), bonus.docs, base.docs, self._snapshot.size)
        return Scored(base.docs, base.scores + extra)
