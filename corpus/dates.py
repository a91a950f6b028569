"""The day a text names, or None: a date is never guessed, and never filled in from the clock.

An incomplete date ("May 2023") and an ambiguous one ("03/04/2023") are None, since a wrong date is worse than
none: it sorts, filters and is believed. Times of day and time zones are dropped: the day is the one written.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from dateutil import parser

_YEARS = range(1400, 2101)
_LONGEST = 100
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ,]+\d{1,2}[:.]\d\d.*)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T\d{4,6}Z?|\d{6})?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b.*")
_SECONDS = re.compile(r"(\d{9,10})(?:\.\d+)?")
_MILLISECONDS = re.compile(r"(\d{12,13})(?:\.\d+)?")
_LABEL = re.compile(r"(?:(?:first |last )?(?:published|posted|updated|date)(?: on)?)\s*:?\s+", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s+[|·•–—-]\s+|\s+at\s+")
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)")
# Two days that share neither year, month nor day: what differs between them was not in the text.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - days, not moments


def parse_date(text: str) -> date | None:
    """The day that `text` names completely and without ambiguity, from 1400 to 2100; else None."""
    text = text.strip()[: _LONGEST + 1]
    if len(text) > _LONGEST:
        return None
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[3], found[4])
    return _parse_other(_LABEL.sub("", text, count=1))


def date_in_url(url: str) -> date | None:
    """The day in an address such as `/2023/05/04/`, where many outlets put it."""
    found = _IN_URL.search(url)
    return _day(*found.groups()) if found else None


@lru_cache(maxsize=4096)
def _parse_other(text: str) -> date | None:
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[3], found[4])
    if found := _COMPACT.fullmatch(text):
        return _day(*found.groups())
    if found := _DOTTED.fullmatch(text):
        return _day(found[3], found[2], found[1])
    if found := _SECONDS.fullmatch(text):
        return _moment(int(found[1]))
    if found := _MILLISECONDS.fullmatch(text):
        return _moment(int(found[1]) // 1000)
    return _free_form(_SEPARATORS.sub(" ", text)) if _FOUR_DIGITS.search(text) else None


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


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return _within(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _moment(seconds: int) -> date | None:
    return _within(datetime.fromtimestamp(seconds, tz=UTC).date())


def _within(day: date) -> date | None:
    return day if day.year in _YEARS else None
