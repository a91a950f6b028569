from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Snippet
from web.marking import mark_up


@pytest.mark.parametrize(
    ("snippet", "html"),
    [
        (Snippet("a tram bell", ((2, 6),)), "a <mark>tram</mark> bell"),
        (Snippet("tram", ((0, 4),)), "<mark>tram</mark>"),
        (Snippet("ab", ((0, 1), (1, 2))), "<mark>a</mark><mark>b</mark>"),
        (Snippet("nothing"), "nothing"),
        (Snippet("", ()), ""),
        (Snippet("<b>&amp;", ((0, 3),)), "<mark>&lt;b&gt;</mark>&amp;amp;"),
        (Snippet("<mark>tram</mark>"), "&lt;mark&gt;tram&lt;/mark&gt;"),
        (Snippet("{0} {} %s", ((0, 3),)), "<mark>{0}</mark> {} %s"),
        (Snippet("\" onload='x'"), "&#34; onload=&#39;x&#39;"),
    ],
)
def test_a_snippet_becomes_escaped_text_with_marks(snippet: Snippet, html: str) -> None:
    assert str(mark_up(snippet)) == html


@st.composite
def snippets(draw: st.DrawFn) -> Snippet:
    text = draw(st.text(alphabet=st.sampled_from("ab<>&\"'/;mark script\u202e\x00é"), max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return Snippet(text, tuple(zip(cuts[::2], cuts[1::2], strict=False)))


@given(snippets())
def test_whatever_the_text_only_marks_are_added_and_nothing_is_lost(snippet: Snippet) -> None:
    html = str(mark_up(snippet))
    bare = re.sub("</?mark>", "", html)
    assert "<" not in bare
    assert ">" not in bare
    assert unescape(bare).replace("\ufffd", "\x00") == snippet.text
    assert html.count("<mark>") == html.count("</mark>") == len(snippet.spans)
