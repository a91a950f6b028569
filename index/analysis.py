"""The Analyzer: text in, terms out, the same for indexing, querying and highlighting.

Where words begin and end is the business of `cutting`, which spellings count as one that of `folding`, which
forms of a word that of `stemming`; here they are put together, and made fast. Stop words stay, so that phrases
stay exact.

Each position of a text carries two terms: the stem, for words and phrases, and the folded word, for prefixes,
wildcards and fuzzy words. Which words a text has does not hang on its language; only their stems do.

A chunk between blanks always gives the same terms, so they are remembered: analysing news costs little more than
one split of the text and one dictionary look-up a word.
"""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from index.cutting import cut, patterns, without_dots
from index.folding import fold
from index.numbering import Numbering
from index.stemming import SNOWBALL, Stemming, stemming, stemmings
from index.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from index.cutting import Span

VERSION = 3
"""Raised with every change that gives other terms for some text; an index made by another version says so."""

_LONGEST_WORD = 255

_CHUNK = re.compile(r"\S+")
# No word has one of these in it, so each is as good as a blank, and far fewer chunks differ without them.
_APART = '"“”„«»()[]—–-/:;!?…‘|_'


class Token(NamedTuple):
    """A word where it stands: its two terms, and its half-open character offsets in the original text.

    A tuple, since a page of results takes tens of thousands of them, which a frozen dataclass makes slowly.
    """

    stem: str
    word: str
    start: int
    end: int


class Memory(dict[str, str]):
    """A function of texts that remembers what it gave, and forgets what is not asked for.

    When it is full, what it holds becomes old; old entries that are asked for again become new, the others go
    when it is full the next time. A text of unusual length is not remembered at all.
    """

    MOST = 174_000
    """Entries that are new, and at most as many old ones; a little less than makes Python's dict grow again."""
    LONGEST = 40

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make
        self._old: dict[str, str] = {}

    def __missing__(self, text: str) -> str:
        given = self._old.get(text)
        if given is None:
            given = self._make(text)
        if len(text) <= self.LONGEST:
            if len(self) >= self.MOST:
                self._old = dict(self)
                self.clear()
            self[text] = given
        return given


class Analyzer:
    """Turns text into terms. Safe to use from many threads; each language met takes memory of its own."""

    def __init__(self) -> None:
        self._stemmers: dict[str, Memory] = {}
        self._memories: dict[str, Memory] = {}
        self._numbering = Numbering()
        self._turn = Lock()
        self._spans = lru_cache(maxsize=1 << 16)(lambda chunk: [span for _, span in _pieces(chunk)])

    def describe(self) -> dict[str, str | int]:
        """What an index has to have been made with to be read with this Analyzer; for its manifest."""
        return {
            "tokenizer": "news words, pairs of letters where no spaces are",
            "stemmer": f"snowball: {' '.join(SNOWBALL)}",
            "version": VERSION,
        }

    def terms(self, text: str, language: str | None = None) -> Terms:
        """The terms of a text in a language (ISO 639-1; None: not known), position by position."""
        memory = self._memory(stemming(language))
        return Terms.of([line for chunk in _chunks(text) for line in memory[chunk].split("\n") if line])

    def terms_of(self, texts: Iterable[tuple[str, str | None]]) -> list[Terms]:
        """The terms of many texts, each with its language: the fast way, for indexing."""
        chunks = [(_chunks(text), stemming(language)) for text, language in texts]
        with self._turn:
            return self._numbering.terms(chunks, lambda how, chunk: _packed(chunk, self._stems(how)))

    def tokens(self, text: str, language: str | None = None) -> list[Token]:
        """The same terms with their offsets: the way for highlighting and for reading queries."""
        memory, spans, made = self._memory(stemming(language)), self._spans, list[Token]()
        plain = text.rstrip(".,")
        if plain.isascii() and plain.isalnum():  # a lone word, as one who looks for it gives it
            stem, _, word = memory[plain].partition("\t")
            return [Token(stem, word, 0, len(plain))]
        for found in _CHUNK.finditer(_apart(text)):
            chunk, begin = found[0], found.start()
            for line, (start, end) in zip(memory[chunk].split("\n"), spans(chunk), strict=False):
                stem, _, word = line.partition("\t")
                made.append(Token(stem, word, begin + start, begin + end))
        return made

    def places(self, text: str, positions: Iterable[int], language: str | None = None) -> list[Span]:
        """Where these positions (rising) stand in a text: what `tokens` says of them, without making all tokens."""
        memory, found, at = self._memory(stemming(language)), [], 0
        wanted = iter(positions)
        position = next(wanted, None)
        for chunk in _CHUNK.finditer(_apart(text)):
            if position is None:
                break
            after = at + memory[chunk[0]].count("\t")
            while position is not None and position < after:
                start, end = self._spans(chunk[0])[position - at]
                found.append((chunk.start() + start, chunk.start() + end))
                position = next(wanted, None)
            at = after
        return found

    def readings(self, text: str, languages: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """The stems of a text in each of these languages, and of a text of no known one, which come first.

        An article matches a text when the stems of both are equal in its own language; a query over many
        languages asks for each of these. Readings that are the same are given once.
        """
        chunks = _apart(text).split()
        memories = [self._memory(each) for each in stemmings(languages)]
        lines = [
            [line for chunk in chunks for line in memory[chunk].split("\n") if line] for memory in memories
        ]
        return tuple(dict.fromkeys(tuple(line.split("\t")[0] for line in reading) for reading in lines))

    def patterns(self, text: str) -> list[str]:
        """The words of a text with their `*` and `?`, folded as words are: "Pro-Krem*" gives pro and krem*."""
        return patterns(text)

    def _stems(self, how: Stemming) -> Memory:
        """The stems of words."""
        if how.tag not in self._stemmers:
            self._stemmers[how.tag] = Memory(how.stem)
        return self._stemmers[how.tag]

    def _memory(self, how: Stemming) -> Memory:
        """The packed terms of chunks; by way of the stems of words, as most new chunks hold words that are not."""
        if how.tag not in self._memories:
            stems = self._stems(how)
            self._memories[how.tag] = Memory(lambda chunk: _packed(chunk, stems))
        return self._memories[how.tag]


def _chunks(text: str) -> list[str]:
    """The chunks of a text, without the full stops that end most of its sentences."""
    return _apart(text).replace(". ", "  ").split()


def _apart(text: str) -> str:
    """The text, as long as it was, with blanks for what parts words and for commas after them."""
    if text.isalnum():
        return text
    for char in _APART:
        text = text.replace(char, " ")
    # All apostrophes are one to us; without the curly one most texts are ASCII, and quicker to split and look up.
    return text.replace("’", "'").replace(", ", "  ")


def _packed(chunk: str, stems: Mapping[str, str]) -> str:
    """The packed terms of a chunk."""
    plain = chunk.rstrip(".,")
    if (
        plain.isascii() and plain.isalpha()
    ):  # what most new chunks are; cutting and folding would give the same
        word = plain.lower()[:_LONGEST_WORD]
        return f"{stems[word]}\t{word}"
    return "\n".join([f"{stems[word]}\t{word}" for word, _ in _pieces(chunk)])


def _pieces(chunk: str) -> Iterator[tuple[str, Span]]:
    """The folded words of a chunk, and where they stand in it."""
    for start, end in cut(chunk):
        word = fold(without_dots(chunk[start:end])).strip(".'")[:_LONGEST_WORD]
        if word:
            yield word, (start, end)
