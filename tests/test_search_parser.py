"""The query language: what a person types, and what is asked of an index."""

from __future__ import annotations

import pytest

from index import Analyzer, And, Between, Everything, Fuzzy, Not, Or, Phrase, Prefix, Query, Term, Wildcard
from search.parser import DEEPEST, MOST_PIECES, NOTHING, Parsed, TypedWord, parse

ANALYZER = Analyzer()
TEXT = ("headline", "body")


def asked(typed: str) -> Query:
    return parse(typed, ANALYZER).query


def notes(typed: str) -> tuple[str, ...]:
    return parse(typed, ANALYZER).notes


def word(stem: str, boost: float = 1.0) -> Term:
    return Term(TEXT, stem, boost)


A, B, C, D = map(word, "abcd")
MAY = Between("published", "2023-05-01", "2023-05-31")


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", Everything()),
        ("  \n ", Everything()),
        ("drones", word("drone")),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a a", A),
        ("A Á", A),
        ("U.S.", word("us")),
        ("US", word("us")),
        ("Ukraine’s", word("ukrain")),
        ("1,204,311", word("1204311")),
        ("pro-Kremlin", Phrase(TEXT, ("pro", "kremlin"))),
        ("pro–Kremlin", Phrase(TEXT, ("pro", "kremlin"))),
        ('"false flags"', Phrase(TEXT, ("fals", "flag"))),
        ("“false flags”", Phrase(TEXT, ("fals", "flag"))),
        ('"drones"', word("drone")),
        ("‘false flag’", And((word("fals"), word("flag")))),
        ('"b a"~5', Phrase(TEXT, ("b", "a"), slop=5)),
        ('"b a"~0', Phrase(TEXT, ("b", "a"))),
        ("a OR b", Or((A, B))),
        ("a OR b OR c", Or((A, B, C))),
        ("a b OR c d", And((A, Or((B, C)), D))),
        ("a OR (b c)", Or((A, And((B, C))))),
        ("(a b) c", And((A, B, C))),
        ("(a (b OR c)) OR d", Or((And((A, Or((B, C)))), D))),
        ("-a", Not(A)),
        ("—a", Not(A)),
        ("NOT a", Not(A)),
        ("a NOT b", And((A, Not(B)))),
        ("a OR -b", Or((A, Not(B)))),
        ("a -(b OR c)", And((A, Not(Or((B, C)))))),
        ('a -"b c"', And((A, Not(Phrase(TEXT, ("b", "c")))))),
        ("NOT NOT a", Not(Not(A))),
        ("headline:a", Term(("headline",), "a")),
        ("HEADLINE:a b", And((Term(("headline",), "a"), B))),
        ("body:(a -b)", And((Term(("body",), "a"), Not(Term(("body",), "b"))))),
        ('headline:"a b"~3', Phrase(("headline",), ("a", "b"), slop=3)),
        ('source:"The Sun"', Phrase(("source_words",), ("the", "sun"))),
        ("-source:sun", Not(Term(("source_words",), "sun"))),
        ("headline:(a body:b)", And((Term(("headline",), "a"), Term(("body",), "b")))),
        ("headline:-a", Not(Term(("headline",), "a"))),
        ("date:2023-05", MAY),
        ('date:"2023-05"', MAY),
        ('date:"2023-05', MAY),
        ("date:2023", Between("published", "2023-01-01", "2023-12-31")),
        ("date:2023-05-04", Between("published", "2023-05-04", "2023-05-04")),
        ("date:2023-05..2023-06", Between("published", "2023-05-01", "2023-06-30")),
        ("date:2023-05..", Between("published", "2023-05-01", None)),
        ("date:..2024-02", Between("published", None, "2024-02-29")),
        ("a -date:2023-05", And((A, Not(MAY)))),
        ("date:(2023-05 OR 2024)", Or((MAY, Between("published", "2024-01-01", "2024-12-31")))),
        ("dron*", Prefix(TEXT, "dron")),
        ("dron**", Prefix(TEXT, "dron")),
        ("assassinat*", Prefix(TEXT, "assassinat")),
        ("colo?r", Wildcard(TEXT, "colo?r")),
        ("*gate", Wildcard(TEXT, "*gate")),
        ("k*v", Wildcard(TEXT, "k*v")),
        ("headline:dron*", Prefix(("headline",), "dron")),
        ("*", Everything()),
        ("* a", A),
        ("kremlin~1", Fuzzy(TEXT, "kremlin", 1)),
        ("kremlin~", Fuzzy(TEXT, "kremlin", 1)),
        ("kremlin~2", Fuzzy(TEXT, "kremlin", 2)),
        ("drones~0", Fuzzy(TEXT, "drones", 0)),
        ("a^3 b^0.5", And((word("a", 3.0), word("b", 0.5)))),
        ('"a b"~2^4', Phrase(TEXT, ("a", "b"), 2, 4.0)),
        ("dron*^2", Prefix(TEXT, "dron", 2.0)),
        ("kremlin~1^2", Fuzzy(TEXT, "kremlin", 1, 2.0)),
        ("a — b", And((A, B))),
        ("& a ...", A),
    ],
)
def test_a_query_is_read_without_a_note(typed: str, query: Query):
    parsed = parse(typed, ANALYZER)
    assert (parsed.query, parsed.notes) == (query, ())


