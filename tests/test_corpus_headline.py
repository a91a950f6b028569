"""What stands above a story in plain text: headline, front matter, byline; and wrapped lines."""

from __future__ import annotations

import pytest

from corpus import Removal
from corpus.frontmatter import field_of, is_byline
from corpus.headline import find_top, lead_sentence, reads_like_headline
from corpus.lines import paragraphs, split, unwrap
from corpus.names import outlet_in, split_names

TEXT = "\n\nThe ferry sank on Monday."


@pytest.mark.parametrize(
    "line",
    [
        "Ferry sinks off the harbour",
        "Captain blames storm on the U.S.",
        "Is the harbour safe?",
        "‘We were lucky’",
        "Minister sacks Gen. Smith over ferry",
    ],
)
def test_a_short_line_without_a_sentence_end_is_a_headline(line: str):
    assert reads_like_headline(split(line + TEXT))


@pytest.mark.parametrize(
    "line",
    [
        "The ferry sank.",
        "He said: “The ferry sank.”",
        "The ferry sank on Monday,",
        "Why? Nobody knows! Really?",
        "word " * 21,
        "w" * 151,
    ],
)
def test_a_sentence_or_a_long_line_is_no_headline(line: str):
    assert not reads_like_headline(split(line.strip() + TEXT))


def test_a_line_alone_is_no_headline():
    assert not reads_like_headline(split("Ferry sinks"))


def test_a_question_directly_before_more_text_is_no_headline():
    assert not reads_like_headline(split("What now?\nNobody knows."))


def test_a_headline_printed_again_counts_once():
    top = find_top(split("Ferry Sinks\n\nFERRY SINKS\n\nFerry sinks!\n\nIt sank."))
    assert (top.headline, paragraphs(top.story)) == ("Ferry Sinks", "It sank.")
    assert top.removed == [
        Removal(3, "repeated-headline", "FERRY SINKS"),
        Removal(5, "repeated-headline", "Ferry sinks!"),
    ]


def test_front_matter_around_the_headline_becomes_fields():
    top = find_top(
        split(
            "Source: The Gazette\nDATE: 4 May 2023\n\nFerry sinks\nByline: Jane Doe\nSection: News\n\nIt sank."
        )
    )
    assert (top.headline, paragraphs(top.story)) == ("Ferry sinks", "It sank.")
    assert top.fields == {
        "source": "The Gazette",
        "published": "4 May 2023",
        "authors": "Jane Doe",
        "section": "News",
    }


def test_a_headline_may_be_named():
    top = find_top(split("Title: It sank.\n\nIt sank.\n\nOn Monday."))
    assert (top.headline, paragraphs(top.story)) == ("It sank.", "On Monday.")


def test_a_byline_below_the_headline_is_no_text():
    top = find_top(split("Ferry sinks\n\nBy Jane Doe and John Roe\n\nIt sank."))
    assert (top.fields, paragraphs(top.story)) == ({"authors": "By Jane Doe and John Roe"}, "It sank.")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Source: The Gazette", ("source", "The Gazette")),
        ("by: Jane Doe", ("authors", "Jane Doe")),
        ("Published: 2023-05-04", ("published", "2023-05-04")),
        ("URL: https://a.example/b", ("url", "https://a.example/b")),
        ("Date: a film about waiting", None),
        ("URL: none", None),
        ("Source: the minister, who would not be named, said so.", None),
        ("Source:", None),
        ("Weather: rain", None),
    ],
)
def test_front_matter_needs_a_known_word_and_a_fitting_value(line: str, found: tuple[str, str] | None):
    assert field_of(line) == found


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("By Jane Doe", True),
        ("By JANE DOE and John van Roe", True),
        ("By the time they came", False),
        ("By Monday", False),
        ("By Jane Doe, who was there.", False),
    ],
)
def test_a_byline_holds_names_and_nothing_else(line: str, is_one: bool):  # noqa: FBT001
    assert is_byline(line) is is_one


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("It sank. Nobody drowned.", "It sank."),
        ("Gen. A. B. Smith of the U.S. Navy left. He is well.", "Gen. A. B. Smith of the U.S. Navy left."),
        ("He lives in the U.S. The rest stayed.", "He lives in the U.S."),
        ("“It sank!” she said. Then she left.", "“It sank!” she said."),
        ("It cost 2.5 million. Nobody paid.", "It cost 2.5 million."),
        ("no end at all", "no end at all"),
        ("word " * 50, "word " * 39 + "word…"),
        ("w" * 300, "w" * 199 + "…"),
    ],
)
def test_the_lead_sentence_stands_in(text: str, lead: str):
    assert lead_sentence(text) == lead


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By A. Smith, B. Jones and C. Doe", ("A. Smith", "B. Jones", "C. Doe")),
        ("Jane Doe, Political Editor", ("Jane Doe",)),
        ("John Roe, Jr. & Jane Doe", ("John Roe, Jr.", "Jane Doe")),
        ("Doe, Jane", ("Jane Doe",)),
        ("  ", ()),
    ],
)
def test_a_byline_is_parted_into_names(text: str, names: tuple[str, ...]):
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Most read in The Sun", "The Sun"),
        ("MOST READ IN THE SUN", "The Sun"),
        ("Read more on The Gazette", "The Gazette"),
        ("Read more on Harbour News:", "Harbour News"),
        ("This article originally appeared on HuffPost.", "HuffPost"),
        ("Most read in Football", None),
        ("Read more on Brexit", None),
        ("Read more on the strikes", None),
        ("Source: Read Full Article", None),
    ],
)
def test_the_text_may_name_its_outlet(line: str, outlet: str | None):
    assert outlet_in(line) == outlet


WRAPPED = """The ferry Northern Star sank off the harbour on Monday morning after
a fire broke out in its engine room, the coast guard said. All of the
sixty-two passengers were saved.

The captain told reporters that the crew had done what they could, and
that he was proud of them. A full inquiry will begin on Friday, led by a
retired judge."""


def test_wrapped_paragraphs_are_joined():
    joined = [line.text for line in unwrap(split(WRAPPED), lambda _: False)]
    assert joined == [" ".join(block.split("\n")) for block in WRAPPED.split("\n\n")]


def test_a_line_that_stands_alone_is_not_joined():
    text = "Source: The Gazette of the Northern Harbour and of all its Islands\n" + WRAPPED
    joined = unwrap(split(text), lambda line: line.startswith("Source"))
    assert [line.number for line in joined] == [1, 2, 6]


def test_paragraphs_of_a_line_each_stay_apart():
    text = "\n".join(f"The ferry number {n} sank, and nobody on board was hurt." for n in range(6))
    assert unwrap(split(text), lambda _: False) == split(text)
