"""The terms of a text, position by position, as few numbers: what is sent between processes and put into an index."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import sendable

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROW = 1 << 16
"""A vocabulary of so many terms at most is numbered with two bytes each, a larger one with four."""


@sendable
@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The terms of a text: for position i the stem `stems[i]` and the word `words[i]`.

    `vocabulary` are different terms, each a stem, a tab and a word; texts that were analysed together share one.
    `numbers` are the numbers in it of the terms of this text, as the bytes of an array.
    """

    vocabulary: Sequence[str]
    numbers: bytes

    @classmethod
    def of(cls, terms: Sequence[str]) -> Terms:
        """The terms of a text with a vocabulary of its own, given position by position."""
        different = {term: number for number, term in enumerate(dict.fromkeys(terms))}
        kind = "H" if len(different) <= NARROW else "I"
        return cls(list(different), array(kind, map(different.__getitem__, terms)).tobytes())

    @property
    def kind(self) -> str:
        """The type of the numbers, as `array` and numpy name it."""
        return "H" if len(self.vocabulary) <= NARROW else "I"

    @property
    def stems(self) -> tuple[str, ...]:
        """The stems, made on demand."""
        return tuple(self.both()[0])

    @property
    def words(self) -> tuple[str, ...]:
        """The words, made on demand."""
        return tuple(self.both()[1])

    def both(self) -> tuple[list[str], list[str]]:
        """The stems and the words, made together."""
        numbers = array(self.kind)
        numbers.frombytes(self.numbers)
        terms = "\n".join(map(self.vocabulary.__getitem__, numbers)).replace("\t", "\n")
        parted = terms.split("\n") if numbers else []
        return parted[0::2], parted[1::2]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Terms) and self.both() == other.both()

    def __hash__(self) -> int:
        return hash(self.stems)