@pytest.mark.parametrize(
    ("typed", "query", "note"),
    [
        ('a "b c', And((A, Phrase(TEXT, ("b", "c")))), "A quotation mark was never closed"),
        ("a (b", And((A, B)), "A bracket was never closed"),
        ("a) b", And((A, B)), "A closing bracket without an opening one was left out."),
        ("a OR", A, "OR has nothing to join here and was left out."),
        ("OR a", A, "OR has nothing to join here and was left out."),
        ("a OR OR b", Or((A, B)), "OR has nothing to join here and was left out."),
        ("(a AND) b", And((A, B)), "AND has nothing to join here and was left out."),
        ("a NOT", A, "“NOT” has nothing after it to apply to and was left out."),
        ("a NOT OR b", Or((A, B)), "“NOT” has nothing after it to apply to and was left out."),
        ('"" a', A, "Quotation marks with no word between them were left out."),
        ("date:soon a", A, "“date:soon” is no date and was left out; write it as 2023, "),
        ("date:2023-13 a", A, "“date:2023-13” is no date and was left out; write it as 2023, "),
        ("date:.. a", A, "“date:..” is no date and was left out; write it as 2023, "),
        ("a:b", And((A, B)), "There is no field “a:” (there is headline:, body:, source:, date:); "),
        ("-a:b", Not(And((A, B))), "There is no field “a:” (there is headline:, body:, source:, date:); "),
        ("a?", A, "“?” at the end of a word was read as punctuation"),
        ('"a* b"', Phrase(TEXT, ("a", "b")), "“*” between quotation marks stands for no letters"),
        ('"a b"~', Phrase(TEXT, ("a", "b")), "“~” after a phrase needs a number, like ~5, "),
        ('"a b"~500', Phrase(TEXT, ("a", "b"), 100), "“~500” was read as ~100: at most 100 other words"),
        ("kremlin~9", Fuzzy(TEXT, "kremlin", 2), "“~9” was read as ~2: at most 2 letters may differ."),
        ("a^1000", word("a", 100.0), "“^1000” was read as ^100, the most there is."),
        ("a^1.2.3", A, "“^1.2.3” is no number and was left out."),
    ],
)
def test_what_cannot_be_read_is_noted_and_the_rest_is_searched(typed: str, query: Query, note: str):
    parsed = parse(typed, ANALYZER)
    assert (parsed.query, [one[: len(note)] for one in parsed.notes]) == (query, [note])


@pytest.mark.parametrize(
    "typed",
    [
        "OR",
        "AND OR NOT",
        "-",
        "--",
        "()",
        "((",
        ")(",
        '"',
        '""',
        "???",
        "~",
        "^",
        ":",
        "...",
        "\x00\x07",
        "\u200f \u202e",
    ],
)
def test_a_query_without_a_word_finds_nothing_and_says_so(typed: str):
    parsed = parse(typed, ANALYZER)
    assert parsed.query == NOTHING
    assert parsed.notes[-1] == "There is no word in this query that can be searched for."


def test_a_query_between_marks_of_direction_and_control_characters_is_read():
    assert asked("\u200fa\u202e \x00b\x1b") == And((A, B))


def test_the_words_that_are_wanted_are_told_with_their_places():
    assert parse("Drones (-Kyiv OR “U.S.” NOT -Москва’s) headline:x dron* y~1 don’t^2", ANALYZER).words == (
        TypedWord("drone", "drones", 0, 6),
        TypedWord("москва", "москва", 29, 35),
        TypedWord("don't", "don't", 60, 65),
    )


def test_a_word_of_several_is_told_in_its_parts():
    assert parse(" pro-Kremlin", ANALYZER).words == (
        TypedWord("pro", "pro", 1, 4),
        TypedWord("kremlin", "kremlin", 5, 12),
    )


def test_a_query_of_many_words_is_read_up_to_a_point():
    typed = " ".join(f"n{number}" for number in range(MOST_PIECES + 1))
    query = asked(typed)
    assert isinstance(query, And)
    assert (len(query.parts), query.parts[-1]) == (MOST_PIECES, word(f"n{MOST_PIECES - 1}"))
    assert notes(typed) == ("Only the first 200 words of the query were read.",)


def test_brackets_are_read_as_deep_as_anyone_may_mean_them():
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST, ANALYZER) == Parsed(A, (TypedWord("a", "a", 20, 21),))
    assert asked("b " + "(" * 99 + "a" + ")" * 99) == And((B, A))
    assert notes("b " + "(" * 99 + "a" + ")" * 99)[0] == "Brackets more than 20 deep were left out."


def test_an_exclusion_of_an_exclusion_without_end_is_left_out():
    assert parse("b " + "NOT " * 99 + "a", ANALYZER).query != NOTHING
    assert notes("b " + "NOT " * 99 + "a")[0] == "“NOT” more than 20 deep was left out."


@pytest.mark.parametrize(
    "typed", ["date:" + "x" * 9999, "a^" + "9" * 9999, '"a b"~' + "9" * 9999, "z" * 9999 + ":a"]
)
def test_a_note_does_not_repeat_ten_thousand_characters(typed: str):
    assert 0 < max(map(len, notes(typed))) < 200


def test_a_range_of_dates_that_ends_before_it_begins_is_noted():
    note = "“date:2024..2023” ends before it begins, so no article can be in it."
    assert parse("date:2024..2023", ANALYZER).notes == (note,)
