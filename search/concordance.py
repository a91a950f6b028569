"""A concordance: every match of a query in its line of context (KWIC), to be read in columns and sorted by either side.

The words are found by their positions, and only the matches are looked up in the text: reading a thousand articles takes
about a second. More are not read; how many were is said beside the exact number of articles that match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import Phrase
from search.highlight import leaves, matching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from corpus import Article
    from index import Analyzer, Leaf, Query
    from search.results import Span

MOST_READ = 1000
"""Of how many articles, the first in the order asked for, the lines are made."""
LINES_A_PAGE = 50
CONTEXT = 60
MOST_CONTEXT = 300
"""Characters on either side."""

_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"\w+")  # a quotation mark is no word to be sorted by
_SORTED_BY = 5
"""How many words of a side decide the order."""


@dataclass(frozen=True, slots=True)
class Line:
    """A match with what stands on its left and its right, and the article it is in."""

    article: Article
    left: str
    match: str
    right: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """One page of lines. `total` lines are in the `read` articles, of `articles` that match the query."""

    lines: tuple[Line, ...]
    total: int
    read: int
    articles: int
    page: int
    notes: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages of lines there are."""
        return -(-self.total // LINES_A_PAGE)


def lines(article: Article, query: Query, analyzer: Analyzer, context: int = CONTEXT) -> Iterator[Line]:
    """The matches in the body of an article, in the order of the text, with so many characters of context."""
    wanted = leaves(query, "body")
    stems, words = analyzer.terms(article.body, article.language).both()
    runs = _runs(matching(wanted, stems, words), wanted)
    ends = [end for run in runs for end in (run[0], run[1])]
    places = dict(
        zip(
            sorted(set(ends)), analyzer.places(article.body, sorted(set(ends)), article.language), strict=True
        )
    )
    for first, last in runs:
        yield _line(article, (places[first][0], places[last][1]), context)


def in_order(found: Iterable[Line], side: str) -> list[Line]:
    """The lines as they came, or sorted by the words on one side, the nearest word first."""
    keys: dict[str, Callable[[Line], list[str]]] = {
        "left": lambda line: _WORD.findall(line.left.casefold())[: -_SORTED_BY - 1 : -1],
        "right": lambda line: _WORD.findall(line.right.casefold())[:_SORTED_BY],
    }
    return sorted(found, key=keys[side]) if side in keys else list(found)


def _runs(found: dict[int, set[int]], wanted: Sequence[Leaf]) -> list[tuple[int, int]]:
    """Matches as first and last positions: the words of a phrase that stand together are one."""
    phrases = {number for number, leaf in enumerate(wanted) if isinstance(leaf, Phrase)}
    runs: list[tuple[int, int]] = []
    for position in sorted(found):
        before = found.get(position - 1, set())
        if runs and runs[-1][1] == position - 1 and before & found[position] & phrases:
            runs[-1] = runs[-1][0], position
        else:
            runs.append((position, position))
    return runs


def _line(article: Article, span: Span, context: int) -> Line:
    body, (start, end) = article.body, span
    left, right = body[max(0, start - context - 1) : start], body[end : end + context + 1]
    if start > context + 1:
        left = left.partition(" ")[2]
    if end + context + 1 < len(body):
        right = right.rpartition(" ")[0] or right
    return Line(article, _flat(left).lstrip(), _flat(body[start:end]), _flat(right).rstrip())


def _flat(text: str) -> str:
    return _BLANKS.sub(" ", text)
