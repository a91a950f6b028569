"""The days that a date as newspapers write it may mean: "Thursday, May 4, 2023 5:30 p.m. EDT", "4. Mai 2023". Pure.

One day is an answer, two are a doubt ("03/04/2023"), none is no date. The month stands in a word of any language of
`months`, or in digits whose order the form settles: dots put the day first, the signs of Chinese and Japanese say all.
Beside the date there may be a time and a few words, as in "Publié le jeudi 4 mai 2023 à 10h15", but no other number.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from corpus.months import months_of

_WORD = r"(?P<word>[^\s\d.,/|()-]{2,20})"
_DAY = r"(?<![\d:])(?P<day>\d{1,2})(?!\d)"
_FOUR_DIGITS = r"(?<!\d)\d{4}(?!\d)"
_YEAR = rf"(?P<year>{_FOUR_DIGITS})"
_ORDINAL = r"(?:\.|\s?(?:st|nd|rd|th|er|º|°|ª|-?го)(?!\w))?"
_OF = r"(?:(?:de|di|of)\s+|d['’]\s?)?"
_OF_YEAR = r"(?:(?:del?|do|of)\s+)?"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_DAY}{_ORDINAL}[\s./-]*{_OF}{_WORD}[\s.,/-]*{_OF_YEAR}{_YEAR}",
        rf"{_WORD}[\s.-]*{_DAY}{_ORDINAL}[\s,-]+{_YEAR}",
        rf"{_YEAR}[\s./,-]*{_WORD}[\s./-]*{_DAY}",
        rf"{_YEAR}\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월]\s?{_DAY}\s?[日일号]",
        rf"{_DAY}\stháng\s(?P<month>\d{{1,2}})(?:,|\snăm)?\s+{_YEAR}",
        rf"{_DAY}\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
        rf"{_YEAR}([-/.])(?P<month>\d{{1,2}})\2{_DAY}",
        rf"{_DAY}([/-])(?P<either>\d{{1,2}})\2{_YEAR}(?![/-])",
    )
)
_TIME = re.compile(
    r"\d{1,2}\s?[:.h]\s?\d\d(?:[:.]\d\d(?:[.,]\d+)?)?(?!\d)(?:\s?[ap]\.?\s?m\b\.?)?"
    r"|\d{1,2}\s?(?:[ap]\.?\s?m\b\.?|h\b|Uhr\b)"
    r"|\d{1,2}[時时点시]\s?(?:\d{1,2}\s?[分분])?"
    r"|(?:UTC|GMT)\s?[+-]\s?\d{1,2}(?:[:.]?\d\d)?\b|[+-]\d\d:?\d\d\b",
    re.IGNORECASE,
)
_OTHER_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_OTHER_WORDS = 4

_WITHOUT_DAY = re.compile(
    rf"{_WORD}[\s.,-]*{_OF_YEAR}{_FOUR_DIGITS}|{_FOUR_DIGITS}(?:[-/.]\d\d?)?|\d\d?[-/.]{_FOUR_DIGITS}",
    re.IGNORECASE,
)
_WITHOUT_YEAR = (
    re.compile(rf"{_DAY}{_ORDINAL}[\s./-]*{_OF}{_WORD}\.?", re.IGNORECASE),
    re.compile(rf"{_WORD}[\s.-]*{_DAY}{_ORDINAL}", re.IGNORECASE),
)


def days_written(text: str) -> list[date]:
    """The days that `text` may mean, in order: one if it is certain, none if it holds no complete date."""
    for form in _FORMS:
        found = form.search(text)
        if found and _says_little_else(text[: found.start()] + " " + text[found.end() :]):
            days = _readings(found)
            if days:
                return days
    return []


def part_missing(text: str) -> Literal["day", "year"] | None:
    """What keeps an incomplete date ("May 2023", "4 May") from being one; None for any other text."""
    found = _WITHOUT_DAY.fullmatch(text)
    if found and (found["word"] is None or months_of(found["word"])):
        return "day"
    partial = (form.fullmatch(text) for form in _WITHOUT_YEAR)
    return "year" if any(found and months_of(found["word"]) for found in partial) else None


def without_times(text: str) -> str:
    """The text without times of day and offsets from Greenwich."""
    return _TIME.sub(" ", text)


def day_of(year: str | int, month: str | int, day: str | int) -> date | None:
    """The day of these numbers, if the calendar has it."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _readings(found: re.Match[str]) -> list[date]:
    part = found.groupdict()
    if "word" in part:
        pairs = {(month, int(part["day"])) for month in months_of(part["word"])}
    elif "either" in part:
        first, second = int(part["day"]), int(part["either"])
        pairs = {(first, second), (second, first)}
    else:
        pairs = {(int(part["month"]), int(part["day"]))}
    days = {day_of(part["year"], month, day) for month, day in pairs}
    return sorted(day for day in days if day)


def _says_little_else(rest: str) -> bool:
    """Whether what stands beside a date is a time, a zone, a weekday or a label, and not a sentence."""
    rest = without_times(rest)
    words = [word for word in _OTHER_WORD.findall(rest) if not word.isupper()]
    return len(words) <= _MOST_OTHER_WORDS and not any(char.isdigit() for char in rest)
