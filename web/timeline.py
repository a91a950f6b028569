"""The geometry of the timeline over the results: bars, their addresses and sentences, and the marks of the axis.

Across, everything is in per cent of the drawing, so that it is as wide as the page and its letters are not stretched;
up and down it is in pixels. A bar is a link that narrows the dates to its own. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from search import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from search import Timeline

MOST_BARS = 62
"""More could not be told apart, nor hit, on a phone."""
MOST_YEARS = 15
"""Up to so many years are shown by quarter."""
HEIGHT = 56
"""Pixels of the highest bar."""
BODY = 0.8
"""How much of its column a bar fills."""
LEAST = 2
"""Pixels of the lowest: what was found can be seen."""
MOST_MARKS = 4
"""How many marks of the axis have a name, besides its ends."""

_FINER = {"year": "month"}
_COARSER = {"day": "week", "week": "month"}
_SUMMED: dict[str, tuple[str, Callable[[str], str]]] = {
    "month": ("quarter", lambda day: f"{day[:4]}-{(int(day[5:7]) - 1) // 3}"),
    "quarter": ("year", lambda day: day[:4]),
    "year": ("decade", lambda day: day[:3]),
    "decade": ("century", lambda day: day[:2]),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: where it stands, what it says, and the dates that it narrows a search to.

    `width` is that of its column, all of which is hit; `body` leaves a gap to the next.
    """

    left: float
    width: float
    body: float
    top: int
    says: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A name on the axis, in its place: at the `start`, the `end`, or in the `middle` of its bar."""

    at: float
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A timeline as it is drawn. `most` is what the highest bar stands for, `varies` whether shares tell anything."""

    interval: str
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    most: str
    varies: bool


def fitting(over_time: Callable[[str | None], Timeline]) -> tuple[str, Sequence[Point]]:
    """The periods that a page has room for, as fine as can be: days, weeks, months, quarters, years or more."""
    line = over_time(None)
    other = _COARSER.get(line.interval) if len(line.points) > MOST_BARS else None
    if len(line.points) <= MOST_YEARS:
        other = _FINER.get(line.interval)
    if other:
        line = over_time(other)
    interval, points = line.interval, [*line.points]
    while len(points) > MOST_BARS and interval in _SUMMED:
        interval, key = _SUMMED[interval]
        points = [_sum(list(some)) for some in _grouped(points, key)]
    return interval, points


def _grouped(points: Sequence[Point], key: Callable[[str], str]) -> Iterator[Iterator[Point]]:
    for _, some in groupby(points, lambda point: key(point.first)):
        yield some


def _sum(points: Sequence[Point]) -> Point:
    counts, totals = (sum(getattr(point, name) for point in points) for name in ("count", "total"))
    return Point(points[0].first, points[-1].last, counts, totals)


def drawing(
    interval: str,
    points: Sequence[Point],
    within: tuple[str | None, str | None] = (None, None),
    *,
    share: bool = False,
) -> Drawing | None:
    """The drawing of these periods, by their counts or by their shares; None where there is nothing to compare.

    `within` are the dates that the search has already, as it was asked: a bar never leads out of them.
    """
    if len(points) < 2 or not any(point.count for point in points):
        return None
    values = [point.ratio if share else point.count for point in points]
    step = 100 / len(points)
    bars = [
        Bar(
            left=round(number * step, 2),
            width=round(step, 2),
            body=round(step * BODY, 2),
            top=HEIGHT - max(LEAST, round(HEIGHT * value / max(values))),
            says=_sentence(interval, point, share=share),
            since=_not_before(within[0], _short(interval, point.first)),
            until=_not_after(within[1], _short(interval, point.last)),
        )
        for number, (point, value) in enumerate(zip(points, values, strict=True))
        if point.count
    ]
    most = percent(max(values)) if share else f"{max(values):,}"
    varies = any(point.count != point.total for point in points)
    return Drawing(interval, tuple(bars), tuple(_marks(interval, points)), most, varies)


def percent(ratio: float) -> str:
    """A share as people read it."""
    return (
        f"{100 * ratio:.0f}%" if ratio >= 0.1 else f"{100 * ratio:.1f}%" if ratio >= 0.001 else "under 0.1%"
    )


def _sentence(interval: str, point: Point, *, share: bool) -> str:
    articles = "article" if point.total == 1 else "articles"
    said = f"{_name(interval, point)}: {point.count:,} of {point.total:,} {articles}"
    return f"{said}, {percent(point.ratio)}" if share else said


def _name(interval: str, point: Point) -> str:
    """A period as people name it: 5 to 11 March 2018 is the week of 5 March 2018."""
    first, last = date.fromisoformat(point.first), date.fromisoformat(point.last)
    match interval:
        case "day":
            return f"{first.day} {first:%B} {first.year}"
        case "week":
            return f"Week of {first.day} {first:%B} {first.year}"
        case "month":
            return f"{first:%B} {first.year}"
        case "quarter":
            until = f"{last:%B} {last.year}"
            return f"{first:%B} to {until}" if first.month != last.month else until
        case _:
            return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"


def _not_before(since: str | None, day: str) -> str:
    return since if since and day[: len(since)] < since[: len(day)] else day


def _not_after(until: str | None, day: str) -> str:
    return until if until and day[: len(until)] > until[: len(day)] else day


def _short(interval: str, day: str) -> str:
    """The shortest way to write the end of a period as a date of a search."""
    return day[: {"day": 10, "week": 10, "month": 7, "quarter": 7}.get(interval, 4)]


def _marks(interval: str, points: Sequence[Point]) -> Iterator[Mark]:
    step = 100 / len(points)
    yield Mark(0, _tick(interval, points[0].first, end=True), "start")
    turns = [
        (round((number + 0.5) * step, 2), _tick(interval, point.first))
        for number, point in enumerate(points)
        if number and _turns(interval, points[number - 1].first, point.first)
    ]
    inner = [turn for turn in turns if 28 <= turn[0] <= 72]
    every = -(-len(inner) // MOST_MARKS)
    for at, text in inner[:: every or 1]:
        yield Mark(at, text, "middle")
    yield Mark(100, _tick(interval, points[-1].first, end=True), "end")


def _turns(interval: str, before: str, day: str) -> bool:
    """Whether a year begins, or a month where the bars are days or weeks."""
    size = 7 if interval in {"day", "week"} else 4
    return before[:size] != day[:size]


def _tick(interval: str, day: str, *, end: bool = False) -> str:
    """A name on the axis: short, and at the ends with its year."""
    first = date.fromisoformat(day)
    if interval in {"day", "week"}:
        return f"{first.day} {first:%b} {first.year}" if end else f"{first.day} {first:%b}"
    return f"{first:%b} {first.year}" if end and interval in {"month", "quarter"} else str(first.year)
