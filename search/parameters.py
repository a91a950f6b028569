"""The parameters that a search and its relatives take: one table, read by whoever reads, documents or offers them.

A query text is never an error. A parameter out of range is: `BadParameter` says which, what was wrong and what is
allowed, and becomes a 400 on the wire. What the table says is what the program does: the same entry checks a value,
stands in the description of the interface, and is the help of the command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus import UNKNOWN
from search.period import WRITTEN, days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Given = Mapping[str, Sequence[str]]


class BadParameter(ValueError):  # noqa: N818 - what it is, rather than that it is an error
    """A parameter out of range. `name` and `value` as given; the message is a sentence."""

    def __init__(self, name: str, value: str, allowed: str) -> None:
        shown = value if len(value) <= 80 else value[:79] + "…"
        super().__init__(f"{name}={shown!r} cannot be used: {allowed}")
        self.name = name
        self.value = value


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what it means, and what it may be.

    `kind` is text (of `most` characters, if that is not 0), number (1 to `most`), flag (1 or 0), choice (one of
    `choices`), choices (several of them), period (a day, month or year), periods (several, or `unknown`) or values
    (several texts).
    """

    name: str
    kind: str
    means: str
    default: Any = None
    most: int = 0
    choices: tuple[str, ...] = ()
    required: bool = False

    @property
    def repeatable(self) -> bool:
        """Whether it may be given several times."""
        return self.kind in {"values", "choices", "periods"}

    def read(self, given: Given) -> Any:
        """Its value among those given: a tuple where it is repeatable. Raises BadParameter.

        An empty value counts as not given, as a form sends it; of a parameter that takes one value, the last counts.
        """
        texts = [text for text in given.get(self.name, ()) if text.strip()]
        if not texts and self.required:
            raise BadParameter(self.name, "", "it has to be given")
        if not texts:
            return () if self.repeatable and self.default is None else self.default
        if not self.repeatable:
            return self._one(texts[-1])
        return tuple(dict.fromkeys(map(self._one, texts)))

    def _one(self, text: str) -> Any:
        if self.kind == "text":
            return self._text(text)
        if self.kind == "values":
            return text
        text = text.strip()
        if self.kind == "number":
            return self._number(text)
        if self.kind == "flag":
            return self._choice(text, ("1", "0")) == "1"
        return self._choice(text, self.choices) if self.choices else self._period(text)

    def _text(self, text: str) -> str:
        if self.most and len(text) > self.most:
            raise BadParameter(self.name, text, f"it has at most {self.most} characters")
        return text

    def _number(self, text: str) -> int:
        digits = text.removesuffix(".0")  # a whole number to those who write all numbers so
        if (
            digits.isascii()
            and digits.isdigit()
            and len(digits) <= len(str(self.most))
            and 1 <= int(digits) <= self.most
        ):
            return int(digits)
        raise BadParameter(self.name, text, f"it is a whole number from 1 to {self.most}")

    def _choice(self, text: str, choices: tuple[str, ...]) -> str:
        if text in choices:
            return text
        raise BadParameter(self.name, text, f"it is one of {', '.join(choices)}")

    def _period(self, text: str) -> str:
        if self.kind == "periods" and text == UNKNOWN:
            return text
        if days(text) is None:
            raise BadParameter(self.name, text, WRITTEN)
        return _iso(text) if self.kind == "periods" else text


def _iso(period: str) -> str:
    """A period as facets name it: 2023-5 as 2023-05."""
    first, _ = days(period) or (period, "")
    return first[: 4 + 3 * period.count("-")]


def read_parameters(table: Sequence[Parameter], given: Given) -> dict[str, Any]:
    """The values of all parameters of a table, by name. Raises BadParameter; what the table does not name is ignored."""
    return {one.name: one.read(given) for one in table}


FILTERS = {
    "source": "source",
    "section": "section",
    "author": "authors",
    "language": "language",
    "date": "published",
}
"""What a search can be narrowed by, as people name it, with the field of the index."""

COUNTED = {
    "source": "source",
    "section": "section",
    "author": "authors",
    "language": "language",
    "year": "published",
    "month": "published",
}
"""The facets that can be counted, with the field of the index."""

SORTS = ("relevance", "newest", "oldest")
COUNTS = ("articles", "stories")
INTERVALS = ("day", "week", "month", "year")
SIDES = ("position", "left", "right")
MOST_PER_PAGE = 100
MOST_FACET_VALUES = 1000
LAST_PAGE = 1_000_000_000

_KINDS = {
    "source": "the name of a source, or `unknown`",
    "section": "a section, or `unknown` for articles without one",
    "author": "an author, or `unknown` for articles without one",
    "language": "a language as an ISO 639-1 code, or `unknown`",
    "date": "a year, month or day: 2023, 2023-05, 2023-05-04; or `unknown` for articles without a date",
}

QUERY = (
    Parameter("q", "text", "The query, as a person types it; empty: every article.", default=""),
    *(
        Parameter(
            name, "periods" if name == "date" else "values", f"Only these: {what}. Several are joined by OR."
        )
        for name, what in _KINDS.items()
    ),
    *(
        Parameter(f"exclude_{name}", "periods" if name == "date" else "values", f"All but these: {what}.")
        for name, what in _KINDS.items()
    ),
    Parameter("since", "period", "Published then or later: 2023, 2023-05 or 2023-05-04."),
    Parameter("until", "period", "Published then or earlier; the whole year or month is included."),
)
"""What is searched for: shared by everything that searches."""

SORT = Parameter("sort", "choice", "The order; undated articles come last.", default=SORTS[0], choices=SORTS)
COUNT = Parameter(
    "count",
    "choice",
    "What is counted and given: every article, or stories, each by the first of its articles that is found. Articles "
    "that share text, directly or through others, are one story.",
    default=COUNTS[0],
    choices=COUNTS,
)
PAGE = Parameter("page", "number", "Which page, from 1.", default=1, most=LAST_PAGE)
PER_PAGE = Parameter("per_page", "number", "Articles a page.", default=10, most=MOST_PER_PAGE)
CURSOR = Parameter(
    "cursor",
    "text",
    "Goes on after a page, by the `cursor` of its answer: steady while the corpus grows, and as far as there are "
    "articles. `page` is then without meaning.",
    default="",
)
FACET = Parameter("facet", "choices", "Which facets to count.", default=("source",), choices=tuple(COUNTED))
FACET_SIZE = Parameter(
    "facet_size", "number", "How many values of a facet.", default=10, most=MOST_FACET_VALUES
)

SEARCH = (*QUERY, SORT, COUNT, PAGE, PER_PAGE, CURSOR, FACET, FACET_SIZE)
"""The parameters of a page of results."""
