"""A share in words, on every page alike."""

from __future__ import annotations


def percent(share: float) -> str:
    """A share (0 to 1) as a percentage; what is not all is never called so."""
    return f"{int(100 * share + 1e-9)} %"
