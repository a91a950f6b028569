from __future__ import annotations

from datetime import date, timedelta

import pytest

from search import Point, Timeline
from web.timeline import Bar, Mark, drawing, fitting, percent

MONTHS = (
    Point("2024-01-01", "2024-01-31", 3, 6),
    Point("2024-02-01", "2024-02-29", 0, 9),
    Point("2024-03-01", "2024-03-31", 1, 1),
    Point("2024-04-01", "2024-04-30", 2, 1021),
)


def year_points(first: int, last: int) -> tuple[Point, ...]:
    return tuple(Point(f"{year:04}-01-01", f"{year:04}-12-31", 1, 2) for year in range(first, last + 1))


def month_points(first: int, last: int) -> tuple[Point, ...]:
    starts = [date(year, month, 1) for year in range(first, last + 1) for month in range(1, 13)]
    ends = [(start + timedelta(31)).replace(day=1) - timedelta(1) for start in starts]
    return tuple(Point(f"{a}", f"{b}", 1, 2) for a, b in zip(starts, ends, strict=True))


def test_a_bar_is_as_high_as_its_count_and_narrows_to_its_period() -> None:
    drawn = drawing("month", MONTHS)
    assert drawn is not None
    assert drawn.bars == (
        Bar(0, 25, 20, 0, "January 2024: 3 of 6 articles", "2024-01", "2024-01"),
        Bar(50, 25, 20, 37, "March 2024: 1 of 1 article", "2024-03", "2024-03"),
        Bar(75, 25, 20, 19, "April 2024: 2 of 1,021 articles", "2024-04", "2024-04"),
    )
    assert (drawn.most, drawn.varies) == ("3", True)


def test_as_a_share_a_bar_is_measured_by_all_articles_of_its_period() -> None:
    drawn = drawing("month", MONTHS, share=True)
    assert drawn is not None
    assert [(bar.top, bar.says) for bar in drawn.bars] == [
        (28, "January 2024: 3 of 6 articles, 50%"),
        (0, "March 2024: 1 of 1 article, 100%"),
        (54, "April 2024: 2 of 1,021 articles, 0.2%"),
    ]
    assert drawn.most == "100%"


def test_there_is_nothing_to_draw_of_one_period_or_of_none_found() -> None:
    assert drawing("month", MONTHS[:1]) is None
    assert drawing("month", (MONTHS[1], Point("2024-03-01", "2024-03-31", 0, 4))) is None


def test_a_bar_never_leads_out_of_the_dates_that_a_search_has() -> None:
    weeks = (Point("2023-12-25", "2023-12-31", 1, 1), Point("2024-01-01", "2024-01-07", 1, 1))
    drawn = drawing("week", weeks, ("2023-12-30", "2024-01"))
    assert drawn is not None
    assert [(bar.since, bar.until) for bar in drawn.bars] == [
        ("2023-12-30", "2023-12-31"),
        ("2024-01-01", "2024-01-07"),
    ]
    ended = drawing("week", weeks, ("2023", "2024-01-03"))
    assert ended is not None
    assert [(bar.since, bar.until) for bar in ended.bars] == [
        ("2023-12-25", "2023-12-31"),
        ("2024-01-01", "2024-01-03"),
    ]


@pytest.mark.parametrize(
    ("interval", "point", "name"),
    [
        ("day", Point("2024-03-04", "2024-03-04", 1, 2), "4 March 2024"),
        ("week", Point("2024-03-04", "2024-03-10", 1, 2), "Week of 4 March 2024"),
        ("quarter", Point("2024-01-01", "2024-03-31", 1, 2), "January to March 2024"),
        ("quarter", Point("2024-03-01", "2024-03-31", 1, 2), "March 2024"),
        ("year", Point("2024-01-01", "2024-12-31", 1, 2), "2024"),
        ("decade", Point("1910-01-01", "1919-12-31", 1, 2), "1910 to 1919"),
    ],
)
def test_a_period_is_named_as_people_name_it(interval: str, point: Point, name: str) -> None:
    drawn = drawing(interval, (point, point))
    assert drawn is not None
    assert drawn.bars[0].says == f"{name}: 1 of 2 articles"


def test_the_axis_names_its_ends_and_a_few_turns_between_them() -> None:
    drawn = drawing("month", month_points(2014, 2018))
    assert drawn is not None
    assert drawn.marks == (
        Mark(0, "Jan 2014", "start"),
        Mark(40.83, "2016", "middle"),
        Mark(60.83, "2017", "middle"),
        Mark(100, "Dec 2018", "end"),
    )


@pytest.mark.parametrize(
    ("line", "other", "interval", "bars"),
    [
        (Timeline("month", month_points(2020, 2024), 0), None, "month", 60),
        (Timeline("month", month_points(2015, 2024), 0), None, "quarter", 40),
        (Timeline("year", year_points(2011, 2024), 0), month_points(2011, 2024), "quarter", 56),
        (Timeline("year", year_points(1990, 2024), 0), None, "year", 35),
        (Timeline("year", year_points(1911, 2024), 0), None, "decade", 12),
        (Timeline("year", year_points(1, 2024), 0), None, "century", 21),
    ],
)
def test_a_timeline_has_as_many_bars_as_there_is_room_for(
    line: Timeline, other: tuple[Point, ...] | None, interval: str, bars: int
) -> None:
    chosen, points = fitting(lambda wanted: Timeline("month", other or (), 0) if wanted else line)
    assert (chosen, len(points)) == (interval, bars)
    assert sum(point.total for point in points) == sum(point.total for point in other or line.points)


@pytest.mark.parametrize(
    ("ratio", "said"), [(1, "100%"), (0.214, "21%"), (0.042, "4.2%"), (0.0004, "under 0.1%")]
)
def test_a_small_share_is_said_more_exactly(ratio: float, said: str) -> None:
    assert percent(ratio) == said
