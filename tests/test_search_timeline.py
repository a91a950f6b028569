"""Days become the bars of a timeline: none left out, each with its share of what the corpus has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Counts
from search.timeline import MOST_POINTS, Point, Timeline, narrowed, timeline

DAYS = {"2024-02-28": 4, "2024-03-01": 2, "2024-03-05": 5}
EVERY = Counts(DAYS, 9)
NOTHING = Counts({}, 0)


def test_every_day_from_the_first_to_the_last_is_a_point():
    assert timeline(Counts({"2024-02-28": 1, "2024-03-01": 2}, 7), EVERY) == Timeline(
        "day",
        (
            Point("2024-02-28", "2024-02-28", 1, 4),
            Point("2024-02-29", "2024-02-29", 0, 0),
            Point("2024-03-01", "2024-03-01", 2, 2),
        ),
        7,
    )


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ("week", [("2024-02-26", "2024-03-03", 1, 6), ("2024-03-04", "2024-03-10", 2, 5)]),
        ("month", [("2024-02-01", "2024-02-29", 1, 4), ("2024-03-01", "2024-03-31", 2, 7)]),
        ("year", [("2024-01-01", "2024-12-31", 3, 11)]),
    ],
)
def test_days_are_summed_by_week_month_or_year(interval, expected):
    made = timeline(Counts({"2024-02-28": 1, "2024-03-05": 2}, 0), EVERY, interval=interval)
    assert made.points == tuple(Point(*one) for one in expected)
    assert Point("", "", 1, 4).ratio == 0.25
    assert Point("", "", 0, 0).ratio == 0


@pytest.mark.parametrize(
    ("last", "interval"),
    [("2001-03-01", "day"), ("2002-02-01", "week"), ("2009-01-01", "month"), ("2020-01-01", "year")],
)
def test_the_interval_follows_from_the_length(last, interval):
    assert timeline(Counts({"2001-01-01": 1, last: 1}, 0), NOTHING).interval == interval


def test_a_range_is_shown_from_its_first_article_of_the_corpus_to_its_last():
    made = timeline(Counts({"2024-03-01": 1}, 0), EVERY, within=("2024-02-29", "9999-12-31"))
    assert [(point.first, point.count, point.total) for point in made.points] == [
        ("2024-03-01", 1, 2),
        ("2024-03-02", 0, 0),
        ("2024-03-03", 0, 0),
        ("2024-03-04", 0, 0),
        ("2024-03-05", 0, 5),
    ]


def test_nothing_found_is_no_point_and_dates_at_the_ends_of_the_calendar_are_no_trouble():
    assert timeline(Counts({}, 3), EVERY) == Timeline("day", (), 3)
    for interval in ("day", "week", "month", "year"):
        ends = Counts({"0001-01-01": 1, "9999-12-31": 1}, 0)
        made = timeline(ends, ends, interval=interval)
        assert sum(point.count for point in made.points) == 2
        assert len(made.points) <= 2 * MOST_POINTS + 2000


def test_only_days_of_the_periods_chosen_are_left():
    assert narrowed(EVERY, ("2024-03",), ("2024-03-05",)) == Counts({"2024-03-01": 2}, 0)
    assert narrowed(EVERY, (), ("2024-02",)) == Counts({"2024-03-01": 2, "2024-03-05": 5}, 9)
    assert narrowed(EVERY, (), ()) == EVERY


def test_articles_without_a_date_are_left_where_they_are_wanted():
    assert narrowed(EVERY, ("unknown",), ()) == Counts({}, 9)
    assert narrowed(EVERY, ("unknown", "2024-02"), ()) == Counts({"2024-02-28": 4}, 9)
    assert narrowed(EVERY, (), ("unknown",)) == Counts(DAYS, 0)


days = st.dictionaries(st.dates().map(lambda day: day.isoformat()), st.integers(1, 9), max_size=6)


@given(days, days, st.sampled_from(["week", "month", "year"]))
def test_no_article_is_lost_whatever_the_interval(found, more, interval):
    every = {day: found.get(day, 0) + more.get(day, 0) for day in {**found, **more}}
    made = timeline(Counts(found, 0), Counts(every, 0), interval=interval)
    assert sum(point.count for point in made.points) == sum(found.values())
    assert all(point.first <= point.last and point.count <= point.total for point in made.points)
