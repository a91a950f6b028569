"""Wildcard patterns as regular expressions."""

from __future__ import annotations

import re


def wildcard(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern: `*` is any run of characters, `?` exactly one.

    Each run but the last gives up what it has once the literal after it is found (atomic groups), so that
    matching never takes more than the pattern's length times the word's.
    """
    *runs, rest = re.split(r"\*+", pattern)
    if not runs:
        return re.compile(_literal(rest), re.DOTALL)
    middle = "".join(f"(?>.*?{_literal(run)})" for run in runs[1:] if run)
    return re.compile(f"{_literal(runs[0])}{middle}.*{_literal(rest)}", re.DOTALL)


def _literal(text: str) -> str:
    return "".join("." if char == "?" else re.escape(char) for char in text)
