"""A cursor leads from page to page of one search, and is refused by any other."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from kiosk import NEWS, ids, searching

from search import BadParameter, PageRequest, Searcher

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return searching(tmp_path_factory.mktemp("kiosk"), NEWS)


def walk(searcher: Searcher, request: PageRequest) -> list[tuple[int, str]]:
    seen: list[tuple[int, str]] = []
    page = searcher.search(request)
    while True:
        seen += [(hit.rank, hit.article.id) for hit in page.hits]
        if page.cursor is None:
            return seen
        page = searcher.search(replace(request, cursor=page.cursor))


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("q", ["", "tram", "tram bell quay"])
def test_cursors_walk_through_what_one_page_holds(searcher: Searcher, q: str, sort: str):
    whole = ids(searcher.search(PageRequest(q, sort=sort, per_page=100)))
    for size in (1, 2, 3):
        assert walk(searcher, PageRequest(q, sort=sort, per_page=size)) == list(enumerate(whole, 1))


def test_the_notes_of_a_search_with_fewer_words_stay_on_every_page(searcher: Searcher):
    first = searcher.search(PageRequest("tram bell quay", per_page=1))
    second = searcher.search(PageRequest("tram bell quay", per_page=1, cursor=first.cursor or ""))
    assert (second.notes, second.total) == (first.notes, first.total)


def test_a_cursor_of_another_search_is_refused(searcher: Searcher):
    cursor = searcher.search(PageRequest("tram", per_page=1)).cursor or ""
    for other in (PageRequest("bell"), PageRequest("tram", sort="newest"), PageRequest("tram", since="2024")):
        with pytest.raises(BadParameter, match=r"cursor=.* cannot be used: it was given for another query"):
            searcher.search(replace(other, cursor=cursor))


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "é",
        "bnVsbA",
        urlsafe_b64encode(b'["", 0, 0, ""]').decode(),
        urlsafe_b64encode(b"[" * 9000).decode(),
    ],
)
def test_a_text_that_is_no_cursor_is_refused(searcher: Searcher, text: str):
    with pytest.raises(BadParameter, match=r"cursor=.* cannot be used"):
        searcher.search(PageRequest("tram", cursor=text))


def test_a_walk_whose_articles_are_gone_ends_and_does_not_go_on_with_other_words(tmp_path: Path):
    searcher = searching(tmp_path, {one: NEWS[one] for one in ("w1", "w2", "h1")})
    request = PageRequest("tram bell", per_page=1)
    cursor = searcher.search(request).cursor or ""
    searching(tmp_path, {"h1": NEWS["h1"]})
    page = searcher.search(replace(request, cursor=cursor))
    assert (page.total, page.hits, page.cursor) == (0, (), None)
