"""Reuse told from chance: on texts made for it, and on hostile ones."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import UNKNOWN, Article
from index import Analyzer
from stories import Alignment, Sentences, judge, same_outlet, sentences
from tests.test_stories_weave import FERRY, OTHER, REWORDED

ANALYZER = Analyzer()
FOOTER = (
    "Sign up for our newsletter to have the day's most important stories from Quell and its islands in your inbox at "
    "seven every morning. Our newsroom depends on readers like you: if you value what we do, please think about a "
    "subscription from as little as four crowns a week. You can cancel at any time, and students pay half of the price."
)


def prepared(text: str, language: str | None = "en") -> Sentences:
    return sentences(text, ANALYZER, language)


def kind(one: str, other: str, **more) -> str | None:
    found = judge(prepared(one), prepared(other), **more)
    turned = judge(prepared(other), prepared(one), **more)
    assert (found and found.turned()) == turned
    return found and found.kind


def test_the_four_kinds_and_none():
    assert kind(FERRY, FERRY) == "identical"
    assert kind(FERRY, f"{FERRY} {OTHER[:250]}") == "reprint"
    assert kind(FERRY, REWORDED) == "reworded"
    assert kind(FERRY, OTHER) is None
    long = " ".join(f"Word{n} and thing{n * 7} went to place{n * 3}." for n in range(90))
    lifted = " ".join(f"Quay{n} met boat{n * 5} near pier{n * 2} on day{n}." for n in range(20))
    own = " ".join(f"Mayor{n} told editor{n * 9} about budget{n * 4}." for n in range(45))
    assert kind(f"{long} {lifted} {long[::-1]}", f"{own[:700]} {lifted} {own[700:]}") == "excerpt"


def test_the_end_that_all_pages_of_a_source_have_joins_none_of_them():
    bodies = [f"{body}\n\n{FOOTER}" for body in (FERRY, OTHER, "The tram is late again, says Ms. Lee, " * 9)]
    assert [kind(*pair, same_outlet=True) for pair in combinations(bodies, 2)] == [None] * 3


def test_captions_that_half_of_a_page_is_made_of_join_none_of_an_outlet():
    captions = " ".join(
        f"Photo {n} shows minister{n} and her sister{n * 3} on day {n} of the summit." for n in range(40)
    )
    own = [
        " ".join(f"{name}{n} told reporter{n * 7} about it." for n in range(60)) for name in ("Ada", "Ben")
    ]
    pages = [f"{text[:900]} {captions} {text[900:]}" for text in own]
    assert kind(*pages) == "reprint"
    assert kind(*pages, same_outlet=True) is None
    # Mended or gone on with, an article is itself still.
    assert kind(own[0], f"{own[0]} {captions[:600]}", same_outlet=True) == "reprint"
    assert kind(FERRY, FERRY, same_outlet=True) == "identical"
    assert kind(FERRY, REWORDED, same_outlet=True) == "reworded"


def test_terms_of_use_that_are_ten_times_as_long_as_the_news_above_them_join_none_of_an_outlet():
    terms = " ".join(
        f"You may not copy part {n} of this site under clause {n * 7} of the law." for n in range(60)
    )
    assert kind(f"{FERRY[:300]}. {terms}", f"{OTHER[:300]}. {terms}", same_outlet=True) is None


def test_one_outlet_is_one_source_or_one_site():
    one = Article("1", "Mill", "", "", url="https://www.mill.example/a")
    assert same_outlet(one, Article("2", "Mill", "", ""))
    assert same_outlet(one, Article("2", "Guest writer", "", "", url="http://mill.example/b?c"))
    assert not same_outlet(one, Article("2", "Post", "", "", url="https://post.example/a"))
    assert not same_outlet(Article("1", UNKNOWN, "", ""), Article("2", UNKNOWN, "", "", url="http://[bad"))


def test_one_quotation_in_two_reports_is_no_reuse():
    quote = (
        "“We will repair what we can before the storms, and what we cannot repair we will close,” she said."
    )
    assert kind(f"{quote} {OTHER}", f"{FERRY} {quote}") is None


def test_one_speech_quoted_at_length_in_two_reports_is_no_reuse():
    speech = " ".join(f"“We promised bridge{n} to island{n * 3} and we shall build it.”" for n in range(20))
    assert kind(f"{FERRY[:200]} {speech}", f"{speech} {OTHER[:200]}") is None
    assert kind(f"{FERRY[:200]} {speech}", f"{FERRY[:200]} {speech} {OTHER[:200]}") == "reprint"


def test_two_tables_of_one_league_are_two_tables():
    teams = [f"{name} {place}" for name in ("Rovers", "United", "Wanderers", "Albion") for place in "ABCDEF"]
    pick = random.Random(7)  # noqa: S311 - the same table each time

    def table() -> str:
        pick.shuffle(teams)
        return "\n".join(f"{team} {' '.join(str(pick.randrange(99)) for _ in range(7))}" for team in teams)

    assert kind(table(), table()) is None


@pytest.mark.parametrize("text", ["", "word", "one two three four"])
def test_texts_that_say_nothing_are_nobodys_copy(text: str):
    assert kind(text, text) is None
    assert kind(text, FERRY) is None


def test_a_sentence_ten_thousand_times_is_judged_in_bounded_time():
    refrain = "All work and no play makes Jack a dull boy. " * 10_000
    assert kind(refrain, FERRY) is None
    judge(prepared(refrain), prepared(refrain))


def test_two_articles_of_five_megabytes_are_compared_in_bounded_memory():
    words = [f"w{number}" for number in range(30_000)]
    pick = random.Random(3)  # noqa: S311
    one, other = (" ".join(pick.choices(words, k=12)) + ". " for _ in range(2))
    texts = ["".join(" ".join(pick.choices(words, k=12)) + ". " for _ in range(70_000)) for _ in range(2)]
    assert min(map(len, texts)) > 4_500_000
    assert judge(prepared(texts[0] + one), prepared(texts[1] + other)) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Der Rat hat am Montag beschlossen, den Abriss der alten Brücke am Hafen zu verschieben, weil {} fehlen. "
            * 3,
        ),
        (
            "zh",
            "市议会星期一决定推迟拆除港口旧桥,因为缺少{}万元资金,居民表示欢迎这一决定并要求公布时间表。" * 3,
        ),
        (
            "ar",
            "قرر المجلس يوم الاثنين تأجيل هدم الجسر القديم في الميناء بسبب نقص {} مليون دينار في الميزانية السنوية. "
            * 3,
        ),
    ],
)
def test_copies_in_other_languages_are_found(language: str, text: str):
    one, other = (prepared(text.replace("{}", "12"), language) for _ in range(2))
    found = judge(one, other)
    assert found is not None
    assert found.kind == "identical"


@given(st.lists(st.sampled_from((FERRY, OTHER, REWORDED, FOOTER, "A short one.")), min_size=1, max_size=4))
@settings(deadline=None, max_examples=30)
def test_passages_lie_in_both_texts_and_hold_what_they_say(parts: list[str]):
    one, other = prepared("\n\n".join(parts)), prepared("\n\n".join(reversed(parts)))
    for passage in Alignment(one, other).passages:
        for text, (start, end) in ((one.text, passage.one), (other.text, passage.other)):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
