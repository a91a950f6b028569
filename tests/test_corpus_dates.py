"""Dates: complete and certain, or none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import parse_date
from corpus.dates import date_in_url

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
    ],
)
def test_a_complete_date_is_read(text: str):
    assert parse_date(text) == MAY_4


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "Thursday", "May 2023", "2023", "4 May", "10:30", "03/04/2023", "May 4, 23"),
        *("2023-02-30", "0000-00-00", "1399-01-01", "2101-01-01", "2023-05-04 to 2023-05-06", "x" * 200),
        *("99999999999999999999", "May 4, 2023 " + "1" * 60, "²0²3-05-04"),
    ],
)
def test_what_is_incomplete_ambiguous_or_no_date_is_none(text: str):
    assert parse_date(text) is None


def test_a_date_that_can_be_read_one_way_only_is_no_ambiguity():
    assert parse_date("13/04/2023") == date(2023, 4, 13)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2023/05/04/ferry-sinks", MAY_4),
        ("https://a.example/news/2023-5-4/ferry", MAY_4),
        ("https://a.example/2023/05/ferry", None),
        ("https://a.example/2023/13/40/ferry", None),
        ("https://a.example/12023/05/04/", None),
    ],
)
def test_an_address_may_hold_the_date(url: str, day: date | None):
    assert date_in_url(url) == day


@given(st.dates(date(1400, 1, 1), date(2100, 12, 31)))
def test_every_iso_date_in_range_is_itself(day: date):
    assert parse_date(day.isoformat()) == day


@given(st.one_of(st.text(), st.text(alphabet="0123456789 /-.:,TZ+aApPmMJunMay")))
def test_no_text_makes_it_raise(text: str):
    found = parse_date(text)
    assert found is None or 1400 <= found.year <= 2100
