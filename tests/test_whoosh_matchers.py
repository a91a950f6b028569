"""No question falls back to Whoosh's matchers: they may not even be made while the engine answers."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query as stock
from whoosh.matching import Matcher
from whoosh.searching import Searcher

from index import (
    And,
    Between,
    Everything,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Request,
    Term,
    Wildcard,
)
from index.engines.whoosh import WhooshEngine
from index.engines.whoosh.codec.reading import ArticlesReader, Cursor, TermsReader
from index.engines.whoosh.contents import open_files
from tests.editions import state_of, steps
from tests.strategies import requests

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = ("body", "headline")
KINDS = (
    Everything(),
    Term(BODY, "tram"),
    Phrase(BODY, ("tram", "bell")),
    Phrase(BODY, ("tram", "bell", "goat"), 4),
    Prefix(BODY, "t"),
    Wildcard(BODY, "t*m"),
    Fuzzy(BODY, "tran", 2),
    Between("published", "2020-01-01", None),
    And((Term(BODY, "tram"), Not(Term(BODY, "bell")))),
    Or((Term(BODY, "tram"), Term(BODY, "bell"), Term(BODY, "goat")), 2),
    Not(Prefix(BODY, "t")),
)


class WhooshAskedError(Exception):
    """Something of Whoosh was made that answers posting by posting."""


def refuse(*_: object, **__: object) -> Any:
    raise WhooshAskedError


def matchers(kind: type) -> Iterator[type]:
    """A class and all that are made of it."""
    yield kind
    for each in kind.__subclasses__():
        yield from matchers(each)


@contextmanager
def without_matchers() -> Iterator[None]:
    """As long as this lasts, what Whoosh reads with cannot be made."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (*matchers(Matcher), Searcher, ArticlesReader, TermsReader, Cursor):
            if "__init__" in vars(kind):
                patch.setattr(kind, "__init__", refuse)
        patch.setattr(TermsReader, "matcher", refuse)
        yield


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    """Several segments, with articles taken out."""
    engine = WhooshEngine.create(tmp_path_factory.mktemp("index") / "whoosh")
    for _, step in zip(range(20), steps(11), strict=False):
        step.apply(engine)
    return WhooshEngine(engine._folder)  # noqa: SLF001 - one that has read nothing yet


def test_whooshs_own_searcher_cannot_answer_without_its_matchers(engine: WhooshEngine):
    """So that this says something."""
    files = open_files(engine._folder)  # noqa: SLF001 - the same files
    with without_matchers(), pytest.raises(WhooshAskedError):
        files.searcher()
    with files.searcher() as searcher, without_matchers(), pytest.raises(WhooshAskedError):
        searcher.search(stock.Term("body", "tram"))


@pytest.mark.parametrize("query", KINDS, ids=lambda query: type(query).__name__)
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_every_kind_of_query_is_answered_without_them(engine: WhooshEngine, query: Any, sort: str):
    request = Request(
        query, query, {"source": Term(("source",), "Wharf Courier")}, {}, ("source", "id"), sort, limit=3
    )
    with without_matchers():
        first = engine.search(request)
        second = engine.search(replace(request, after=first.end)) if first.end else None
        assert engine.explain(request, [match.id for match in first.top]).keys() == {
            match.id for match in first.top
        }
    assert (first, second) == (
        engine.search(request),
        engine.search(replace(request, after=first.end)) if first.end else None,
    )


@given(st.lists(requests, min_size=5, max_size=5))
def test_any_question_is_answered_without_them(engine: WhooshEngine, asked: list[Request]):
    with without_matchers():
        found = [engine.search(request) for request in asked]
    assert found == [engine.search(request) for request in asked]


def test_everything_else_that_an_engine_is_asked_is_answered_without_them(engine: WhooshEngine):
    with without_matchers():
        ids = sorted(state_of(engine))
        assert [article.id for article in engine.fetch(ids)] == ids
        words = (
            engine.terms("t"),
            engine.commonest("", 5),
            engine.near(["tran"], 1),
            engine.values("source"),
        )
        assert [bool(each) for each in words] == [True] * 4
        assert engine.holders("body", ["tram", "absent"])[1] == 0


def test_writing_and_tidying_need_none_of_them_for_postings(tmp_path: Any):
    """Only the lengths of the articles being written are read with what Whoosh reads with."""
    engine = WhooshEngine.create(tmp_path / "whoosh")
    with pytest.MonkeyPatch.context() as patch:
        for kind in (*matchers(Matcher), Searcher, TermsReader, Cursor):
            if "__init__" in vars(kind):
                patch.setattr(kind, "__init__", refuse)
        for _, step in zip(range(9), steps(12), strict=False):
            step.apply(engine)
        assert state_of(engine)
