"""A text parted into stretches, one a word, that leave nothing out: what stands between two words goes with one of them. Pure.

Opening quotation marks and brackets go with the word after them, everything else with the word before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import category, normalize

if TYPE_CHECKING:
    from stories.edits import Span
    from stories.sentences import Sentences

_OPENERS = "“„«‘‹¿¡([{「『《〈（【$€£¥"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text: what it says, the offset at which it begins, and how many words it has."""

    text: str
    start: int
    words: int

    @property
    def end(self) -> int:
        """Where it ends: the offset behind its last character."""
        return self.start + len(self.text)


class Tiles:
    """A text by its words. Where it has none, it is one sentence all the same, so that it is not lost."""

    def __init__(self, text: Sentences) -> None:
        self.text, self.bounds = text.text, text.bounds.tolist()
        self._starts = _starts(text)
        if len(self.bounds) == 1 and self.text:
            self.bounds = [0, 1]
        self._words = len(text.terms)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def words(self, sentences: Span) -> Span:
        """The words of a range of sentences."""
        return self.bounds[sentences[0]], self.bounds[sentences[1]]

    def stretch(self, words: Span) -> Stretch:
        """A range of words with what belongs to them."""
        start, end = self._starts[words[0]], self._starts[words[1]]
        return Stretch(self.text[start:end], start, min(words[1], self._words) - min(words[0], self._words))

    def spelt(self, words: Span) -> list[str]:
        """How the words of a range are spelt, without regard to case and punctuation."""
        return [
            _spelt(self.text[self._starts[at] : self._starts[at + 1]].rstrip())
            for at in range(words[0], words[1])
        ]


def _starts(text: Sentences) -> list[int]:
    """Where each word's stretch begins, and where the last one ends."""
    starts, before = [0], 0
    for number, (start, end) in enumerate(text.spans.tolist()):
        if number:
            starts.append(start - _opening(text.text[before:start]))
        before = max(before, end)
    return [*starts, len(text.text)] if len(text.spans) or text.text else starts


def _opening(between: str) -> int:
    """How many characters of what stands between two words belong to the second."""
    if not between or between[-1].isspace():
        return 0
    last = between.rsplit(maxsplit=1)[-1]
    return len(last) if len(last) < len(between) else len(between) - len(between.rstrip(_OPENERS))


@lru_cache(maxsize=1 << 16)
def _spelt(word: str) -> str:
    plain = normalize("NFKC", word).casefold()
    return "".join(char for char in plain if category(char)[0] not in "PZC") or plain
