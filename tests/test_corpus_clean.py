"""Cleaning: what people see stays, what they cannot see goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clean import one_line, tidy


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("cafe\u0301", "café"),
        ("Tom &amp; Jerry&rsquo;s &#8220;plan&#8221;", "Tom & Jerry’s “plan”"),
        ("a link?a=1&copy=2", "a link?a=1&copy=2"),
        ("&amp;lt; once", "&lt; once"),
        ("one&#10;line", "one line"),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("  two   blanks  \n  and an edge ", "two blanks\nand an edge"),
        ("zero\u200bwidth soft\u00adhyphen \ufeffmark bell\x07", "zerowidth softhyphen mark bell"),
        ("\u202eright\u202c-to-left \u05e9\u05dc\u05d5\u05dd", "right-to-left \u05e9\u05dc\u05d5\u05dd"),
        ("lone \ud800surrogate", "lone surrogate"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("it\x92s \x93fine\x94", "it’s “fine”"),
        (
            "un\u200cseen, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "unseen, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
    ],
)
def test_text_is_tidied(raw: str, clean: str):
    assert tidy(raw) == clean


def test_entities_of_a_page_are_not_decoded_twice():
    assert tidy("write &amp;lt; for <", entities=False) == "write &amp;lt; for <"


def test_the_number_of_lines_stays():
    assert tidy("\n\n a \n\n\nb\n").split("\n") == ["", "", "a", "", "", "b", ""]


def test_a_field_is_one_line():
    assert one_line(" A headline \n in &amp; two lines") == "A headline in & two lines"


@given(st.text())
def test_cleaning_is_idempotent(text: str):
    once = tidy(text, entities=False)
    assert tidy(once, entities=False) == once


@given(st.text(alphabet="ab \u200c\u200d\u0627\u0301\u1100\u1161\U0001f469\ufe0f\u2764\n\r\t\xa0"))
def test_cleaning_is_idempotent_where_characters_combine(text: str):
    once = tidy(text, entities=False)
    assert tidy(once, entities=False) == once
