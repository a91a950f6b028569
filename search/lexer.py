"""Cuts what a person typed into the pieces of the query language, each with where it stood.

Every text can be cut. Curly quotes, guillemets and dashes count as straight ones, control characters and
marks of direction as blanks; each is replaced by one character, so that offsets stay those of the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRAIGHT = str.maketrans(
    dict.fromkeys("“”„‟«»＂", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"：": ":", "（": "(", "）": ")", "＊": "*"}
)

_PIECE = re.compile(
    r"""
    (?P<open>  \( )
  | (?P<close> \) )
  | (?P<not>   (?<![^\s(:]) - (?=[^\s)-]) )
  | (?P<field> (?<![^\s(-]) (?: [A-Za-z]+ : (?=["(]|[^\s:/)]) | (?i:headline|body|source|date) : \s+ (?=[^\s)]) ) )
  | (?P<phrase> " (?P<quoted> [^"]* ) (?P<end>"?) (?P<slop> ~[0-9]* )? (?P<weight> \^[0-9.]+ )? )
  | (?P<word>  [^\s()"]+ )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a query: its kind, its text, and the half-open offsets of it in what was typed.

    Kinds: open, close, not, and, or, field (text without the colon), phrase (text without the quotes),
    open_phrase (one that was never closed), word. `slop` and `weight` are what followed ~ and ^, as typed.
    """

    kind: str
    text: str
    start: int
    end: int
    slop: str | None = None
    weight: str | None = None


def pieces(typed: str) -> Iterator[Piece]:
    """The pieces of a query, in order."""
    for found in _PIECE.finditer(straight(typed)):
        yield _piece(found)


def straight(typed: str) -> str:
    """The text with straight quotes and dashes, and blanks for what cannot be seen; as long as it was."""
    if typed.isascii() and typed.isprintable():
        return typed
    plain = typed.translate(_STRAIGHT)
    return "".join(
        " " if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char for char in plain
    )


def _piece(found: re.Match[str]) -> Piece:
    kind, text, start, end = str(found.lastgroup), found[0], found.start(), found.end()
    if found["phrase"] is not None:
        kind = "phrase" if found["end"] else "open_phrase"
        slop = found["slop"][1:] if found["slop"] else None
        return Piece(kind, found["quoted"], start, end, slop, found["weight"] and found["weight"][1:])
    if kind == "field":
        return Piece(kind, text.rstrip()[:-1].lower(), start, end)
    if kind == "word":
        return _word(text, start, end)
    return Piece(kind, text, start, end)


_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not"}
_WORD = re.compile(r"(?P<text>.+?)(?:~(?P<slop>[0-9]*))?(?:\^(?P<weight>[0-9.]+))?", re.DOTALL)


def _word(text: str, start: int, end: int) -> Piece:
    if text in _OPERATORS:
        return Piece(_OPERATORS[text], text, start, end)
    found = _WORD.fullmatch(text)
    if found is None:
        return Piece("word", text, start, end)
    return Piece("word", found["text"], start, start + found.end("text"), found["slop"], found["weight"])
