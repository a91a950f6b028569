"""Turns one word or phrase of a query into the algebra: analysed, folded, with its pattern, slop and weight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index import And, Everything, Fuzzy, Phrase, Prefix, Term, Wildcard

if TYPE_CHECKING:
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


class Wording:
    """Reads words and phrases; `notes` gets a sentence for whatever was read otherwise than written."""

    def __init__(self, analyzer: Analyzer, notes: list[str]) -> None:
        self._analyzer = analyzer
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
        stems = self._analyzer.terms(piece.text).stems
        if not stems:
            self._notes.append("Quotation marks with no word between them were left out.")
            return None
        if piece.slop == "":
            self._notes.append("“~” after a phrase needs a number, like ~5, and was left out.")
        slop = self._at_most(piece.slop or "0", MOST_SLOP, "other words stand among those of a phrase")
        return self._together(fields, stems, slop, self._weight(piece))

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
            return self._all([Fuzzy(fields, word, edits, weight) for word in words])
        return self._together(fields, self._analyzer.terms(text).stems, 0, weight)

    def _together(
        self, fields: tuple[str, ...], stems: tuple[str, ...], slop: int, weight: float
    ) -> Query | None:
        """Words as a phrase, one word as itself."""
        if len(stems) > MOST_IN_PHRASE:
            self._notes.append(f"Only the first {MOST_IN_PHRASE} words of a phrase were read.")
        return _phrase(fields, stems[:MOST_IN_PHRASE], slop, weight)

    def _pattern(self, text: str, fields: tuple[str, ...], weight: float) -> Query | None:
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
                parts.append(_phrase(fields, self._analyzer.terms(pattern).stems, 0, weight) or Everything())
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
