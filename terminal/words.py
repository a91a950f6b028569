"""Numbers and words as a terminal shows and gives them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def amount(number: int, noun: str) -> str:
    """A number with its noun: "1 file", "2,000 files"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def ranked(counts: Mapping[str, int], most: int = 8) -> str:
    """The largest counts in a row, with how many more there are: "en 40, de 3 and 2 more"."""
    pairs = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = ", ".join(f"{name} {count:,}" for name, count in pairs[:most])
    return shown + (f" and {len(pairs) - most:,} more" if len(pairs) > most else "")


def utf8(text: str) -> str:
    """A word of the command line, with � for what is not UTF-8 in it."""
    return os.fsencode(text).decode("utf-8", "replace")
