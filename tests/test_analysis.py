"""The Analyzer: what counts as one word, what counts as the same word, and that no text upsets it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Analyzer, numbering, solid_letters
from index.analysis import Memory
from index.cutting import cut, without_dots
from index.folding import fold

ANALYZER = Analyzer()

# Bits that meet in news text and break tokenisers: letters with and without accents, joined and split by dots,
# apostrophes, commas, combining marks, ligatures, soft hyphens, other scripts, and invisible characters.
BITS = [
    *"aSUzß19.,'’ʼ-—/& \n",
    "U.S.",
    "’s",
    "'S",
    "é",
    "e\u0301",
    "\u0301",
    "ﬁ",
    "\u00ad",
    "\u200f",
    "İ",
    "№",
]
BITS += ["Київ", "北京", "हिंदी", "مُحَمَّد", "½", "²", "٣", "\x00", "😀", "\ud800"]
BITS += ["ั", "ไทย", "ｶﾞ", "か\u3099", "ー", "手机2024", ". ", ", ", "…", "été", "\x1c", "\xa0", "㋐", "한국"]

any_text = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(BITS), max_size=25).map("".join))
patient = settings(deadline=None, derandomize=True, max_examples=300)


def stems(text: str) -> tuple[str, ...]:
    return ANALYZER.terms(text).stems


def words(text: str) -> tuple[str, ...]:
    return ANALYZER.terms(text).words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S.", "US"),
        ("u.s.", "US"),
        ("U.S", "US"),
        ("U.S.A.", "USA"),
        ("U.K.’s", "UK"),
        ("the U.S. said", "the US said"),
        ("Ukraine’s", "Ukraine"),
        ("Ukraine's", "ukraine"),
        ("UKRAINE’S", "ukraine"),
        ("Zelenský", "Zelensky"),
        ("Zelensky\u0301", "Zelensky"),
        ("CAFÉS", "cafe"),
        ("naïve", "naive"),
        ("Straße", "STRASSE"),
        ("ﬁnal", "final"),
        ("İzmir", "izmir"),
        ("1,000", "1000"),
        ("1,000,000", "1000000"),
        ("don’t", "don't"),
        ("O’Neill’s", "O'Neill"),
        ("“Kremlin”", "Kremlin"),
        ("Kyiv,", "(Kyiv)"),
    ],
)
def test_two_spellings_of_a_word_are_found_by_each_other(one, other):
    assert stems(one) == stems(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S.", ("us",)),
        ("U.S.A.", ("usa",)),
        ("Ukraine’s", ("ukraine",)),
        ("Zelenský", ("zelensky",)),
        ("Straße", ("strasse",)),
        ("ﬁnal", ("final",)),
        ("1,000", ("1000",)),
        ("2.5", ("2.5",)),
        ("2.5 per cent.", ("2.5", "per", "cent")),
        ("pro-Kremlin", ("pro", "kremlin")),
        ("kremlin.The", ("kremlin", "the")),
        ("drone—strike", ("drone", "strike")),
        ("and/or", ("and", "or")),
        ("in the U.S. The end.", ("in", "the", "us", "the", "end")),
        ("at 5 p.m. today", ("at", "5", "pm", "today")),
        ("2023.", ("2023",)),
        ("It is not the end", ("it", "is", "not", "the", "end")),
        ("", ()),
        (" \n\t… — ‘’ !?", ()),
    ],
)
def test_a_text_gives_these_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize("same", [("strike", "strikes", "striking"), ("drone", "Drones", "drone’s")])
def test_inflections_of_a_word_share_a_stem(same):
    assert len({stems(word) for word in same}) == 1


def test_a_word_is_folded_but_not_stemmed():
    assert words("The Assassinations") == ("the", "assassinations")


@given(any_text, st.sampled_from([None, "en", "fr", "ru", "uk"]))
@patient
def test_the_fast_way_and_the_way_with_offsets_give_the_same_terms(text, language):
    tokens, terms = ANALYZER.tokens(text, language), ANALYZER.terms(text, language)
    assert (tuple(t.stem for t in tokens), tuple(t.word for t in tokens)) == (terms.stems, terms.words)


@given(any_text)
@patient
def test_a_text_has_the_words_that_nltk_cuts_from_it_as_a_whole(text):
    """Taking it apart at blanks and punctuation first, for speed, changes nothing."""
    folded = [fold(without_dots(text[start:end])).strip(".'")[:255] for start, end in cut(text)]
    assert words(text) == tuple(word for word in folded if word)


@given(any_text)
@patient
def test_the_text_between_the_offsets_of_a_token_is_that_token(text):
    tokens = ANALYZER.tokens(text)
    assert [words(text[token.start : token.end]) for token in tokens] == [(token.word,) for token in tokens]


@given(any_text)
@patient
def test_tokens_stand_in_order_within_the_text_and_only_pairs_of_letters_overlap(text):
    tokens = ANALYZER.tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    for one, two in pairwise(tokens):
        assert one.start < two.start
        assert one.end <= two.start or (solid_letters(one.word), one.end < two.end) == (2, True)


@given(any_text)
@patient
def test_no_term_is_empty_or_holds_white_space(text):
    terms = ANALYZER.terms(text)
    assert [term for term in (*terms.stems, *terms.words) if term.split() != [term]] == []


@pytest.mark.parametrize(
    "text", ["Ukraine’s", "don’t", "O’Neill’s", "U.S.", "2.5", "1,000", "Straße", "ﬁnal", "हिंदी"]
)
def test_a_folded_word_folds_to_itself_and_can_be_searched_as_it_is(text):
    assert words(*words(text)) == words(text)


def test_offsets_count_characters_of_the_original_text():
    text = "Zelensky\u0301’s “U.S.” drones"
    assert [text[t.start : t.end] for t in ANALYZER.tokens(text)] == ["Zelensky\u0301", "U.S.", "drones"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Écho", ("l", "echo")),
        ("d'Angelo", ("d", "angelo")),
        ("qu’il", ("qu", "il")),
        ("O’Neill", ("o'neill",)),
        ("don’t", ("don't",)),
    ],
)
def test_a_french_or_italian_particle_is_a_word_of_its_own(text, expected):
    assert words(text) == expected


def test_a_pattern_is_folded_like_a_word_and_keeps_its_stars_and_question_marks():
    assert ANALYZER.patterns("Pro-Krém* colo?r U.S.* 1,2* **x**") == [
        "pro",
        "krem*",
        "colo?r",
        "us*",
        "12*",
        "*x*",
    ]


@pytest.mark.parametrize(
    "text", ["un'" * 5000 + "un", "a" + "'s" * 16_000 + "'sx", "a." * 50_000, "’s" * 50_000]
)
def test_a_word_without_end_is_read_like_any_other(text):
    assert all(len(word) <= 255 for word in words(text))


def test_a_text_without_blanks_is_cut_at_its_full_stops():
    sentence = "总统星期一表示他不会签署该法案因为它不符合国家利益。"
    text = sentence * 50_000
    assert list(cut(text)) == [
        (begin + number * len(sentence), end + number * len(sentence))
        for number in range(50_000)
        for begin, end in cut(sentence)
    ]


def test_a_memory_that_is_full_forgets_what_was_not_asked_for_since_it_was_full_before():
    made: list[str] = []

    def upper(text: str) -> str:
        made.append(text)
        return text.upper()

    memory = Memory(upper)
    memory.MOST = 2
    assert [memory[letter] for letter in "abcadbeba"] == list("ABCADBEBA")
    assert made == list("abcdbea")


def test_a_very_long_text_is_not_remembered():
    memory = Memory(str.upper)
    assert (memory["x" * 41], memory["y" * 40], list(memory)) == ("X" * 41, "Y" * 40, ["y" * 40])


def test_texts_analysed_together_have_the_terms_that_each_has_alone():
    texts = [
        ("Drones, drones!", "en"),
        ("", None),
        ("L’Écho des drones", "fr"),
        ("北京大学 x", None),
        ("…", "en"),
    ]
    for _ in range(2):
        assert ANALYZER.terms_of(texts) == [ANALYZER.terms(*text) for text in texts]


def test_a_numbering_that_is_full_begins_anew_and_gives_the_same(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(numbering, "MOST", 3)
    analyzer = Analyzer()
    for text in ("one two three four five", "two four six", "seven one"):
        assert analyzer.terms_of([(text, "en")]) == [ANALYZER.terms(text, "en")]
