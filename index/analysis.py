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
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from index.cutting import cut, patterns, without_dots
from index.folding import fold
from index.stemming import SNOWBALL, Stemming, stemming, stemmings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text: for position i the stem `stems[i]` and the word `words[i]`.

    They are held packed, a line for each position with the stem, a tab and the word: made with one look-up a chunk,
    and cheap to send to another process.
    """

    packed: str

    def __reduce__(self) -> tuple[type[Terms], tuple[str]]:
        """As `corpus.sendable` has it, for a single field."""
        return Terms, (self.packed,)

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
        terms = self.packed.replace("\t", "\n").split("\n") if self.packed else []
        return terms[0::2], terms[1::2]


class Memory(dict[str, str]):
    """A function of texts that remembers what it gave, and forgets what is not asked for.

    When it is full, what it holds becomes old; old entries that are asked for again become new, the others go
    when it is full the next time. A text of unusual length is not remembered at all.
    """

    MOST = 349_000
    """Entries that are new, and at most as many old ones; a little less than makes Python's dict grow again."""
    LONGEST = 40

    WATCHED = 1_000_000
    """After so many texts asked for through `watch` it is known which are common."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make
        self._old: dict[str, str] = {}
        self._watched: Counter[str] = Counter()
        self._seen = 0
        self.settled = False

    def watch(self, texts: Sequence[str]) -> None:
        """Count what is about to be asked for, until it is known what is common; then settle.

        Settling lays out anew what is remembered, the commonest first: what is asked for most then lies close
        together, where a processor finds it sooner. That saves an eighth of the time of analysing news.
        """
        self._watched.update(text for text in texts if len(text) <= self.LONGEST)
        self._seen += len(texts)
        if self._seen >= self.WATCHED:
            self.settled = True
            common = [(_copy(text), _copy(self[text])) for text, _ in self._watched.most_common()]
            self._watched.clear()
            self.clear()
            self.update(common)

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
        self._memories: dict[Stemming, Memory] = {}
        self._spans = lru_cache(maxsize=1 << 16)(lambda chunk: [span for _, span in _pieces(chunk)])

    def describe(self) -> dict[str, str | int]:
        """What an index has to have been made with to be read with this Analyzer; for its manifest."""
        return {
            "tokenizer": "news words, pairs of letters where no spaces are",
            "stemmer": f"snowball: {' '.join(SNOWBALL)}",
            "version": VERSION,
        }

    def terms(self, text: str, language: str | None = None) -> Terms:
        """The terms of a text in a language (ISO 639-1; None: not known), position by position: for indexing."""
        # The two texts without a word let itemgetter answer with a tuple whatever else there is.
        chunks = _apart(text).replace(". ", "  ").split()
        memory = self._memory(stemming(language))
        if not memory.settled:
            memory.watch(chunks)
        packed = "\n".join(itemgetter("", "", *chunks)(memory)).strip("\n")
        return Terms("\n".join(filter(None, packed.split("\n"))) if "\n\n" in packed else packed)

    def tokens(self, text: str, language: str | None = None) -> list[Token]:
        """The same terms with their offsets: the way for highlighting and for reading queries."""
        memory, spans, made = self._memory(stemming(language)), self._spans, []
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

    def _memory(self, how: Stemming) -> Memory:
        """The packed terms of chunks; by way of the stems of words, as most new chunks hold words that are not."""
        if how not in self._memories:
            stems = Memory(how.stem)
            self._memories[how] = Memory(lambda chunk: _packed(chunk, stems))
        return self._memories[how]


def _copy(text: str) -> str:
    """An equal text, at another place in memory."""
    return "".join((text[:1], text[1:]))


def _apart(text: str) -> str:
    """The text, as long as it was, with blanks for what parts words and for commas after them."""
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
