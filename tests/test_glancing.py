"""A word that is looked for is never missed by looking only where its first letters stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer

from index import Analyzer, beginnings, stretches
from index.folding import fold
from index.stemming import SNOWBALL, stemming

ANALYZER = Analyzer()


def suffixes(language: str) -> list[str]:
    """What the stemmer of a language takes off or looks for, as far as it is written in ASCII."""
    stemmer = SnowballStemmer(SNOWBALL[language]).stemmer
    tables = [table for kind in type(stemmer).__mro__ for table in vars(kind).values()]
    texts = [one for table in tables if isinstance(table, (tuple, dict)) for one in table]
    return sorted({"", *filter(str.isascii, (fold(one) for one in texts if isinstance(one, str)))})


@st.composite
def spoken(draw: st.DrawFn) -> tuple[str, str]:
    """A language and something like a word of it, with suffixes that it has."""
    language = draw(st.sampled_from(sorted(SNOWBALL)))
    some = st.sampled_from(suffixes(language))
    stem = draw(st.text("aeiouybdglmnrstz'", max_size=5))
    return language, (stem + draw(some) + draw(some)).strip("'") or "a"


@given(spoken())
@settings(deadline=None, max_examples=3000)
def test_a_word_begins_as_its_stem_says(pair):
    language, word = pair
    stem = stemming(language).stem(word)
    (begun,) = beginnings([stem], language)
    assert word.startswith(begun)


@pytest.mark.parametrize(
    ("word", "begun"),
    [
        ("possibility", "possib"),
        ("cutting", "cut"),
        ("houses", "hous"),
        ("skies", "sk"),
        ("dying", "d"),
        ("a", "a"),
        ("2016", "2016"),
    ],
)
def test_a_beginning_is_most_of_a_stem(word, begun):
    assert beginnings(ANALYZER.terms(word).stems, "en") == {begun}


def test_stems_of_other_languages_and_letters_have_no_beginning():
    assert beginnings(["de/haus", "fr/maison", "北京", "ru/киев"], "en") == set()
    assert beginnings(["de/haus", "fr/maison", "hous"], "de") == {"ha", "hous"}


@pytest.mark.parametrize(
    ("text", "begun", "expected"),
    [
        ("The Kremlin and krill, skri", "kr", ["Kremlin", "krill,"]),
        ("thus U.S. us—US “use” 4us x.us", "us", ["U.S.", "us", "US", "use", "x.us"]),
        ("in 1,000 or 1000 or 2,200", "1000", ["1,000", "1000"]),
        ("a café — what of it?", "z", ["café"]),
        ("北京大学", "z", None),
        ("", "z", []),
    ],
)
def test_stretches_where_words_may_begin_so(text, begun, expected):
    found = stretches(text, [begun])
    assert found is None if expected is None else [text[one:end] for one, end in found] == expected
