"""What the words of a command line may be; each raises ArgumentTypeError with a sentence."""

from __future__ import annotations

from argparse import ArgumentTypeError

from corpus import NAMES


def columns(text: str) -> dict[str, str]:
    """Foreign names of our fields: "headline=title,source=publication"."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    for name, _, foreign in pairs:
        if name.strip() not in NAMES or not foreign.strip():
            raise ArgumentTypeError(
                f"{name.strip()!r} cannot be mapped; write FIELD=NAME, where FIELD is one of {', '.join(NAMES)}"
            )
    return {name.strip(): foreign.strip() for name, _, foreign in pairs}


def jobs(text: str) -> int:
    """A number of processes."""
    return _number(text, 256, "number of processes")


def port(text: str) -> int:
    """A port."""
    return _number(text, 65535, "port")


def _number(text: str, most: int, what: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise ArgumentTypeError(f"{text!r} is no {what}; it is a number from 1 to {most}")
    return int(text)
