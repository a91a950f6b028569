"""The five articles the project was made from come out as they should."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Article, find_files, read

SEEDS = Path(__file__).parent.parent / "../shared/data/seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the five seed articles are not at {SEEDS}")

LEAD = (
    "RUSSIA is blitzing Kyiv in revenge for an assassination try on Vladimir Putin – regardless of the actual "
    "fact the despot is now blaming the US for the assault."
)
EXPECTED = {
    "000": (
        LEAD,
        "unknown",
        True,
    ),
    "001": (
        "Putin blames US for ‘assassination bid in Kremlin’ as despot blitzes Ukraine’s capital Kyiv with drone strikes",
        "The Sun",
        False,
    ),
    "002": ("Putin blitzes Kyiv with drone strikes after assassination bid claims", "unknown", False),
    "003": ("Russia Blames US Behind Drone Attack on Kremlin", "unknown", False),
    "004": ("Russia Blames US For Drone Strike On Kremlin", "unknown", False),
}
FURNITURE = (
    "more on russia",
    "most read",
    "electrocuted",
    "lake mead",
    "read full article",
    "copyright",
    "don’t miss",
)


def seeds() -> dict[str, Article]:
    found = [item for file in find_files([SEEDS]) for item in read(file)]
    return {Path(item.origin).name[:3]: item for item in found if isinstance(item, Article)}


def test_each_has_its_headline_and_source():
    found = {name: (a.headline, a.source, a.headline_derived) for name, a in seeds().items()}
    assert found == EXPECTED


def test_no_furniture_is_left_in_any_of_them():
    texts = [f"{a.headline}\n{a.body}".lower() for a in seeds().values()]
    assert [word for text in texts for word in FURNITURE if word in text] == []


def test_what_was_removed_is_recorded_with_its_line():
    found = {name: [(r.line, r.rule) for r in a.removed] for name, a in seeds().items()}
    assert found == {
        "000": [],
        "001": [(8, "more-on"), (13, "most-read")],
        "002": [
            (35, "dont-miss"),
            (36, "tagged-link"),
            (37, "tagged-link"),
            (38, "tagged-link"),
            (50, "source-full-article"),
        ],
        "003": [(3, "repeated-headline"), (5, "dateline"), (39, "copyright")],
        "004": [],
    }


def test_the_sentence_after_a_promo_heading_stays():
    assert "\n\nWashington denies this, saying it is arming Kyiv" in seeds()["001"].body
    assert "\n\nBut Putin allies reacted" in seeds()["001"].body
    assert "\n\nBut the official, who spoke Thursday" in seeds()["002"].body


def test_bodies_open_with_the_story():
    openings = {name: a.body[:27] for name, a in seeds().items()}
    assert openings == {
        "000": "RUSSIA is blitzing Kyiv in ",
        "001": "RUSSIA has blitzed Kyiv in ",
        "002": "Ukraine: John Bolton says P",
        "003": "On Thursday, Russia claimed",
        "004": "On Thursday, Russian offici",
    }


def test_reading_twice_gives_the_same_articles():
    assert seeds() == seeds()
