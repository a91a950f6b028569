"""What a page states of itself: in JSON-LD, meta elements and markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.names import site_of
from corpus.readers.html_tree import parse
from corpus.readers.metadata import Stated, stated

NEWS: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ReportageNewsArticle",
    "headline": "Ferry sinks &amp; all are saved",
    "datePublished": "2023-05-04T09:00:00+02:00",
    "dateModified": "2024-01-01",
    "articleSection": ["Harbour", "News"],
    "author": [{"@type": "Person", "name": "Jane Doe"}, "By John Roe"],
    "publisher": {"@type": "Organization", "name": "The Gazette"},
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://gazette.example/ferry"},
    "inLanguage": "en-GB",
    "articleBody": "It sank.\nAll were saved.",
}
FULL = Stated(
    headline="Ferry sinks & all are saved",
    published="2023-05-04T09:00:00+02:00",
    section="Harbour",
    authors=("Jane Doe", "John Roe"),
    source="The Gazette",
    url="https://gazette.example/ferry",
    language="en-GB",
    text="It sank.\nAll were saved.",
)


def page(*head: str, body: str = "<p>It sank.</p>") -> Stated:
    return stated(parse(f"<html><head>{''.join(head)}</head><body>{body}</body></html>"))


def script(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


def meta(**named: str) -> str:
    return "".join(
        f'<meta property="{name.replace("_", ":", 1)}" content="{text}">' for name, text in named.items()
    )


def test_json_ld_states_every_field():
    assert page(script(NEWS)) == FULL


def test_json_ld_goes_before_the_meta_elements():
    others = meta(og_title="Other", og_site_name="Another", article_section="X", og_locale="fr_FR")
    assert page(others, script(NEWS)) == FULL


def test_authors_and_publisher_may_stand_elsewhere_in_the_graph():
    graph = [
        {"@type": "WebSite", "name": "gazette.example"},
        {**NEWS, "author": {"@id": "#jane"}, "publisher": {"@id": "#us"}},
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
        {"@type": "Organization", "@id": "#us", "name": "The Gazette"},
    ]
    found = page(script({"@graph": graph}))
    assert (found.authors, found.source) == (("Jane Doe",), "The Gazette")


def test_the_stories_of_a_list_are_not_the_story():
    listed = {
        "@type": "ItemList",
        "itemListElement": [{"@type": "NewsArticle", "headline": "Another story altogether"}],
    }
    assert page(script(listed), script([{"@type": "BreadcrumbList"}, NEWS])) == FULL


def test_meta_elements_state_what_json_ld_does_not():
    found = page(
        script('{"@type": "NewsArticle", "headline": "Broken'),
        meta(og_title="Ferry sinks", og_site_name="The Gazette | News, Sport and Weather"),
        meta(og_url="https://www.gazette.example/ferry", article_section="Harbour"),
        meta(article_published_time="2023-05-04T09:00:00Z", article_author="https://social.example/jane"),
        '<meta name="Author" content="Jane Doe and John Roe"><meta name="author" content="Ann Poe">',
    )
    assert found == Stated(
        headline="Ferry sinks",
        published="2023-05-04T09:00:00Z",
        section="Harbour",
        authors=("Jane Doe", "John Roe", "Ann Poe"),
        source="The Gazette",
        url="https://www.gazette.example/ferry",
    )


def test_markup_states_what_nothing_else_does():
    found = page(
        '<link rel="canonical" href="https://www.gazette.example/ferry">',
        body='<h1>Ferry sinks</h1><a rel="author">Jane Doe</a><time itemprop="datePublished" datetime="2023-05-04">',
    )
    assert found == Stated(
        headline="Ferry sinks",
        published="2023-05-04",
        authors=("Jane Doe",),
        source="gazette.example",
        url="https://www.gazette.example/ferry",
    )


def test_a_page_that_states_nothing_has_nothing_but_gaps():
    assert page() == Stated()


@pytest.mark.parametrize(
    ("head", "body", "headline"),
    [
        ("<title>Ferry sinks | The Gazette</title>", "", "Ferry sinks"),
        ("<title>Ferry sinks | Harbour</title>", "", "Ferry sinks | Harbour"),
        ("<title>Ferry sinks - gazette</title>", "", "Ferry sinks"),
        (
            meta(og_title="How to survive a ferry that sinks"),
            "<h1>How I survived a ferry</h1>",
            "How I survived a ferry",
        ),
        (
            meta(og_title="Ferry sinks off Ness"),
            "<h1>The Gazette</h1><h1>Ferry sinks off Ness!</h1>",
            "Ferry sinks off Ness!",
        ),
        (meta(og_title="Ferry sinks"), "<h1>Harbour | Ferry sinks</h1>", "Ferry sinks"),
        (meta(og_title="Ferry sinks"), "<h1>Welcome to our site</h1>", "Ferry sinks"),
        ("", "<h1></h1><h1>Ferry <i>sinks</i></h1>", "Ferry sinks"),
    ],
)
def test_the_headline_is_the_printed_one_that_the_metadata_confirm(head: str, body: str, headline: str):
    assert page(meta(og_site_name="The Gazette"), head, body=body).headline == headline


@pytest.mark.parametrize(
    "said",
    [
        {"dateModified": "2023-05-04"},
        {"datePublished": "03/04/2023"},
        {"datePublished": "May 2023"},
        {"datePublished": {"@value": "2023-05-04"}},
    ],
)
def test_a_date_that_is_not_that_of_publication_or_not_one_day_is_none(said: dict[str, Any]):
    assert page(script({"@type": "Article", "headline": "x", **said})).published is None


def test_the_next_witness_is_asked_where_a_date_cannot_be_read():
    node = {"@type": "Article", "headline": "x", "datePublished": "yesterday"}
    assert page(script(node), meta(article_published_time="2023-05-04")).published == "2023-05-04"


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.bbc.co.uk/x", "bbc.co.uk"),
        ("http://News.Sky.com:8080/story", "news.sky.com"),
        ("https://www2.cbn.com", "cbn.com"),
        ("https://www.com/", "www.com"),
        ("https://user:word@www.gazette.example./", "gazette.example"),
        ("file:///home/www.html", None),
        ("/story/1", None),
        ("https://", None),
        ("https://[::1", None),
        ("", None),
    ],
)
def test_the_site_of_an_address(url: str, site: str | None):
    assert site_of(url) == site


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"@graph":[' * 300 + "]}" * 300,
        '{"@type":"Article","headline":' + '{"name":[' * 150 + '"x"' + "]}" * 150 + "}",
        '{"@type":"Article","headline":"x","n":' + "9" * 100_000 + "}",
        '{"@type":"Article","headline":"' + "x" * 2_000_001 + '"}',
        "[" + ",".join(['{"@graph":[]}'] * 2_000) + ',{"@type":"Article","headline":"x"}' * 2_000 + "]",
    ],
    ids=["deep", "deep graph", "deep name", "long number", "too long", "too many"],
)
def test_json_ld_without_measure_is_passed_over(text: str):
    assert page(script(text)) == Stated()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*NEWS, "@graph", "@id", "name"]), inner, max_size=5)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(sorted(NEWS)), JSON))
def test_any_json_gives_texts_or_nothing(node: dict[str, Any]):
    found = asdict(page(script({**node, "@type": "Article"})))
    authors = found.pop("authors")
    assert {type(value) for value in (*found.values(), *authors)} <= {str, type(None)}
