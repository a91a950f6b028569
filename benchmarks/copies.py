"""A corpus made several times as large, so that its vocabulary and its lists of postings truly grow.

A plain copy would add articles but no word, and no real archive grows so. In each copy a share of the rarer words,
names among them, is another pseudo-word, the same one all through that copy, with its ending and its capital kept;
sentences change places, dates move by some days, ids differ and a few sources too. The share follows Heaps' law,
distinct words = K * words ** b, with b taken from the corpus itself: from half of its articles and from all of them.
The commonest words, which are most of a text, stay; so their lists grow with the number of articles.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from itertools import product
from math import log2
from typing import TYPE_CHECKING, Any

from benchmarks.articles import items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

COMMON = 0.1
"""The share of the distinct words that no copy renames: the commonest."""
MOST_DAYS = 400
OTHER_SOURCES = 0.1
WORD = re.compile(r"([^\W\d_]+)")
SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
ENDING = re.compile(r"(?<=...)(?:ings?|ers?|ed|es|ly|s)?$")
SYLLABLES = ["".join(letters) for letters in product("bdfgklmnprstvz", "aeiou", ("", "n", "r"))]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a corpus as they are written, with how often; the exponent of their growth; and the distinct ones."""

    forms: Mapping[str, int]
    exponent: float
    distinct: frozenset[str]

    def share(self, number: int) -> float:
        """Of the distinct words, how many times as many new ones as there are at first the copy of this number brings."""
        return float((number + 1) ** self.exponent - number**self.exponent)

    def expected(self, times: int) -> int:
        """How many distinct words Heaps' law expects of so many times the corpus."""
        return round(len(self.distinct) * times**self.exponent)


def vocabulary(corpus: Path) -> Vocabulary:
    """Count the words: first those of every other article, then the rest too."""
    half: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    for number, item in enumerate(items(corpus)):
        (rest if number % 2 else half).update(WORD.findall(_text(item)))
    before = len(_distinct(half))
    half.update(rest)
    distinct = _distinct(half)
    return Vocabulary(half, log2(len(distinct) / before) if before else 1.0, distinct)


def renamed(words: Vocabulary, number: int) -> dict[str, str]:
    """The words that the copy of this number writes otherwise, by how they are written."""
    totals: Counter[str] = Counter()
    for form, count in words.forms.items():
        totals[form.lower()] += count
    rare = {word for word, _ in totals.most_common()[int(COMMON * len(totals)) :]}
    chance = words.share(number) / (1 - COMMON)
    return {
        form: _cased(form, _pseudo(form.lower(), number))
        for form in words.forms
        if form.lower() in rare and _draw(form.lower(), number) < chance
    }


def copy(corpus: Path, words: Vocabulary, number: int) -> Iterator[dict[str, Any]]:
    """The articles of the copy of this number, from 1."""
    other = renamed(words, number)
    pick = random.Random(number)  # noqa: S311 - the same copy each time, not a secret
    for item in items(corpus):
        yield item | _varied(item, other, number, pick)


def append(path: Path, articles: Iterable[Mapping[str, Any]]) -> None:
    """Add articles to a file of JSON lines."""
    with path.open("a", encoding="utf-8") as out:
        out.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)


def _varied(
    item: Mapping[str, Any], other: Mapping[str, str], number: int, pick: random.Random
) -> dict[str, Any]:
    source = str(item.get("source") or "")
    return {
        "id": f"{item.get('id')}-{number}",
        "source": f"{source} {number}" if source and _draw(source, number) < OTHER_SOURCES else source,
        "headline": _replaced(str(item.get("headline") or ""), other),
        "body": _replaced(_shuffled(str(item.get("body") or ""), pick), other),
        "date": _moved(item.get("date"), pick),
    }


def _replaced(text: str, other: Mapping[str, str]) -> str:
    return "".join([other.get(piece, piece) for piece in WORD.split(text)])


def _shuffled(body: str, pick: random.Random) -> str:
    """Sentences change places in their paragraph, and paragraphs in the article."""
    paragraphs = [SENTENCE.split(paragraph) for paragraph in body.split("\n\n")]
    pick.shuffle(paragraphs)
    for sentences in paragraphs:
        pick.shuffle(sentences)
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs)


def _moved(written: object, pick: random.Random) -> object:
    """A date some days earlier; what is no date, or none of the calendar, stays."""
    days = timedelta(days=pick.randint(1, MOST_DAYS))
    try:
        return str(date.fromisoformat(str(written)[:10]) - days)
    except (ValueError, OverflowError):
        return written


def _pseudo(word: str, number: int) -> str:
    """Four syllables, drawn from the word without its ending, and then that ending."""
    ending = ENDING.search(word)
    at = ending.start() if ending else len(word)
    drawn = blake2b(f"{number} {word[:at]}".encode(), digest_size=4).digest()
    return "".join(SYLLABLES[byte % len(SYLLABLES)] for byte in drawn) + word[at:]


def _draw(word: str, number: int) -> float:
    """A number from 0 to 1 that is the same each time for a word in a copy."""
    return int.from_bytes(blake2b(f"{word} {number}".encode(), digest_size=4).digest()) / 2**32


def _cased(form: str, word: str) -> str:
    changes: Sequence[tuple[bool, Callable[[str], str]]] = (
        (form.isupper() and len(form) > 1, str.upper),
        (form[:1].isupper(), str.title),
    )
    return next((change(word) for applies, change in changes if applies), word)


def _distinct(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(form.lower() for form in forms)


def _text(item: Mapping[str, Any]) -> str:
    return f"{item.get('headline') or ''} {item.get('body') or ''}"
