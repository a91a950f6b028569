"""Furniture: each rule takes its example and leaves its counter-example, and lists go with their heading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Removal
from corpus.furniture import RULES, Rule, rule_of
from corpus.lines import paragraphs, split
from corpus.sieve import sift

NAMES = [rule.name for rule in RULES]

FURNITURE = [
    ("More on this...", "more-on"),
    ("MORE FROM USA TODAY", "more-on"),
    ("More on US Immigration", "more-on"),
    ("Most popular", "most-read"),
    ("MOST READ IN THE SUN", "most-read"),
    ("Don't miss", "dont-miss"),
    ("Read More", "read-more"),
    ("READ MORE ON THE HARBOUR FIRE", "read-more"),
    ("SEE ALSO: Harbour fire was arson, police say", "read-more-link"),
    ("Related:", "related"),
    ("Recommended", "recommended"),
    ("You might also like…", "recommended"),
    ("Trending", "trending"),
    ("VIDEO: A LOOK AT THE NEW HARBOUR", "watch"),
    ("Slideshow (2 Images)", "player"),
    ("Share this story", "share"),
    ("Story continues below advertisement", "advertisement"),
    ("Sign up for Daily Newsletters Manage Newsletters", "newsletter"),
    ("Get the best of the Gazette in your inbox. Sign up here.", "newsletter"),
    ("Follow Jane Doe on Twitter: @janedoe", "follow"),
    ("Subscribe", "subscribe"),
    ("GET THE HARBOUR NEWS APP", "click-here"),
    ("Read full article", "source-full-article"),
    ("Copyright 2023,", "copyright"),
    ("Copyright © 2019 The Harbour Times, LLC. Click here for reprint permission.", "copyright"),
    ("(c) 2018, Harbour Post Writers Group.", "copyright"),
    ("Copyright The Harbour Times 2019. All rights reserved.", "copyright"),
    ("(c) Copyright Harbour Reuters 2022.", "copyright"),
    ("All contents © copyright 2020 Harbour Press. All rights reserved", "copyright"),
    ("Copyright 2021 by Harbour Press - All rights reserved", "copyright"),
    ("More stories from The Wall Street Gazette", "more-stories"),
    ("More headlines", "more-stories"),
    ("Sign up for breaking news alerts", "newsletter"),
    ("Register now for our daily briefing", "newsletter"),
]
STORY = [
    "More on the way",
    "Advertisement revenue fell by a third.",
    "The Sun",
    "Read my lips",
    "Subscribe to the theory or not, it explains the tide.",
    "Copyright was what the two outlets fought over for 12 years.",
    "Sign up, they were told.",
    "Follow the money",
    "Watch out",
    "Trending down for a year, the price of herring rose.",
    "What happened next",
    "The Associated Press contributed to this report.",
    "In 2019 he left.",
    "Copyright reform of 2019 divides musicians across Europe and beyond, and the debate goes on.",
    "Copyright law in Britain was last amended in 2019 by Parliament.",
    "Copyright Law of 1976 Needs Reform, Senators Say",
    "Copyright Act 1988",
    "(c) In 2019 he left the harbour for good.",
    "More news from Kyiv under fire",
    "Register to get emergency alerts from the county",
    "Sign up for emergency alerts at the town hall",
]


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_takes_its_example(rule: Rule):
    assert rule_of(rule.example) == rule


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_leaves_its_counter_example(rule: Rule):
    assert rule_of(rule.counter) is None


def test_rules_have_names_of_their_own():
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize(("line", "name"), FURNITURE)
def test_furniture_is_known(line: str, name: str):
    found = rule_of(line)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("line", STORY)
def test_a_line_of_the_story_stays(line: str):
    assert rule_of(line) is None


def test_no_long_line_is_furniture():
    assert rule_of("Click here to read " + "about the harbour " * 20) is None


def sifted(text: str) -> tuple[str, list[tuple[int, str]]]:
    kept, removed = sift(split(text))
    return paragraphs(kept), [(removal.line, removal.rule) for removal in removed]


def test_a_heading_takes_the_list_in_its_block():
    text = "One.\n\nTrending\nFerry sinks\n• Captain saved\nIs the harbour safe?\nhttps://a.example/b\n\nTwo goes on."
    assert sifted(text) == ("One.\n\nTwo goes on.", [(number, "trending") for number in range(3, 8)])


def test_a_heading_without_a_list_takes_nothing_else():
    assert sifted("MORE ON HARBOURS\nThe ferry sank.\nNobody drowned.") == (
        "The ferry sank.\n\nNobody drowned.",
        [(1, "more-on")],
    )


def test_across_blank_lines_only_headlines_belong_to_the_list():
    text = (
        "READ MORE:\n\nHarbour Master Resigns After Ferry Disaster\n\nWhat happened next\n\nThe ferry sank."
    )
    assert sifted(text) == ("What happened next\n\nThe ferry sank.", [(1, "read-more"), (3, "read-more")])


def test_a_list_ends_after_ten_items():
    kept, removed = sift(split("Trending\n" + "\n".join(f"Ferry number {n} sinks" for n in range(12))))
    assert (len(kept), len(removed)) == (2, 11)


def test_a_dateline_that_lost_its_name_is_taken_off_its_sentence():
    kept, removed = sift(split("( – On Thursday the ferry sank."))
    assert [line.text for line in kept] == ["On Thursday the ferry sank."]
    assert removed == [Removal(1, "dateline", "( –")]


def test_brackets_of_the_story_are_no_dateline():
    assert sifted("(Reuters) – The ferry sank.\n(– 5 degrees)") == (
        "(Reuters) – The ferry sank.\n\n(– 5 degrees)",
        [],
    )


def test_a_first_line_may_be_a_headline_that_looks_like_a_link():
    kept, removed = sift(split("Watch: Dog rescues girl\n\nA dog did."), headline_first=True)
    assert ([line.text for line in kept], removed) == (["Watch: Dog rescues girl", "A dog did."], [])


PIECES = (
    [rule.example for rule in RULES]
    + [rule.counter for rule in RULES]
    + ["( – On", "", "Ferry sinks", "The end."]
)


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_sifting_twice_takes_nothing_more(pieces: list[str]):
    once = paragraphs(sift(split("\n".join(pieces)))[0])
    assert paragraphs(sift(split(once))[0]) == once
