"""A text that somebody pasted, and who reuses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import detect_language
from stories import LEAST_WORDS, reusers

if TYPE_CHECKING:
    from collections.abc import Collection

    from index import Analyzer, Engine
    from stories import Reusers

LONGEST_TEXT = 100_000
"""Characters: three times the longest of newspaper articles."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text, what language it was taken to be in (None where that is not sure), and who reuses it."""

    text: str
    language: str | None
    reusers: Reusers

    @property
    def is_enough(self) -> bool:
        """Whether there are words enough to tell reuse from chance."""
        return self.reusers.words >= self.least

    @property
    def least(self) -> int:
        """How many words it has to have."""
        return LEAST_WORDS


def pasted(engine: Engine, analyzer: Analyzer, text: str, known: Collection[str]) -> Pasted:
    """Who reuses a text. Its language counts where the corpus has articles in it: else it is read as they are."""
    found = detect_language(text)
    language = found if found in known else None
    return Pasted(text, language, reusers(engine, analyzer, text, language))
