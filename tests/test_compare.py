"""Two texts side by side: nothing is lost, and every word is called what it is."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Analyzer
from stories import comparable, compare, sentences

ANALYZER = Analyzer()
WORDS = [
    "the",
    "drone",
    "strikes",
    "began",
    "just",
    "after",
    "eight",
    "kyiv",
    "don’t",
    "“we",
    "(moscow)",
    "U.S.",
    "5%",
    "北京大学",
    "—",
    "…",
    "\n\n",
    "said.",
    "No!",
    "Ukraine's",
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))

FIRST = (
    "The strikes started just after 8 pm and lasted around 20 minutes. Residents hid in the metro all night."
)


def compared(one: str, other: str):
    return compare(sentences(one, ANALYZER), sentences(other, ANALYZER))


def side(made, number):
    """The stretches of one text, in its order."""
    found = [(piece.one, piece.other)[number] for row in made.rows for piece in row.pieces]
    return sorted((one for one in found if one), key=lambda one: one.start)


def told(made):
    return [
        (row.kind, [(p.op, p.one and p.one.text, p.other and p.other.text) for p in row.pieces])
        for row in made.rows
    ]


def turned(made):
    names = {"dropped": "added", "added": "dropped"}
    return [
        (names.get(kind, kind), [(names.get(op, op), other, one) for op, one, other in pieces])
        for kind, pieces in told(made)
    ]


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_every_character_of_both_is_there_once(one, other):
    made = compared(one, other)
    for number, text in enumerate((one, other)):
        stretches = side(made, number)
        assert "".join(stretch.text for stretch in stretches) == text
        assert [stretch.start for stretch in stretches] == [0, *(each.end for each in stretches)][
            : len(stretches)
        ]
        assert sum(stretch.words for stretch in stretches) == made.sizes[number]


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_turning_the_texts_round_turns_the_result_round(one, other):
    assert sorted(map(repr, turned(compared(one, other)))) == sorted(map(repr, told(compared(other, one))))


@given(TEXTS.filter(str.strip))
@settings(max_examples=100, deadline=None)
def test_a_text_is_identical_with_itself(text):
    made = compared(text, text)
    assert {row.kind for row in made.rows} <= {"aligned", "dropped", "added"}
    assert made.words("replaced") == (0, 0)


def test_words_are_set_against_the_words_that_replaced_them():
    made = compared(
        FIRST, FIRST.replace("strikes started just", "drone assaults began simply").replace("hid", "Hid")
    )
    assert told(made) == [
        (
            "aligned",
            [
                ("same", "The ", "The "),
                ("replaced", "strikes started just ", "drone assaults began simply "),
                (
                    "same",
                    "after 8 pm and lasted around 20 minutes. ",
                    "after 8 pm and lasted around 20 minutes. ",
                ),
            ],
        ),
        (
            "aligned",
            [("same", "Residents hid in the metro all night.", "Residents Hid in the metro all night.")],
        ),
    ]


def test_an_ending_is_a_difference_and_a_curly_quote_is_none():
    made = compared("He said: “Don’t shoot the ducks”.", 'He said "Don\'t shoot the duck"')
    assert [(op, one) for _, pieces in told(made) for op, one, _ in pieces] == [
        ("same", "He said: “Don’t shoot the "),
        ("replaced", "ducks”."),
    ]


def test_a_sentence_in_another_place_has_moved_and_the_longer_part_has_not():
    long = "The council met on Monday to weigh the cost of tram bells. Nobody at the depot could say what one is worth."
    short = "Goats held the upper road."
    made = compared(f"{short} {long}", f"{long} {short}")
    assert [row.kind for row in made.rows] == ["moved", "aligned", "aligned"]


def test_what_only_one_has_stands_alone():
    extra = "A third man, who was not named, left by boat at dawn."
    assert [row.kind for row in compared(f"{FIRST} {extra}", FIRST).rows] == ["aligned", "aligned", "dropped"]
    assert [row.kind for row in compared(FIRST, f"{extra} {FIRST}").rows] == ["added", "aligned", "aligned"]


def test_a_sentence_that_was_cut_in_two_is_still_one_row():
    one = "Forty goats and one very old dog held the upper road until noon, and the evening tram was not affected at all."
    made = compared(one, one.replace(", and the", ". The"))
    assert [row.kind for row in made.rows] == ["aligned"]
    assert made.words("added") == (0, 0)


def test_empty_texts_give_no_rows_and_no_shares():
    made = compared("", "")
    assert (made.rows, made.reuse, made.shares, made.is_short) == ((), None, (0.0, 0.0), True)
    assert [row.kind for row in compared(FIRST, "").rows] == ["dropped", "dropped"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He said so. " * 400_000, "He said so. " * 400_001),
        ("A b c. " * 700_000, "C b a. " * 700_000),
        ("a" * 5_000_000, "((((" * 1_000_000),
        ("word " * 1_000_000, "table 7 " * 600_000),
    ],
    ids=["refrain", "tiny sentences", "no words", "no full stops"],
)
def test_five_megabytes_are_cut_and_take_bounded_time(one, other):
    began = perf_counter()
    some, rest = comparable(one), comparable(other)
    made = compared(some, rest)
    assert perf_counter() - began < 20
    assert "".join(stretch.text for stretch in side(made, 0)) == some
    assert 0 < len(some) <= 100_000
    assert one.startswith(some)
