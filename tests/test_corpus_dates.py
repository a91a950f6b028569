"""Dates: complete and certain, or none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import parse_date
from corpus.dates import Dated, date_in_dateline, date_in_url, is_date, read_date, settle_date
from corpus.months import months_of

MAY_4 = date(2023, 5, 4)


@pytest.mark.parametrize(
    "text",
    [
        "2023-05-04",
        "2023-05-04T09:00:00Z",
        "2023-05-04 23:59:59.123+02:00",
        "2023/05/04",
        "2023.5.4",
        "20230504",
        "20230504T090000Z",
        "20230504T090000+0100",
        "04.05.2023",
        "4. 5. 2023",
        "Thu, 04 May 2023 10:00:00 GMT",
        "May 4, 2023",
        "4 May 2023",
        "Thursday, May 4th 2023 9:00 am EDT",
        "4 May 2023 | 10:32 BST",
        "May 4, 2023 at 10:15 am ET",
        "Published: May 4, 2023",
        "Updated on 4 May 2023",
        "1683158400",
        "1683158400000",
        " 4-May-2023 ",
        "Thursday, May 4, 2023 5:30 p.m. EDT",
        "4th May 2023",
        "MAY 4th 2023 at 17:30 BST",
        "Thu 4 May 2023 | 10.15 BST",
        "Thu May 4 10:15:32 EDT 2023",
        "4-MAY-2023 12:34:56.78",
        "04/May/2023:10:15:00 +0200",
        "2023-05-04 (목)",
        "202305041015",
        "20230504T101500+1100",
        "20230504 10:15",
        "Do., 04.05.2023, 10:15 Uhr",
        "Posted on May 4, 2023 by Ada Penrose",
    ],
)
def test_a_complete_date_is_read(text: str):
    assert parse_date(text) == MAY_4


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "Thursday", "May 2023", "2023", "4 May", "10:30", "03/04/2023", "May 4, 23"),
        *("2023-02-30", "0000-00-00", "1499-01-01", "2101-01-01", "2023-05-04 to 2023-05-06", "x" * 200),
        *("99999999999999999999", "May 4, 2023 " + "1" * 60, "²0²3-05-04"),
        *("4 May 2023 to 6 May 2023", "10.30 May 2023", "1402/02/14", "2566-05-04", "04.05.23", "20231399"),
        *("a film shot on May 4, 2023 in Rome", "4 plums 2023", "In 2023, 4 of 10 may have left"),
    ],
)
def test_what_is_incomplete_ambiguous_or_no_date_is_none(text: str):
    assert parse_date(text) is None


def test_a_date_that_can_be_read_one_way_only_is_no_ambiguity():
    assert parse_date("13/04/2023") == date(2023, 4, 13)


@pytest.mark.parametrize(
    "text",
    [
        *("4. Mai 2023", "Publié le jeudi 4 mai 2023 à 10h15", "4 de mayo de 2023", "4 maggio 2023"),
        *("4 de maio de 2023", "4 de maig del 2023", "4 mei 2023 om 10.15", "den 4 maj 2023 kl. 10.15"),
        *(
            "d. 4. maj 2023",
            "4. mai 2023 kl. 10.15",
            "4. toukokuuta 2023 klo 10.15",
            "2023. május 4., csütörtök",
        ),
        *("4 mai 2023, 10:15", "4 Mayıs 2023 Perşembe", "4 Mei 2023", "4 maja 2023 r.", "4. května 2023"),
        *("4. svibnja 2023.", "4 мая 2023 г.", "4 травня 2023 року", "4 май 2023 г.", "4 Μαΐου 2023"),
        *("4 مايو 2023", "٤ أيار ٢٠٢٣", "۴ مه ۲۰۲۳", "4 במאי 2023", "4 मई 2023", "ngày 4 tháng 5 năm 2023"),
        *("2023年5月4日 10時15分", "2023年5月4日", "2023년 5월 4일", "２０２３年５月４日"),
    ],
)
def test_a_date_is_read_in_the_languages_that_newspapers_are_in(text: str):
    assert parse_date(text) == MAY_4


def test_months_may_be_cut_short_or_lose_their_accents():
    words = "Sept. sept AOÛT aout févr. fev Mär mrt янв. Oca srp listopada plum ma"
    assert [sorted(months_of(word)) for word in words.split()] == [
        *([9], [9], [8], [8], [2], [2], [3], [3], [1], [1], [7, 8], [10, 11], [], []),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("03/04/2023", "may be 4 March 2023 or 3 April 2023"),
        ("3-4-2023 10:15", "may be 4 March 2023 or 3 April 2023"),
        ("4 listopada 2023", "may be 4 October 2023 or 4 November 2023"),
        *[(text, "names no day") for text in ("May 2023", "mai 2023", "2023", "2023-05", "5/2023")],
        *[(text, "names no year") for text in ("4 May", "May 4", "4. Mai")],
        *[(text, "cannot be read as a date") for text in ("Thursday", "03/04/23", "2023-02-30", "x" * 60)],
    ],
)
def test_a_text_that_gives_no_day_gives_the_reason(text: str, why: str):
    assert read_date(text) == Dated(None, f'"{text}" {why}; the article is left undated')


def test_a_reason_quotes_what_can_be_shown_of_a_text():
    assert read_date("May\n\ud800" + "4" * 200).doubt == (
        f'"May  {"4" * 55}" cannot be read as a date; the article is left undated'
    )


def test_nothing_is_no_doubtful_date():
    assert [read_date(""), read_date(" \n"), date_in_dateline("")] == [Dated(), Dated(), Dated()]


def test_a_date_is_one_even_if_it_gives_no_day():
    texts = ["May 4, 2023", "03/04/2023", "May 2023", "4 May", "the film", "a film of 2023", ""]
    assert [text for text in texts if is_date(text)] == texts[:4]


@pytest.mark.parametrize(
    ("path", "day"),
    [
        *[(f"/{form}", MAY_4) for form in ("2023/05/04/ferry", "news/2023-5-4/ferry", "2023/05/04-ferry")],
        *[
            (f"/{form}", MAY_4)
            for form in ("2023/may/04/ferry", "a/2023/May/4", "2023/0504/ferry", "20230504/a")
        ],
        *[
            (f"/{form}", MAY_4)
            for form in ("20230504101500/en", "ferry-2023-05-04.html", "a/2023.05.04/b?c=2")
        ],
        *[(f"/{form}", None) for form in ("2023/05/ferry", "2023/13/40/ferry", "12023/05/04/", "20230999/")],
        *[
            (f"/{form}", None)
            for form in ("12345678/", "2023/november/1-senator-left", "2023/list/4", "19230504/")
        ],
        *[(f"/{form}", None) for form in ("a?day=/2023/05/04/", "2023/05/04/2022/01/01", "2101/05/04/")],
    ],
)
def test_the_path_of_an_address_may_hold_the_date(path: str, day: date | None):
    assert date_in_url(f"https://a.example{path}") == day


@pytest.mark.parametrize(
    "line",
    [
        "KYIV, May 4, 2023 (Reuters) – The ferry sank.",
        " LONDON, 4 May 2023 — The ferry sank.",
        "LOS ANGELES, Calif., May 4, 2023 -- The ferry sank.",
        "NEW YORK, May 4, 2023 /PRNewswire/ -- The ferry sank.",
        "NEW YORK--(BUSINESS WIRE)--May 4, 2023--The ferry sank.",
        "Paris, 4 mai 2023 (AFP) - Le ferry a coulé.",
        "МОСКВА, 4 мая 2023 г. /ТАСС/. Паром затонул.",
        "BAGHDAD (May 4, 2023) — The ferry sank.",
        "(May 4, 2023) The ferry sank.",
    ],
)
def test_a_dateline_gives_its_day(line: str):
    assert date_in_dateline(line) == Dated(MAY_4)


@pytest.mark.parametrize(
    "line",
    [
        "WASHINGTON (AP) — The May 4, 2023 vote was close.",
        "BOSTON — On May 4, 2023, the ferry sank.",
        "In Boston, May 4, 2023 was a good day – for some.",
        "THE MAY 4, 2023 VOTE — WHAT NOW",
        "Trump at a rally in Akron, Ohio, May 4, 2023. (Reuters photo: Lew Okafor)",
        "Jane Smith, May 4, 2023 (born 1950) was there.",
        "(May 4, 2023 was a good day for ferries.)",
    ],
)
def test_a_date_in_a_sentence_or_a_caption_is_not_the_day_of_the_article(line: str):
    assert date_in_dateline(line) == Dated()


def test_a_dateline_without_a_year_is_a_doubt():
    doubt = '"May 4" names no year; the article is left undated'
    assert date_in_dateline("WASHINGTON, May 4 (AP) — The ferry sank.") == Dated(None, doubt)


def test_the_first_witness_that_names_a_day_gives_it():
    url, opening = "https://a.example/2023/05/05/ferry", "KYIV, May 6, 2023 (Reuters) – The ferry sank."
    assert [
        settle_date("4 May 2023", url, opening),
        settle_date("03/04/2023", url, opening),
        settle_date("May 2023", None, opening),
        settle_date("May 2023", None, "The ferry sank."),
        settle_date(None, None, "The ferry sank."),
    ] == [
        Dated(MAY_4),
        Dated(date(2023, 5, 5)),
        Dated(date(2023, 5, 6)),
        Dated(None, '"May 2023" names no day; the article is left undated'),
        Dated(),
    ]


@given(st.dates(date(1500, 1, 1), date(2100, 12, 31)))
def test_every_iso_date_in_range_is_itself(day: date):
    assert parse_date(day.isoformat()) == day


@given(st.one_of(st.text(), st.text(alphabet="0123456789 /-.:,TZ+aApPmMJunMay")))
def test_no_text_makes_it_raise(text: str):
    found = settle_date(text, text, text).day
    assert found is None or 1500 <= found.year <= 2100
