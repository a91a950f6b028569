"""Reads what a person types: the query language, leniently.

    kremlin drone             both words, in any form (stems)
    "false flag"              the words one after the other
    "drone kremlin"~5         the words in any order, with at most five others among them
    kyiv OR kiev              either; OR binds closer than the implied AND, as in Lexis and Google
    -putin, NOT putin         not this
    ( ... )                   grouping
    headline: body: source:   only there; also before a group or a phrase
    date:2023-05..2023-06     published then; either end may be left open
    dron* colo?r              any letters; one letter
    kremlin~1                 at most one letter off (two at most); ~0: this very form of the word
    drone^3                   counts three times as much

No text makes it raise. What could not be read becomes a note, and the rest is searched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index import And, Between, Everything, Not, Or, Query
from search.lexer import Piece, pieces
from search.period import WRITTEN, days
from search.wording import SOURCE, TEXT, Wording, shown

if TYPE_CHECKING:
    from collections.abc import Collection

    from index import Analyzer

FIELDS = {
    "headline": ("headline",),
    "body": ("body",),
    "source": SOURCE,
    "date": ("published",),
}
NOTHING = Or(())
MOST_PIECES = 200
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A plain word of the query, its stem and folded form, and its offsets in what was typed."""

    stem: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as understood: what to ask, the plain words in it that are wanted, and notes for the person."""

    query: Query
    words: tuple[TypedWord, ...] = ()
    notes: tuple[str, ...] = ()


def parse(typed: str, analyzer: Analyzer, languages: Collection[str] = ()) -> Parsed:
    """The query that a person typed, of a corpus in these languages. An empty text asks for everything."""
    if not typed.strip():
        return Parsed(Everything())
    reading = _Reading(typed, analyzer, languages)
    query = reading.query()
    return Parsed(query, tuple(reading.words), tuple(dict.fromkeys(reading.notes)))


class _Reading:
    """One reading of one text, from left to right."""

    def __init__(self, typed: str, analyzer: Analyzer, languages: Collection[str]) -> None:
        self.notes: list[str] = []
        self.words: list[TypedWord] = []
        self._analyzer = analyzer
        self._wording = Wording(analyzer, languages, self.notes)
        self._rest = list(pieces(typed))
        if len(self._rest) > MOST_PIECES:
            self.notes.append(f"Only the first {MOST_PIECES} words of the query were read.")
            del self._rest[MOST_PIECES:]
        self._rest.reverse()

    def query(self) -> Query:
        """All of it."""
        parts = self._group(TEXT, 0)
        while self._rest:  # a bracket was closed that nobody opened
            self._rest.pop()
            self.notes.append("A closing bracket without an opening one was left out.")
            parts += self._group(TEXT, 0)
        if not parts:
            self.notes.append("There is no word in this query that can be searched for.")
            return NOTHING
        return _and(parts)

    def _group(self, fields: tuple[str, ...], depth: int, *, wanted: bool = True) -> list[Query]:
        """The parts up to the end or a closing bracket, those joined by OR as one."""
        parts: list[Query] = []
        joining = False
        while self._rest and self._rest[-1].kind != "close":
            piece = self._rest.pop()
            if piece.kind in {"and", "or"}:
                if not parts or not self._rest or self._rest[-1].kind in {"close", "and", "or"}:
                    self.notes.append(f"{piece.text} has nothing to join here and was left out.")
                else:
                    joining = piece.kind == "or"
                continue
            part = self._item(piece, fields, depth, wanted=wanted)
            if part is None:
                continue
            if joining and parts:
                parts[-1] = _or(parts[-1], part)
            else:
                parts.append(part)
            joining = False
        return parts

    def _item(self, piece: Piece, fields: tuple[str, ...], depth: int, *, wanted: bool) -> Query | None:
        if fields == FIELDS["date"] and piece.kind in {"word", "phrase", "open_phrase"}:
            return self._date(piece.text)
        match piece.kind:
            case "not":
                part = self._next(piece, fields, depth, wanted=not wanted)
                return Not(part) if part is not None else None
            case "field":
                return self._field(piece, fields, depth, wanted=wanted)
            case "open":
                return self._bracket(fields, depth, wanted=wanted)
            case "phrase" | "open_phrase":
                return self._wording.phrase(piece, fields)
            case _:
                return self._word(piece, fields, wanted=wanted)

    def _next(self, before: Piece, fields: tuple[str, ...], depth: int, *, wanted: bool) -> Query | None:
        """The item that `before` (NOT, or the name of a field) applies to."""
        if depth >= DEEPEST:
            self.notes.append(f"“{before.text}” more than {DEEPEST} deep was left out.")
            return None
        if not self._rest or self._rest[-1].kind in {"close", "and", "or"}:
            self.notes.append(f"“{before.text}” has nothing after it to apply to and was left out.")
            return None
        return self._item(self._rest.pop(), fields, depth + 1, wanted=wanted)

    def _field(self, piece: Piece, fields: tuple[str, ...], depth: int, *, wanted: bool) -> Query | None:
        if piece.text in FIELDS:
            return self._next(piece, FIELDS[piece.text], depth, wanted=wanted)
        known = ", ".join(f"{name}:" for name in FIELDS)
        self.notes.append(
            f"There is no field “{shown(piece.text)}:” (there is {known}); it was read as a word."
        )
        word = self._word(replace(piece, kind="word", end=piece.end - 1), fields, wanted=wanted)
        following = self._next(piece, fields, depth, wanted=wanted)
        return _and([part for part in (word, following) if part is not None])

    def _bracket(self, fields: tuple[str, ...], depth: int, *, wanted: bool) -> Query | None:
        if depth >= DEEPEST:
            self.notes.append(f"Brackets more than {DEEPEST} deep were left out.")
            return None
        parts = self._group(fields, depth + 1, wanted=wanted)
        if self._rest:
            self._rest.pop()
        else:
            self.notes.append("A bracket was never closed; it was read to the end of the query.")
        return _and(parts) if parts else None

    def _word(self, piece: Piece, fields: tuple[str, ...], *, wanted: bool) -> Query | None:
        query = self._wording.word(piece, fields)
        if query is not None and wanted and fields == TEXT and self._wording.is_plain(piece):
            self.words += [
                TypedWord(token.stem, token.word, piece.start + token.start, piece.start + token.end)
                for token in self._analyzer.tokens(piece.text)
            ]
        return query

    def _date(self, text: str) -> Query | None:
        low, dots, high = text.partition("..")
        first, last = days(low), days(high if dots else low)
        if (low and not first) or (high and not last) or not (first or last):
            self.notes.append(f"“date:{shown(text)}” is no date and was left out; {WRITTEN}, or from..to.")
            return None
        if first and last and first[0] > last[1]:
            self.notes.append(f"“date:{shown(text)}” ends before it begins, so no article can be in it.")
        return Between("published", first and first[0], last and last[1])


def _and(parts: list[Query]) -> Query:
    """All of the parts, each once; what stands for everything tells nothing beside others."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, And) else (part,))]
    telling = tuple(dict.fromkeys(part for part in flat if part != Everything()))
    return And(telling) if len(telling) > 1 else (*telling, Everything())[0]


def _or(one: Query, other: Query) -> Query:
    return Or((*one.parts, other)) if type(one) is Or else Or((one, other))  # an Either is one part
