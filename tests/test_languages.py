"""Many languages: what shares a stem in each, what never does, and scripts that are written without spaces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Analyzer
from index.folding import fold
from index.stemming import SNOWBALL

ANALYZER = Analyzer()

# By language forms of one word, as they are printed.
FORMS = {
    "ar": ("الكتاب", "كتاب", "والكتاب"),
    "da": ("dronningen", "dronningens", "Dronning"),
    "de": ("Häuser", "Haus", "Hauses"),
    "en": ("drones", "drone", "Drone’s"),
    "es": ("elecciones", "elección", "Elección"),
    "fi": ("talossa", "talosta", "talo"),
    "fr": ("présidentielles", "présidentielle", "présidentiel"),
    "hu": ("házakban", "házak", "ház"),
    "it": ("governi", "governo", "Governo"),
    "nb": ("husene", "huset", "husets"),
    "nl": ("regeringen", "regering", "Regering"),
    "nn": ("husene", "huset", "husets"),
    "no": ("husene", "huset", "husets"),
    "pt": ("governos", "governo", "Governo"),
    "ro": ("alegerile", "alegerilor", "alegeri"),
    "ru": ("Москвы", "Москве", "москва"),
    "sv": ("regeringen", "regeringens", "regering"),
}


def stems(text: str, language: str | None = None) -> tuple[str, ...]:
    return ANALYZER.terms(text, language).stems


def words(text: str, language: str | None = None) -> tuple[str, ...]:
    return ANALYZER.terms(text, language).words


@pytest.mark.parametrize("language", FORMS)
def test_the_forms_of_a_word_share_a_stem_in_its_language(language: str):
    assert len({stems(form, language) for form in FORMS[language]}) == 1


def test_every_language_that_is_stemmed_has_its_example():
    assert {*FORMS} - {"nb", "nn"} == {*SNOWBALL}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (None, ("hous", "2024", "2.5", "北京")),
        ("en", ("hous", "2024", "2.5", "北京")),
        ("en-GB", ("hous", "2024", "2.5", "北京")),
        ("", ("hous", "2024", "2.5", "北京")),
        ("de", ("de/hous", "2024", "2.5", "北京")),
        ("DE_at", ("de/hous", "2024", "2.5", "北京")),
        ("nn", ("no/hous", "2024", "2.5", "北京")),
        ("uk", ("-/houses", "2024", "2.5", "北京")),
        ("xx", ("-/houses", "2024", "2.5", "北京")),
    ],
)
def test_stems_bear_the_tag_of_their_language_and_numbers_and_pairs_none(language, expected):
    assert stems("houses 2024 2.5 北京", language) == expected


def test_the_words_of_a_text_are_the_same_in_every_language():
    text = "L’Écho: Häuser in Москве, Київ, 北京大学, ภาษาไทย"
    assert len({words(text, language) for language in (None, *FORMS, "uk", "zh")}) == 1


@pytest.mark.parametrize("language", FORMS)
def test_accents_do_not_matter_to_who_searches(language: str):
    for form in FORMS[language]:
        assert stems(fold(form), language) == stems(form, language)


@given(
    st.text("aeinorstéèêãõçñíóőűăţșțåäöüßøæйиёеїі\u0301", min_size=1, max_size=9), st.sampled_from([*FORMS])
)
@settings(derandomize=True, deadline=None)
def test_no_word_without_its_accents_has_another_stem(word: str, language: str):
    assert stems(fold(word), language) == stems(word, language)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ёлка", "елка", True),
        ("за́мок", "замок", True),
        ("йод", "иод", False),
        ("Київ", "Киів", False),
        ("أحمد", "احمد", True),
        ("مُحَمَّد", "محمد", True),
        ("שָׁלוֹם", "שלום", True),
        ("हिंदी", "हदी", False),
    ],
)
def test_what_is_a_mark_on_a_letter_goes_and_what_makes_another_letter_stays(
    one: str, other: str, *, same: bool
):
    assert (words(one) == words(other)) == same


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京大学", ("北京", "京大", "大学")),
        ("北京", ("北京",)),
        ("京", ("京",)),
        ("東京タワー", ("東京", "京タ", "タワ", "ワー")),
        ("人々", ("人々",)),
        ("北京、上海", ("北京", "上海")),
        ("2024年5月", ("2024", "年", "5", "月")),
        ("iPhone手机", ("iphone", "手机")),
        ("ｶﾞｽ", ("ガス",)),
        ("か\u3099き", ("がき",)),
        ("ภาษา", ("ภา", "าษ", "ษา")),
        ("ปี ๒๕๖๗", ("ปี", "๒๕๖๗")),
        ("서울에서 왔다", ("서울에서", "왔다")),
        ("ສະບາຍ", ("ສະ", "ະບ", "ບາ", "າຍ")),
    ],
)
def test_a_run_without_spaces_is_its_overlapping_pairs(text: str, expected: tuple[str, ...]):
    assert words(text) == expected


def test_pairs_stand_where_their_letters_stand():
    text = "在iPhone北京大。"
    assert [text[one.start : one.end] for one in ANALYZER.tokens(text)] == ["在", "iPhone", "北京", "京大"]


def test_a_text_is_read_in_each_language_of_a_corpus_english_first_and_each_once():
    assert ANALYZER.readings("Houses", ()) == (("hous",),)
    assert ANALYZER.readings("Houses", ("en", "en-GB")) == (("hous",),)
    assert ANALYZER.readings("Houses", ("uk", "de", "pl", "en")) == (("hous",), ("de/hous",), ("-/houses",))
    assert ANALYZER.readings("2024", ("de", "uk")) == (("2024",),)
    assert ANALYZER.readings("...", ("de", "uk")) == ((),)
