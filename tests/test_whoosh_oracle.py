"""Stock Whoosh is the oracle: its own writer and codec, its own matchers and searcher find and score what we do.

Not translated is what it has no equal of: slop in any order, and Or with more than one that must match. Which articles these
find is held to the reference engine, and how often to the plain sums of index.positions. Whoosh does not add up a pattern's
words, or several fields, before it saturates; there the score is reckoned here, from how often its matchers say that a leaf
is in a field.
"""

from __future__ import annotations

import json
import lzma
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as stock
from whoosh.scoring import BaseScorer, WeightingModel

from corpus import Article
from index import And, Between, Everything, Not, Or, Phrase, Query, Request, Term, analyse, positions
from index.engines.whoosh import WhooshEngine
from index.engines.whoosh.bm25 import K1, B
from index.engines.whoosh.contents import open_files
from search.parser import parse
from tests.reference import ReferenceEngine, holds, occurrences
from tests.stock import ANALYZER, found, put_ours, put_stock, stock_index, times, translated
from tests.strategies import EXACT, STEMS, between, boosts, branches, exact, histories, just, one_of, queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index import Document, Leaf
    from tests.stock import Change

NEWS = Path(__file__).parent.parent / ".." / "shared" / "data" / "news-37k"
TEXTS = ("headline", "body", "source_words")

Scores = dict[str, float]

NEXT_TO_NOTHING = 1e-12
"""What Whoosh takes 0 for is 1."""


@dataclass
class Pair:
    """The same articles with stock Whoosh, with our engine, and with the slow and obvious one."""

    stock: Any
    ours: WhooshEngine
    folder: Path
    reference: ReferenceEngine

    def put(self, changes: Sequence[Change], *, tidy: bool = False, **merging: Any) -> None:
        put_stock(self.stock, changes, **merging)
        put_ours(self.ours, changes)
        put_ours(self.reference, changes)
        if tidy:
            self.ours.tidy()

    @cached_property
    def documents(self) -> dict[str, Document]:
        return {one.id: analyse(one, ANALYZER) for one in self.reference.scan()}

    @cached_property
    def averages(self) -> dict[str, float]:
        """The mean lengths of fields: words of deleted articles count until they are merged away."""
        segments = open_files(self.folder)._segments()  # noqa: SLF001 - nothing public tells
        docs = sum(segment.docs for segment in segments)
        totals = {name: sum(segment.lengths.get(name, 0) for segment in segments) for name in TEXTS}
        return {name: max(total, 1) / max(docs, 1) for name, total in totals.items()}

    def norm(self, field: str, one: str) -> float:
        """What an article's length makes of a frequency; stock Whoosh would know the length as one byte only."""
        if field not in TEXTS:
            return 1.0
        return 1 / (1 - B + B * len(self.documents[one].text[field].stems) / self.averages[field])

    def gain(self, holders: int, boost: float = 1.0) -> float:
        return boost * (K1 + 1) * log(1 + (len(self.documents) - holders + 0.5) / (holders + 0.5))

    def answer(self, query: Query, weights: Mapping[str, float] | None = None) -> Scores:
        matches = self.ours.search(Request(query, weights=weights or {}, limit=10_000))
        assert matches.total == len(matches.top)
        return {match.id: match.score for match in matches.top}


@contextmanager
def pair() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        ours = WhooshEngine.create(path / "ours")
        yield Pair(stock_index(path / "stock"), ours, path / "ours", ReferenceEngine())


def put_history(both: Pair, history: Sequence[Sequence[Change]], merges: Sequence[bool]) -> None:
    """Commit a history to both; they merge each in its own way, and at other times."""
    for number, changes in enumerate(history):
        both.put(changes, tidy=merges[number], optimize=merges[-1 - number])


# --- Whoosh adds up the scores itself ---


class Ours(WeightingModel):
    """Our formula in one field, for Whoosh's own matchers to score with."""

    def __init__(self, both: Pair) -> None:
        self._both = both

    def scorer(self, searcher: Any, fieldname: str, text: Any, **_: Any) -> BaseScorer:
        postings = searcher.get_parent().reader().postings(fieldname, text)
        return OurScorer(self._both, searcher, fieldname, self._both.gain(len(list(postings.all_ids()))))


@dataclass
class OurScorer(BaseScorer):
    both: Pair
    searcher: Any
    field: str
    gain: float

    def score(self, matcher: Any) -> float:
        one = self.searcher.stored_fields(matcher.id())["article"]["id"]
        often = matcher.weight() * self.both.norm(self.field, one)
        return float(self.gain * often / (often + K1))


def scoring(query: Query) -> stock.Query:
    """A query of single fields as Whoosh's own, where what only selects scores nothing."""
    match query:
        case And() | Or():
            parts = [scoring(part) for part in query.parts]
            return (stock.And if isinstance(query, And) else stock.Or)(parts)
        case Term(fields=(field,)):
            return stock.Term(field, query.term, boost=query.boost)
        case _:
            chosen = translated(query)
            assert chosen is not None
            return stock.ConstantScoreQuery(chosen, NEXT_TO_NOTHING)


