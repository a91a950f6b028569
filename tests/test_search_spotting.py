"""The quick way to mark what a query matches marks exactly what the obvious way does, which makes all tokens."""

from __future__ import annotations

import json
import lzma
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import sentence_ends
from index import Analyzer, Fuzzy, Phrase, Prefix, Term, Wildcard
from search.highlight import joined, leaves, marks
from search.parser import parse
from search.spotting import Spotting
from tests.strategies import LANGUAGES, STEMS, WORDS, misspelt, patterns, texts

if TYPE_CHECKING:
    from index import Leaf
    from search.snippets import Mark

ANALYZER = Analyzer()
BODY = ("body",)
DATA = Path(__file__).parent.parent / "../shared/data"
NEWS = DATA / "news-37k/articles.jsonl.xz"
SPOKEN = (None, *LANGUAGES, "fr", "fi", "zh")


def obvious(wanted: list[Leaf], text: str, language: str | None) -> list[Mark]:
    tokens = ANALYZER.tokens(text, language)
    return joined(marks(wanted, tokens), tokens)


def quick(wanted: list[Leaf], text: str, language: str | None) -> list[Mark]:
    return Spotting(ANALYZER, wanted, language).marks(text)


ODD = (
    *("u.s.", "U.S.S.R.", "u.s", "a.b", "1,000", "10,00", "o’neill’s", "l’Écho", "D'Angelo", "don't", "_us_"),
    *("us-us", "(us)", "us,us", "us.", "us?", "?us", "“us”", "US…", "x.us", "4us", "us4", "ﬁnal", "final"),
    *("Ｕs", "İstanbul", "istanbul", "ſtrike", "Kremlin", "cafés", "café", "北京大学", "京", "us\u00a0us"),
    *(
        "us\u200bus",
        "us\x1fus",
        "us\nus",
        "us\tus",
        "dying",
        "die",
        "lie",
        "ties",
        "—",
        "-",
        "...",
        "1.5",
        "15",
    ),
)
odd_texts = st.lists(
    st.tuples(
        st.sampled_from(ODD) | st.text(max_size=4),
        st.sampled_from((" ", " ", " ", "\n", ", ", ". ", ",", ".", "’", "", "—", "?")),
    ).map("".join),
    max_size=25,
).map("".join)
STEMS_OF_ODD = tuple(
    dict.fromkeys(
        stem for each in ANALYZER.readings(" ".join(ODD), ("de", "fr", "fi", "zh")) for stem in each
    )
)
stems = st.sampled_from((*STEMS_OF_ODD, *STEMS_OF_ODD, *STEMS))
words = st.sampled_from((*ANALYZER.terms(" ".join(ODD)).words, *WORDS))
phrases = st.builds(
    Phrase, st.just(BODY), st.lists(stems, min_size=1, max_size=3).map(tuple), st.integers(0, 4)
)
some_leaves: st.SearchStrategy[Leaf] = st.one_of(
    st.builds(Term, st.just(BODY), stems),
    phrases,
    phrases,
    st.builds(lambda word, size: Prefix(BODY, word[:size]), words, st.integers(0, 4)),
    st.builds(Wildcard, st.just(BODY), patterns()),
    st.builds(Fuzzy, st.just(BODY), words | misspelt(), st.integers(0, 2)),
)


@given(st.lists(some_leaves, max_size=4), odd_texts | texts(0, 30) | st.text(), st.sampled_from(SPOKEN))
@example([Phrase(BODY, ("us", "us"))], "us — us and us x us", None)
@example([Phrase(BODY, ("us", "us"), 1)], "us x us y z us", None)
@example([Term(BODY, "us"), Phrase(BODY, ("us", "final"))], "u.s. ﬁnal us, “final” us é final", None)
@settings(deadline=None, max_examples=500)
def test_any_leaves_are_marked_as_they_are_by_reading_all_of_a_text(wanted, text, language):
    assert quick(wanted, text, language) == obvious(wanted, text, language)


@given(st.lists(phrases, min_size=1, max_size=2), st.lists(st.sampled_from(ODD), max_size=30).map(" ".join))
@settings(deadline=None, max_examples=300)
def test_phrases_are_marked_as_they_are_by_reading_all_of_a_text(wanted, text):
    assert quick(wanted, text, None) == obvious(wanted, text, None)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("us", "the U.S., the US; thus"),
        ("1000", "1,000 or 1000, not 10,000"),
        ("dying", "to die, dying, lies"),
        ("possibility", "possibly impossible possibilities"),
        ("cafe", "Café cafés"),
        ('"of the"', "of the, of, the of—the"),
        ('"drone strike"~2', "drone a b strike drone a b c strike"),
    ],
)
def test_what_is_quick_is_no_less(typed, text):
    """Queries for which only parts of a text are read."""
    wanted = leaves(parse(typed, ANALYZER).query, "body")
    assert quick(wanted, text, None) == obvious(wanted, text, None) != []


def articles() -> list[tuple[str, str]]:
    """The bodies of real articles with their languages."""
    with lzma.open(NEWS, "rt", encoding="utf-8") as lines:
        every = [json.loads(line) for line in islice(lines, 400)]
    return [(one.get("body") or one.get("text") or "", one.get("language") or "en") for one in every[::4]]


@pytest.mark.skipif(not NEWS.is_file(), reason=f"the articles are not at {NEWS}")
def test_real_articles_are_marked_as_they_are_by_reading_all_of_them():
    """Real queries on real articles, each of which is about most of the queries' words in turn."""
    read = articles()
    assert sum(len(sentence_ends(text)) for text, _ in read) > 1000
    queries = [one["q"] for one in json.loads((NEWS.parent / "queries.json").read_text(encoding="utf-8"))]
    for typed in (*queries[::6], "the of was", '"of the"', '"house white"~5', "presid* wh?te", "trmp~1"):
        wanted = leaves(parse(typed, ANALYZER, ("en", "fr")).query, "body")
        for text, language in read[:: 1 + len(typed) % 5]:
            assert quick(wanted, text, language) == obvious(wanted, text, language)
