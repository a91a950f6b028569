"""A day, a month or a year, written YYYY-MM-DD, YYYY-MM or YYYY."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

WRITTEN = "write it as 2023, 2023-05 or 2023-05-04"

_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


def days(text: str) -> tuple[str, str] | None:
    """The first and the last day of a period as ISO dates, or None when there is no such period.

    >>> days("2024-02")
    ('2024-02-01', '2024-02-29')
    """
    found = _PERIOD.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        last = first.replace(
            month=int(month or 12), day=int(day or monthrange(first.year, int(month or 12))[1])
        )
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()
