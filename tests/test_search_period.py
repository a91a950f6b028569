"""A day, a month or a year is read as its first and last day."""

from __future__ import annotations

import pytest

from search.period import days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2023-05", ("2023-05-01", "2023-05-31")),
        ("2023-5", ("2023-05-01", "2023-05-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("1900-02", ("1900-02-01", "1900-02-28")),
        ("2023-05-04", ("2023-05-04", "2023-05-04")),
        (" 2023-5-4 ", ("2023-05-04", "2023-05-04")),
        ("9999-12", ("9999-12-01", "9999-12-31")),
    ],
)
def test_a_period_is_read(text: str, expected: tuple[str, str]):
    assert days(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "0000",
        "2023-",
        "2023-00",
        "2023-13",
        "2023-05-00",
        "2023-02-30",
        "2023-05-04T10",
        "04/05/2023",
        "٢٠٢٣",
        "20230504",
        "-2023",
    ],
)
def test_what_is_no_period_is_none(text: str):
    assert days(text) is None
