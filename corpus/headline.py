"""Finds what stands above a story in plain text: headline, front matter, byline. Pure.

The first line is the headline when it reads like one: short, no sentence, with more text to follow. Where it
does not, the lead sentence stands in, and stays in the body as well. A headline printed twice counts once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.article import Removal
from corpus.frontmatter import field_of, is_byline
from corpus.sentences import ends_in_abbreviation, sentence_ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.lines import Line

REPEATED = "repeated-headline"
LONGEST_LEAD = 200
_LONGEST = 150
_MOST_WORDS = 20
_CLOSING = r"[\"”’'»)\]]*"
_STOP = re.compile(rf"\.{_CLOSING}$")
_CALL = re.compile(rf"[!?]{_CLOSING}$")
_OPEN_END = re.compile(r"[,;:]$")
_LONGEST_LOOK = 2000


@dataclass(slots=True)
class Top:
    """What stands above the story, and the lines of the story itself."""

    headline: str | None
    fields: dict[str, str]
    story: list[Line]
    removed: list[Removal] = field(default_factory=list)


def find_top(lines: Sequence[Line]) -> Top:
    """Part the lines of a plain text into what stands above the story and the story."""
    fields: dict[str, str] = {}
    rest = _take_fields(lines, fields)
    headline = fields.pop("headline", None)
    if headline is None and reads_like_headline(rest):
        headline, rest = rest[0].text, _take_fields(rest[1:], fields)
    if headline is None:
        return Top(None, fields, rest)
    rest, removed = without_repeats(rest, headline)
    rest = _take_fields(rest, fields)
    if "authors" not in fields and len(rest) > 1 and is_byline(rest[0].text):
        fields["authors"], rest = rest[0].text, _take_fields(rest[1:], fields)
    rest, more = without_repeats(rest, headline)
    return Top(headline, fields, rest, removed + more)


def reads_like_headline(lines: Sequence[Line]) -> bool:
    """Whether the first of these lines reads like the headline of the others."""
    if len(lines) < 2:
        return False
    text = lines[0].text
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or _OPEN_END.search(text):
        return False
    if _CALL.search(text):
        return lines[1].after_blank and len(sentence_ends(text)) == 1
    return not _STOP.search(text) or (ends_in_abbreviation(text) and not sentence_ends(text[:-1]))


def without_repeats(lines: Sequence[Line], headline: str) -> tuple[list[Line], list[Removal]]:
    """The lines without those at their head that say the headline again."""
    start = 0
    while start + 1 < len(lines) and _says_the_same(lines[start].text, headline):
        start += 1
    return list(lines[start:]), [Removal(line.number, REPEATED, line.text) for line in lines[:start]]


def lead_sentence(text: str) -> str:
    """The first sentence of a paragraph, cut at a word with … where it is over 200 characters."""
    end = next(iter(sentence_ends(text[:_LONGEST_LOOK])), len(text))
    sentence = text[:end].strip()
    if len(sentence) <= LONGEST_LEAD:
        return sentence
    cut = sentence[:LONGEST_LEAD].rsplit(" ", 1)[0].rstrip(" ,;:–—-")
    return f"{cut[: LONGEST_LEAD - 1]}…"


def _take_fields(lines: Sequence[Line], fields: dict[str, str]) -> list[Line]:
    """Move the front matter at the head of the lines into `fields`; the first of a kind counts."""
    for start, line in enumerate(lines):
        found = field_of(line.text)
        if found is None:
            return list(lines[start:])
        fields.setdefault(*found)
    return []


def _says_the_same(line: str, headline: str) -> bool:
    """Whether a line is the headline but for case, spaces and punctuation."""
    if len(line) > 2 * len(headline) or _initial(line) != _initial(headline):
        return False
    return _fold(line) == _fold(headline) != ""


def _initial(text: str) -> str:
    """The first letter or digit, which settles most comparisons."""
    return next(filter(str.isalnum, text.casefold()), "")


def _fold(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
