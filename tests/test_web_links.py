from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.routing import Map, Rule

from web.links import AnyText, outside_link, page_numbers, site_of, with_query


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 24, [1, 2, 3, None, 24]),
        (1, 5, [1, 2, 3, 4, 5]),
        (5, 24, [1, 2, 3, 4, 5, 6, 7, None, 24]),
        (12, 24, [1, None, 10, 11, 12, 13, 14, None, 24]),
        (24, 24, [1, None, 22, 23, 24]),
        (4, 6, [1, 2, 3, 4, 5, 6]),
        (1, 0, []),
    ],
)
def test_the_first_the_last_and_the_near_pages_are_offered(
    page: int, pages: int, numbers: list[int | None]
) -> None:
    assert page_numbers(page, pages) == numbers


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://courier.example/a?b=1", "https://courier.example/a?b=1"),
        ("HTTP://courier.example", "HTTP://courier.example"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt://courier.example/%0aalert(1)", None),
        ("data:text/html,<script>", None),
        ("//courier.example/a", None),
        ("/search", None),
        ("http://[broken", None),
        ("https:", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, link: str | None) -> None:
    assert outside_link(url) == link


def test_a_site_is_named_as_people_name_it() -> None:
    assert site_of("https://www.courier.example:8443/a") == "courier.example"


def test_an_address_without_parameters_has_no_question_mark() -> None:
    assert with_query("/search", []) == "/search"
    assert with_query("/search", [("q", "a & b"), ("source", "é")]) == "/search?q=a+%26+b&source=%C3%A9"


@given(st.text(min_size=1))
@example("a/../b")
@example("//a/")
@example("line\nend")
@example("100%25?x#y")
def test_every_id_survives_its_own_address(article_id: str) -> None:
    rule = Rule("/articles/<anything:article_id>", endpoint="article")
    urls = Map([rule], converters={"anything": AnyText}, merge_slashes=False).bind("cuttings.example")
    address = urls.build("article", {"article_id": article_id})
    assert address.count("/") == 2
    assert urls.match(unquote(address)) == ("article", {"article_id": article_id})
