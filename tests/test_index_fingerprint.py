"""Fingerprints: what reuse leaves of them, what independent texts share, and that nothing but the text decides them."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import Analyzer, fingerprints
from index.fingerprint import LEAST, WIDTH, most
from index.terms import Terms

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "../shared/data/seeds"
ANALYZER = Analyzer()

FERRY = (
    "The ferry company said on Tuesday that its three oldest vessels would be withdrawn before winter, after inspectors "
    "in Bergen found corroded plates below the waterline. Passengers holding tickets for the northern islands can travel "
    "with a competitor, or ask for their money back until the end of November. Councillor Ingrid Solheim called the "
    "decision overdue and demanded that the ministry publish the inspection reports of the last 12 years."
)
BUDGET = (
    "Parliament adopted the budget late on Thursday by 88 votes to 81, with the opposition protesting against cuts to "
    "regional hospitals. Finance minister Tomas Lindgren promised additional money for railways next spring, provided "
    "that growth recovers. Economists at the central bank doubted whether revenue would suffice."
)
TEXTS = {
    "ar": "أعلنت وزارة الخارجية المصرية اليوم الثلاثاء أن المحادثات مع الوفد الأوروبي ستستأنف في القاهرة الأسبوع المقبل.",
    "de": "Das Verkehrsministerium teilte am Dienstag mit, dass die Brücke über den Rhein bis zum Frühjahr gesperrt bleibt.",
    "zh": "外交部发言人星期二在北京表示，双方将于下周继续就贸易问题进行会谈，并希望尽快达成协议，推动两国关系健康发展。",
}
WORDS = [f"word{number}" for number in range(4000)]


def prints(text: str, language: str | None = None) -> tuple[str, ...]:
    return fingerprints([ANALYZER.terms(text, language)])[0]


def shared(one: str, other: str, language: str | None = None) -> int:
    return len({*prints(one, language)} & {*prints(other, language)})


def long_text(words: int, seed: int = 1) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))  # noqa: S311 - the same text each time


def test_they_are_short_codes_each_once():
    found = prints(FERRY)
    assert len({*found}) == len(found) > LEAST
    assert {len(code) for code in found} == {WIDTH}


def test_they_are_the_same_for_ever():
    """An index made yesterday is asked with the codes of today; who changes them raises the Analyzer's version."""
    assert prints("Corroded plates below the waterline, said inspectors") == (
        *("fkmawbf", "drtfvtv", "e36qcth", "th578vp"),
    )


def test_they_are_the_same_in_another_process():
    script = "import sys; from index import *; print(*fingerprints([Analyzer().terms(sys.argv[1])])[0])"
    done = subprocess.run(
        [sys.executable, "-c", script, FERRY], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert tuple(done.stdout.split()) == prints(FERRY)


def test_they_do_not_hang_on_the_texts_beside():
    alone = [prints(text) for text in (FERRY, "", BUDGET)]
    together = ANALYZER.terms_of((text, None) for text in (FERRY, "", BUDGET))
    others = ANALYZER.terms_of([(BUDGET, None), (long_text(3000), None)])
    assert fingerprints(together) == alone
    assert fingerprints([*others, *together])[2:] == alone
    assert fingerprints([]) == []


@pytest.mark.parametrize("text", ["", "ferry", "a b c d", "No. 1, No. 2", "ferry ferry ferry"])
def test_a_text_without_two_long_words_has_none(text: str):
    assert prints(text) == ()


def test_a_trimmed_copy_keeps_most():
    first, second, _ = FERRY.split(". ", 2)
    assert shared(FERRY, f"{first}. {second}.") >= 0.8 * len(prints(f"{first}. {second}."))


def test_short_words_and_the_order_of_two_words_do_not_matter():
    changed = FERRY.replace("three oldest", "the oldest three").replace(
        "corroded plates", "plates, and corroded,"
    )
    assert prints(changed)[:5] != ()
    assert shared(FERRY, changed) >= 0.6 * len(prints(FERRY))


def test_a_reworded_copy_shares_several():
    changed = FERRY.replace("vessels", "ships").replace("found", "discovered").replace("demanded", "asked")
    changed = changed.replace("competitor", "rival").replace("called", "named").replace("decision", "choice")
    assert shared(FERRY, changed) >= 8


def test_independent_texts_share_none():
    assert shared(FERRY, BUDGET) == 0


def test_an_excerpt_is_found_in_a_text_a_hundred_times_as_long():
    book = long_text(80_000)
    excerpt = " ".join(book.split()[40_000:40_800])
    assert shared(book, excerpt) >= 8


def test_a_sentence_ten_thousand_times_is_no_more_than_twice():
    assert prints("The ferry company withdrew corroded vessels before winter. " * 10_000) == prints(
        "The ferry company withdrew corroded vessels before winter. " * 2
    )


def test_their_number_grows_slower_than_a_long_text():
    assert most(np.array([0, 810, 3_000, 30_000, 800_000])).tolist() == [16, 89, 288, 878, 4469]
    assert len(prints(long_text(100_000))) == most(np.array([100_000]))[0]


def test_tables_of_results_share_none():
    """Scores are too short, and names that stand in every table do not follow each other."""
    pick = random.Random(5)  # noqa: S311 - the same tables each time
    tables = [
        "\n".join(
            f"{team} {pick.randint(0, 9)} {pick.randint(0, 9)} {pick.randint(10, 99)}" for team in teams
        )
        for teams in (["Brann", "Viking", "Molde", "Lillestrom"], ["Molde", "Brann", "Lillestrom", "Viking"])
    ]
    assert shared(*tables) <= 1


@pytest.mark.parametrize("language", TEXTS)
def test_other_languages_have_them_and_keep_them(language: str):
    text = TEXTS[language]
    half = text[: len(text) * 2 // 3]
    assert len(prints(text, language)) >= 4
    assert shared(text, half, language) >= 3
    assert shared(text, f"{text} {BUDGET}", language) >= 3


def test_many_texts_at_once_keep_their_own():
    """More of them than one sort can tell apart."""
    (one, other) = ANALYZER.terms_of([(FERRY, None), (BUDGET, None)])
    found = fingerprints([one] * 65_537 + [other])
    assert found[-1] == prints(BUDGET)
    assert {*found[:-1]} == {prints(FERRY)}


def test_terms_of_any_text_have_them():
    assert fingerprints([Terms.of(["\udc80longer\t\udc80longer", "another\tanother"])])[0] != ()


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the five seed articles are not at {SEEDS}")
def test_the_reworded_seed_shares_twice_as_many_as_any_independent_report():
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    found = [{*codes} for codes in fingerprints(ANALYZER.terms_of((text, "en") for text in texts))]
    counts = {(one, other): len(found[one] & found[other]) for one in range(5) for other in range(one + 1, 5)}
    assert counts.pop((0, 1)) >= 18
    assert max(counts.values()) <= 9
