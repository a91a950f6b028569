"""Turns one word or phrase of a query into the algebra: analysed, folded, with its pattern, slop and weight.

Nobody says in which language a query is. A word is therefore asked for as each language of the corpus stems it, and
finds an article when the stems are equal in that article's own language. In a corpus of English that is one stem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import And, Everything, Fuzzy, Or, Phrase, Prefix, Term, Wildcard, solid_letters

if TYPE_CHECKING:
    from collections.abc import Collection

    from index import Analyzer, Query
    from search.lexer import Piece

TEXT = ("headline", "body")
"""Where a word is looked for when the person names no field."""

SOURCE = ("source_words",)

MOST_EDITS = 2
MOST_SLOP = 100
MOST_WEIGHT = 100.0
MOST_IN_PHRASE = 50
"""How many words of a phrase are looked at: each is sought in every article that has the others."""
LEAST_LETTERS = 2
"""How many letters a pattern has at least: *a* is most of the words there are."""
MOST_PATTERNS = 20
"""How many words of a query may be patterns or fuzzy: each is compared with every word of the corpus."""


def shown(text: str) -> str:
    """A text as a note quotes it: not all of one that is long."""
    return text if len(text) <= 40 else text[:39] + "…"


@dataclass(frozen=True, slots=True)
class Either(Or):
    """One word or phrase in several readings: an Or to an engine, and one word to whoever counts words.

    A word has one part for each way in which the languages of the corpus are stemmed, always in one order.
    """


class Wording:
    """Reads words and phrases; `notes` gets a sentence for whatever was read otherwise than written."""

    def __init__(self, analyzer: Analyzer, languages: Collection[str], notes: list[str]) -> None:
        self._analyzer = analyzer
        self._languages = languages
        self._notes = notes
        self._patterns = 0

    def is_plain(self, piece: Piece) -> bool:
        """Whether a word is just a word: no pattern, no ~."""
        return piece.slop is None and not re.search(r"[*?]", piece.text.rstrip("?"))

    def phrase(self, piece: Piece, fields: tuple[str, ...]) -> Query | None:
        """A phrase; one word in quotes is that word, in any form."""
        if piece.kind == "open_phrase":
            self._notes.append(
                "A quotation mark was never closed; the phrase was read to the end of the query."
            )
        if "*" in piece.text:
            self._notes.append("“*” between quotation marks stands for no letters and was left out.")
        if not self._analyzer.terms(piece.text).words:
            self._notes.append("Quotation marks with no word between them were left out.")
            return None
        if piece.slop == "":
            self._notes.append("“~” after a phrase needs a number, like ~5, and was left out.")
        slop = self._at_most(piece.slop or "0", MOST_SLOP, "other words stand among those of a phrase")
        return self._together(fields, piece.text, slop, self._weight(piece))

    def word(self, piece: Piece, fields: tuple[str, ...]) -> Query | None:
        """A word; one that the Analyzer cuts in several, like pro-Kremlin, is a phrase."""
        text = piece.text
        if text.endswith("?") and text.strip("?*"):
            self._notes.append(
                "“?” at the end of a word was read as punctuation; inside a word it is any one letter."
            )
            text = text.rstrip("?")
        weight = self._weight(piece)
        if re.search(r"[*?]", text):
            return self._pattern(text, fields, weight)
        if piece.slop is not None:
            edits = self._at_most(piece.slop or "1", MOST_EDITS, "letters may differ")
            words = self._analyzer.terms(text).words
            return self._all(
                [Fuzzy(fields, word, 0 if solid_letters(word) else edits, weight) for word in words]
            )
        return self._together(fields, text, 0, weight)

    def _together(self, fields: tuple[str, ...], text: str, slop: int, weight: float) -> Query | None:
        """Words as a phrase, one word as itself; in each reading."""
        if solid_letters(text) == 1 and len(words := self._analyzer.terms(text).words) == 1:
            return self._letter(fields, words[0], weight)
        readings = self._analyzer.readings(text, () if fields == SOURCE else self._languages)
        if len(readings[0]) > MOST_IN_PHRASE:
            self._notes.append(f"Only the first {MOST_IN_PHRASE} words of a phrase were read.")
        parts = dict.fromkeys(_phrase(fields, stems[:MOST_IN_PHRASE], slop, weight) for stems in readings)
        found = tuple(part for part in parts if part is not None)
        return Either(found) if len(found) > 1 else (*found, None)[0]

    def _letter(self, fields: tuple[str, ...], letter: str, weight: float) -> Query | None:
        """A letter of a script without spaces: wherever it stands, alone or first or last of a pair."""
        return self._all([Either((Prefix(fields, letter, weight), Wildcard(fields, f"*{letter}", weight)))])

    def _pattern(self, text: str, fields: tuple[str, ...], weight: float) -> Query | None:
        if solid_letters(text):  # any part of a run is found without a pattern
            return self._together(fields, re.sub(r"[*?]", " ", text), 0, weight)
        parts: list[Query] = []
        for pattern in self._analyzer.patterns(text):
            literal = pattern.strip("*")
            if not literal.strip("?"):
                parts += [Everything()] if "*" in pattern else []
            elif len(re.sub(r"[*?]", "", pattern)) < LEAST_LETTERS and pattern != re.sub(
                r"[*?]", "", pattern
            ):
                self._notes.append(f"“{pattern}” has fewer than {LEAST_LETTERS} letters and was left out.")
            elif pattern == f"{literal}*" and not re.search(r"[*?]", literal):
                parts.append(Prefix(fields, literal, weight))
            elif re.search(r"[*?]", pattern):
                parts.append(Wildcard(fields, pattern, weight))
            else:
                parts.append(self._together(fields, pattern, 0, weight) or Everything())
        return self._all(parts)

    def _all(self, parts: list[Query]) -> Query | None:
        """All parts of one word; no more of them in a whole query than can be answered quickly."""
        left = max(0, MOST_PATTERNS - self._patterns)
        if len(parts) > left:
            self._notes.append(f"Only the first {MOST_PATTERNS} words with *, ? or ~ were read.")
            del parts[left:]
        self._patterns += len(parts)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _weight(self, piece: Piece) -> float:
        text = piece.weight or "1"
        try:
            weight = float(text)
        except ValueError:
            self._notes.append(f"“^{shown(text)}” is no number and was left out.")
            return 1.0
        if weight > MOST_WEIGHT:
            self._notes.append(f"“^{shown(text)}” was read as ^{MOST_WEIGHT:g}, the most there is.")
        return min(weight, MOST_WEIGHT)

    def _at_most(self, text: str, most: int, what: str) -> int:
        number = int(text.lstrip("0")[:9] or 0)
        if number > most:
            self._notes.append(f"“~{shown(text)}” was read as ~{most}: at most {most} {what}.")
        return min(number, most)


def _phrase(fields: tuple[str, ...], stems: tuple[str, ...], slop: int, weight: float) -> Query | None:
    if not stems:
        return None
    return Term(fields, stems[0], weight) if len(stems) == 1 else Phrase(fields, stems, slop, weight)
