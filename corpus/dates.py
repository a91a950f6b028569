"""The day a text names, or None and why: a date is never guessed, and never filled in from the clock.

An incomplete date ("May 2023") and an ambiguous one ("03/04/2023") give no day, since a wrong date is worse than
none: it sorts, filters and is believed. Times of day and time zones are dropped: the day is the one written. Years
of two digits are not read, nor are other calendars: the Persian years of our time are 1400 and more, so that no day
before 1500 is read; there was no newspaper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from dateutil import parser

from corpus.datelines import claim_of, day_in_url
from corpus.written import day_of, days_written, part_missing, without_times

_YEARS = range(1500, 2101)
_PRINTED = range(1900, 2101)
_LONGEST = 100
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ,]+\d{1,2}[:.]\d\d.*)?")
_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:T?\d\d(?:\d\d){0,2}(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)?| \d\d:\d\d.*)?"
)
_SECONDS = re.compile(r"(\d{9,10})(?:\.\d+)?")
_MILLISECONDS = re.compile(r"(\d{12,13})(?:\.\d+)?")
_LABEL = re.compile(r"(?:(?:first |last )?(?:published|posted|updated|date)(?: on)?)\s*:?\s+", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s+[|·•–—-]\s+|\s+at\s+")
_NUMBER = re.compile(r"\d+")
# Two days that share neither year, month nor day: what differs between them was not in the text.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - days, not moments
_UNDATED = "the article is left undated"


@dataclass(frozen=True, slots=True)
class Dated:
    """The day that was found, or a sentence why there is none; neither, if nothing claimed to be a date."""

    day: date | None = None
    doubt: str | None = None


def parse_date(text: str) -> date | None:
    """The day that `text` names completely and without ambiguity, from 1500 to 2100; else None."""
    return read_date(text).day


def read_date(text: str) -> Dated:
    """The day that `text`, a date's own field, names; if it holds something else, a sentence that says why not."""
    text = text.strip()
    if (found := _ISO.fullmatch(text[:_LONGEST])) and (day := _day(found[1], found[3], found[4])):
        return Dated(day)
    return _read(text[: _LONGEST + 1]) if text else Dated()


def is_date(text: str) -> bool:
    """Whether `text` is a date, be it ambiguous or incomplete."""
    text = text.strip()
    return bool(read_date(text).day or (len(text) <= _LONGEST and (_days(text) or part_missing(text))))


def date_in_url(url: str) -> date | None:
    """The day in the path of an address: `/2023/05/04/`, `/2023/may/4/`, `/2023/0504/`, `/20230504/`, `-2023-05-04`."""
    return day_in_url(url)


def date_in_dateline(line: str) -> Dated:
    """The day in the dateline that opens a story: "KYIV, May 4, 2023 (Reuters) –". Dates in prose are not looked at."""
    claim = claim_of(line)
    return read_date(claim) if claim else Dated()


def settle_date(written: str | None, url: str | None, opening: str) -> Dated:
    """The day of an article from its surest witness: its date field, its address, the dateline of its first line.

    `doubt` is that of the first witness that claimed a day and did not name one, where none of them does.
    """
    field = read_date(written or "")
    if field.day:
        return field
    if day := date_in_url(url or ""):
        return Dated(day)
    line = date_in_dateline(opening)
    return line if line.day or not field.doubt else field


@lru_cache(maxsize=4096)
def _read(text: str) -> Dated:
    days = _days(text) if len(text) <= _LONGEST else []
    return Dated(days[0]) if len(days) == 1 else Dated(None, _doubt(text, days))


def _days(text: str) -> list[date]:
    text = _LABEL.sub("", text, count=1)
    found = _ISO.fullmatch(text)
    day = _day(found[1], found[3], found[4]) if found else _digits(text)
    if day:
        return [day]
    days = [day for day in days_written(text) if day.year in _YEARS]
    free = None if days or not _has_day_and_year(text) else _free_form(_SEPARATORS.sub(" ", text))
    return [free] if free else days


def _digits(text: str) -> date | None:
    """A day without separators, or one as Unix time; 2023050410 is no second of a plausible year."""
    found = _COMPACT.fullmatch(text)
    if found and int(found[1]) in _PRINTED and (day := _day(*found.groups())):
        return day
    if found := _SECONDS.fullmatch(text):
        return _moment(int(found[1]))
    if found := _MILLISECONDS.fullmatch(text):
        return _moment(int(found[1]) // 1000)
    return None


def _has_day_and_year(text: str) -> bool:
    """Whether a year and another number are left without the times: dateutil takes the 10 of "10.30 May 2023" for a day."""
    numbers = [len(number) for number in _NUMBER.findall(without_times(text))]
    return 4 in numbers and len(numbers) > 1


def _free_form(text: str) -> date | None:
    """Read by dateutil four times: if any of the readings differ, the text did not say."""
    try:
        days = {
            parser.parse(text, default=default, ignoretz=True, dayfirst=day_first).date()
            for default in _DEFAULTS
            for day_first in (True, False)
        }
    except (
        ValueError,
        OverflowError,
        ArithmeticError,
        TypeError,
        LookupError,
        AttributeError,
        RecursionError,
    ):
        return None  # all of these have come out of dateutil for one text or another
    return _within(days.pop()) if len(days) == 1 else None


def _doubt(text: str, days: list[date]) -> str:
    shown = "".join(char if char.isprintable() else " " for char in text[:60])
    if days:
        named = " or ".join(f"{day.day} {day:%B} {day.year}" for day in days)
        return f'"{shown}" may be {named}; {_UNDATED}'
    missing = part_missing(text)
    return (
        f'"{shown}" names no {missing}; {_UNDATED}'
        if missing
        else f'"{shown}" cannot be read as a date; {_UNDATED}'
    )


def _day(year: str, month: str, day: str) -> date | None:
    found = day_of(year, month, day)
    return found and _within(found)


def _moment(seconds: int) -> date | None:
    return _within(datetime.fromtimestamp(seconds, tz=UTC).date())


def _within(day: date) -> date | None:
    return day if day.year in _YEARS else None