single = (
    st.builds(Term, one_of([(name,) for name in TEXTS]), one_of(STEMS), boosts)
    | st.builds(Term, one_of((("headline",), ("body",))), one_of(("kremlin", "drone", "said", "the")), boosts)
    | one_of(sorted(EXACT)).flatmap(exact)
)
selecting = single.map(Not) | between("published") | just(Everything())
singles = st.recursive(
    single | single | selecting,
    lambda parts: branches(parts).filter(lambda one: not isinstance(one, Or) or one.least == 1),
    max_leaves=6,
)
merges = st.lists(st.booleans(), min_size=4, max_size=4)
asked = st.lists(queries, min_size=12, max_size=12)


@given(histories, merges, st.lists(singles, min_size=12, max_size=12))
@settings(max_examples=100)
def test_whooshs_own_searcher_finds_and_scores_the_same(history, merged, asked_of_single):
    with pair() as both:
        put_history(both, history, merged)
        with both.stock.searcher(weighting=Ours(both)) as searcher:
            for query in asked_of_single:
                assert both.answer(query) == pytest.approx(
                    found(searcher, scoring(query)), rel=1e-5, abs=1e-5
                )


# --- the whole algebra, summed up from how often Whoosh's matchers find each leaf ---


class Sums:
    """What the algebra means, from what Whoosh's own matchers find."""

    def __init__(self, both: Pair, weights: Mapping[str, float]) -> None:
        self._both, self._weights = both, weights
        self._leaves: dict[Leaf, Scores] = {}
        self._searcher = both.stock.searcher()

    def answer(self, query: Query) -> Scores:
        """By id the scores of all articles that match."""
        match query:
            case And() | Or():
                answers = [self.answer(part) for part in query.parts]
                least = len(answers) if isinstance(query, And) else query.least
                every = {one for answer in answers for one in answer}
                having = {one: [answer[one] for answer in answers if one in answer] for one in every}
                scores = {one: sum(some) for one, some in having.items() if len(some) >= least}
                assert self._selected(query) in (None, set(scores))
                return scores
            case Everything() | Not() | Between():
                return dict.fromkeys(self._selected(query) or self._held(query), 0.0)
            case _:
                return self._leaf(query)

    def _selected(self, query: Query) -> set[str] | None:
        whooshs = translated(query)
        return None if whooshs is None else set(found(self._searcher, whooshs))

    def _held(self, query: Query) -> set[str]:
        return {one for one, document in self._both.documents.items() if holds(query, document)}

    def _leaf(self, leaf: Leaf) -> Scores:
        often: Scores = {}
        for field in leaf.fields:
            for one, count in self._times(leaf, field).items():
                weighted = self._weights.get(field, 1.0) * count * self._both.norm(field, one)
                often[one] = often.get(one, 0.0) + weighted
        gain = self._both.gain(len(often), leaf.boost)
        return {one: gain * total / (total + K1) for one, total in often.items()}

    def _times(self, leaf: Leaf, field: str) -> Mapping[str, float]:
        counted = times(self._both.stock, leaf, field)
        if counted is not None:
            return counted
        every = {one: loosely(leaf, document, field) for one, document in self._both.documents.items()}
        return {one: count for one, count in every.items() if count}


def loosely(leaf: Leaf, document: Document, field: str) -> int:
    """How often a phrase is in a field in any order: counted as it ends, and there where the reference finds it."""
    assert isinstance(leaf, Phrase)
    stems = document.text[field].stems if field in document.text else ()
    places = [[at for at, stem in enumerate(stems) if stem == term] for term in leaf.terms]
    count = positions.occurrences(places, leaf.slop)
    assert (count > 0) == (occurrences(leaf, document, field) > 0)
    return count


weighings = one_of(({}, {"headline": 3.0, "body": 1.0}))


@given(histories, merges, asked, weighings)
@settings(max_examples=100)
def test_whooshs_own_matchers_find_each_leaf_as_often(history, merged, questions, weights):
    with pair() as both:
        put_history(both, history, merged)
        sums = Sums(both, weights)
        for query in questions:
            assert both.answer(query, weights) == pytest.approx(sums.answer(query), rel=1e-5, abs=1e-5), query


# --- real articles and real questions ---


def real_articles(count: int) -> list[Article]:
    with lzma.open(NEWS / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in islice(lines, count)]
    return [Article(one["id"], one["source"], one["headline"], one["body"], language="en") for one in items]


@pytest.mark.skipif(not NEWS.exists(), reason=f"there is no news at {NEWS}")
def test_real_questions_to_real_articles_are_answered_as_whoosh_answers_them():
    articles = real_articles(240)
    with pair() as both:
        for start in range(0, 240, 80):
            both.put(articles[start : start + 80], tidy=start == 80)
        both.put([*(one.id for one in articles[::9]), *articles[4:20:5]])
        sums = Sums(both, {"headline": 2.0})
        asked = [one["q"] for one in json.loads((NEWS / "queries.json").read_text("utf-8"))]
        finding = 0
        for typed in asked[::3]:
            query = parse(typed, ANALYZER, ("en",)).query
            answer = both.answer(query, {"headline": 2.0})
            assert answer == pytest.approx(sums.answer(query), rel=1e-5, abs=1e-5), typed
            finding += bool(answer)
        assert finding > len(asked[::3]) / 3
