"""Parts the lines of a story from the furniture among them, and remembers what it took and where.

A heading such as "Don’t miss…" takes the list under it: items in the same block, and across blank lines only
what looks like a headline, never the first line that reads as a sentence. So a heading with no list under it
(where the links were lost on the way) costs the story nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.article import Removal
from corpus.furniture import rule_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.lines import Line

DATELINE = "dateline"
_DATELINE = re.compile(r"(?:\(\s?\)?\s?[–—-]{1,2}\s+)+(?=[\"“‘']?[^\W\d_a-z])")
_BULLET = re.compile(r"[•‣▪●○►▶»›→*·–-]\s?(?=\S)")
_LINK = re.compile(r"https?://\S+$")
_SENTENCE_END = re.compile(r"[.,;:…][\"”’'»)\]]*$")
_ANY_END = re.compile(r"[.,;:…!?][\"”’'»)\]]*$")
_LONGEST_ITEM = 150
_MOST_WORDS = 22
_MOST_ITEMS = 10
_HEADLINE_WORDS = 5


def sift(lines: Iterable[Line], *, headline_first: bool = False) -> tuple[list[Line], list[Removal]]:
    """The lines of the story, and the removals. With `headline_first` the first line may be a headline."""
    kept: list[Line] = []
    removed: list[Removal] = []
    heading, items = "", 0
    for raw in lines:
        line = _without_dateline(raw, removed) if raw.text.startswith("(") else raw
        rule = rule_of(line.text)
        if rule and not (rule.titled and headline_first and not kept):
            removed.append(Removal(line.number, rule.name, line.text))
            heading, items = (rule.name, 0) if rule.heading else (heading, items + 1)
        elif heading and items < _MOST_ITEMS and is_item(line):
            removed.append(Removal(line.number, heading, line.text))
            items += 1
        else:
            heading = ""
            kept.append(line)
    return kept, removed


def is_item(line: Line) -> bool:
    """Whether a line under a promo heading is a link of its list, rather than the story going on."""
    text = line.text
    if _LINK.match(text):
        return True
    bullet = _BULLET.match(text)
    title = text[bullet.end() :] if bullet else text
    words = title.split()
    if len(title) > _LONGEST_ITEM or len(words) > _MOST_WORDS or _SENTENCE_END.search(title):
        return False
    if bullet or not line.after_blank:
        return True
    return len(words) >= _HEADLINE_WORDS and _is_headline_case(words) and not _ANY_END.search(title)


def _is_headline_case(words: list[str]) -> bool:
    """Whether most words of some length are capitalised, as in a headline and not in running text."""
    long_words = [word for word in words if len(word) > 3]
    return sum(not word[0].islower() for word in long_words) * 3 >= len(long_words) * 2


def _without_dateline(line: Line, removed: list[Removal]) -> Line:
    """The line without the brackets and dash that are left where an agency's name was taken out."""
    found = _DATELINE.match(line.text)
    if not found:
        return line
    removed.append(Removal(line.number, DATELINE, found[0].strip()))
    return line._replace(text=line.text[found.end() :])
