"""Where a day stands outside of a field for it: in the address of an article and in the dateline it opens with. Pure.

Only the shapes that outlets use count. A number of eight digits in an address is more often an id than a day, and a
date in a sentence is more often the day of something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.months import months_of
from corpus.written import day_of

if TYPE_CHECKING:
    from datetime import date

_PLAUSIBLE = range(1990, 2101)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_END = r"(?=[/_.-]|$)"
_IN_PATH = tuple(
    re.compile(form)
    for form in (
        rf"/{_YEAR}(?P<cut>[/.-])(?P<month>\d{{1,2}})(?P=cut)(?P<day>\d{{1,2}}){_END}",
        rf"/{_YEAR}/(?P<word>[A-Za-z]{{3,9}})/(?P<day>\d{{1,2}})(?=/|$)",
        rf"/{_YEAR}/(?P<month>\d\d)(?P<day>\d\d){_END}",
        rf"/{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{{6}})?{_END}",
        rf"-{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:\.\w{{2,5}})?/?$",
    )
)

_PLACE = r"(?P<place>[^\W\d_][\w .'’/-]{1,40}?(?:, [^\W\d_](?:[^\W\d_]|[. ]){1,30}?)??)"
_CLAIM = r"(?P<claim>[^()]{4,30}?)"
_AGENCY = r"(?:\([^()]{2,40}\)|/[^/]{2,40}/)"
_DASH = r"(?:--|[-–—])"
_BY_AN_AGENCY = re.compile(rf"{_PLACE}, {_CLAIM}\s*{_AGENCY}\s?{_DASH}\s")
_IN_CAPITALS = tuple(
    re.compile(form)
    for form in (
        rf"{_PLACE}, {_CLAIM}\s*(?:{_AGENCY}|\s{_DASH}|--)(?:\W|$)",
        rf"{_PLACE}\s?(?:{_DASH}\s?)?{_AGENCY}\s?{_DASH}\s?{_CLAIM}\s?{_DASH}",
        rf"{_PLACE} \({_CLAIM}\)(?:\s|$)",
    )
)
_IN_BRACKETS = re.compile(rf"\({_CLAIM}\)(?:\s|$)")
_LONGEST_DATELINE = 120
_HAS_DAY = re.compile(r"\d")


def day_in_url(url: str) -> date | None:
    """The day in the path of an address, from 1990 to 2100; None if there is none, or two that differ."""
    path = re.split("[?#]", url, maxsplit=1)[0]
    days = {day for form in _IN_PATH for found in form.finditer(path) if (day := _plausible(found))}
    return days.pop() if len(days) == 1 else None


def claim_of(line: str) -> str | None:
    """What stands where a dateline has its date: it may be complete, incomplete or no date at all.

    A dateline opens a line with a place in capitals, or with a place and, before a dash, an agency; or a date stands
    in brackets. A place, a date and an agency without a dash are the caption of a picture.
    """
    line = line.strip()[:_LONGEST_DATELINE]
    inside = [form.match(line) for form in (_BY_AN_AGENCY, _IN_BRACKETS)]
    capital = [found for form in _IN_CAPITALS if (found := form.match(line)) and _is_capital(found["place"])]
    claims = [found["claim"].strip(" ,.") for found in (*capital, *inside) if found]
    return next(filter(_names_month, claims), None)


def _is_capital(place: str) -> bool:
    """Whether the town is in capitals; the country or state after it need not be."""
    return place.partition(",")[0].isupper()


def _names_month(claim: str) -> bool:
    words = re.findall(r"[^\s\d.,/()-]{3,}", claim)
    return _HAS_DAY.search(claim) is not None and any(months_of(word) for word in words)


def _plausible(found: re.Match[str]) -> date | None:
    part = found.groupdict()
    months = months_of(part["word"]) if "word" in part else {int(part["month"])}
    days = [day_of(part["year"], month, part["day"]) for month in months]
    return days[0] if len(days) == 1 and days[0] and days[0].year in _PLAUSIBLE else None
