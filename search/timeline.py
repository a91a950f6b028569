"""Articles over time: counts of days summed to days, weeks, months or years, beside all articles of each. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus import UNKNOWN
from index import Counts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

WIDEST = {"day": 93, "week": 550, "month": 3700}
"""Up to how many days a stretch of time is shown by day, week or month; longer ones are shown by year."""

_LETTERS = {"day": 10, "week": 10, "month": 7, "year": 4}
_REST = {"day": "", "week": "", "month": "-01", "year": "-01-01"}

MOST_POINTS = 4000
"""Beyond so many periods only those that hold articles are given: one wrong date would else fill a page."""


@dataclass(frozen=True, slots=True)
class Point:
    """A period by its first and last day: the articles found in it, and all that the corpus has of it."""

    first: str
    last: str
    count: int
    total: int

    @property
    def ratio(self) -> float:
        """The share found of all articles of the period; 0 where there is none."""
        return self.count / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods from the first to the last, none left out, and how many articles found have no date."""

    interval: str
    points: tuple[Point, ...]
    undated: int


def timeline(
    found: Counts,
    every: Counts,
    *,
    interval: str | None = None,
    within: tuple[str, str] | None = None,
) -> Timeline:
    """The timeline of articles found, by day, among `every` article by day.

    It goes from the first article found to the last, or over all days of `within` for which the corpus has articles.
    The interval follows from its length where none is asked for. All days are ISO dates.
    """
    shown = every.values if within else found.values
    days = [day for day in shown if not within or within[0] <= day <= within[1]]
    if not days:
        return Timeline(interval or "day", (), found.missing)
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    interval = interval or _fitting((last - first).days + 1)
    counts, totals = _summed(found.values, interval), _summed(every.values, interval)
    starts = list(_starts(first, last, interval))
    points = [
        Point(start.isoformat(), (following - timedelta(1)).isoformat(), counts[start], totals[start])
        for start, following in pairwise([*starts, _next(starts[-1], interval)])
    ]
    if len(points) > MOST_POINTS:
        points = [point for point in points if point.total]
    return Timeline(interval, tuple(points), found.missing)


def narrowed(days: Counts, chosen: Collection[str], excluded: Collection[str]) -> Counts:
    """The counts of those days that lie in one of the periods chosen, and in none of those excluded.

    Articles without a date are among them unless other dates are chosen, or UNKNOWN is excluded.
    """
    if not chosen and not excluded:
        return days
    some, none = tuple(chosen) or ("",), tuple(excluded)
    kept = {
        day: count
        for day, count in days.values.items()
        if day.startswith(some) and not (none and day.startswith(none))
    }
    undated = UNKNOWN not in excluded and (not chosen or UNKNOWN in chosen)
    return Counts(kept, days.missing if undated else 0)


def _fitting(days: int) -> str:
    return next((interval for interval, most in WIDEST.items() if days <= most), "year")


def _summed(days: Mapping[str, int], interval: str) -> Counter[date]:
    written: Counter[str] = Counter()
    for day, count in days.items():  # most of a calendar is told by the letters of a date
        written[day[: _LETTERS[interval]] + _REST[interval]] += count
    summed: Counter[date] = Counter()
    for day, count in written.items():
        summed[_start(date.fromisoformat(day), interval)] += count
    return summed


def _start(day: date, interval: str) -> date:
    match interval:
        case "week":
            return day - timedelta(
                min(day.weekday(), day.toordinal() - 1)
            )  # there is no day before 0001-01-01
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)
        case _:
            return day


def _next(start: date, interval: str) -> date:
    """The day after a period; the calendar's last day stands for what it does not have."""
    try:
        match interval:
            case "day":
                return start + timedelta(1)
            case "week":
                return _start(start + timedelta(7), interval)
            case "month":
                return (start + timedelta(31)).replace(day=1)
            case _:
                return start.replace(year=start.year + 1)
    except (OverflowError, ValueError):
        return date.max


def _starts(first: date, last: date, interval: str) -> Iterator[date]:
    """The first days of all periods from one day to another."""
    start = _start(first, interval)
    while start <= last:
        yield start
        following = _next(start, interval)
        if following <= start:
            return
        start = following
