"""An article as the index holds it, and the schema as data.

The schema is one table that every engine reads. A TEXT field is held twice: as stems with their positions
(for words and phrases) and as whole words (for prefixes, wildcards and fuzzy words). A KEYWORD field holds
exact values. `source` is both: the exact name is filtered and counted, its words can be searched.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from corpus import UNKNOWN, sendable
from index.fingerprint import fingerprints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus import Article
    from index.analysis import Analyzer
    from index.terms import Terms


class Kind(Enum):
    """How a field is held: analysed, as exact values, as one ISO date, or as codes that are found and never shown."""

    TEXT = "text"
    KEYWORD = "keyword"
    DATE = "date"
    CODE = "code"


SCHEMA: Mapping[str, Kind] = {
    "headline": Kind.TEXT,
    "body": Kind.TEXT,
    "source_words": Kind.TEXT,
    "id": Kind.KEYWORD,
    "source": Kind.KEYWORD,
    "section": Kind.KEYWORD,
    "authors": Kind.KEYWORD,
    "language": Kind.KEYWORD,
    "url": Kind.KEYWORD,
    "published": Kind.DATE,
    "story": Kind.KEYWORD,
    "links": Kind.KEYWORD,
    "fingerprint": Kind.CODE,
}

FACETS = ("source", "section", "authors", "language", "published", "story", "links")
"""The fields whose values can be counted; of `published` each day is one."""


@sendable
@dataclass(frozen=True, slots=True)
class Document:
    """An Article with its analysed text: for each TEXT field its stems and its words, position by position.

    `fingerprint` are codes of which a text that reuses this one has several too (see index.fingerprint). `story` names the
    articles that share text with this one, directly or through others, and `links` are those that do so directly, each a
    text that says how. An article of which that is not known, or that is alone, is a story of its own, and so by its own id.
    """

    article: Article
    text: Mapping[str, Terms]
    fingerprint: tuple[str, ...] = ()
    story: str = ""
    links: tuple[str, ...] = ()


def analyse(article: Article, analyzer: Analyzer) -> Document:
    """The Document of an article."""
    return _documents([article], [{name: analyzer.terms(*text) for name, text in _texts(article).items()}])[0]


def analyse_all(articles: Sequence[Article], analyzer: Analyzer) -> list[Document]:
    """The Documents of articles, analysed together, which is several times faster."""
    texts = [_texts(article) for article in articles]
    terms = iter(analyzer.terms_of(text for each in texts for text in each.values()))
    return _documents(articles, [{name: next(terms) for name in each} for each in texts])


def _documents(articles: Sequence[Article], texts: Sequence[Mapping[str, Terms]]) -> list[Document]:
    prints = fingerprints([text["body"] for text in texts])
    return [
        Document(article, text, codes) for article, text, codes in zip(articles, texts, prints, strict=True)
    ]


def _texts(article: Article) -> dict[str, tuple[str, str | None]]:
    """The texts of the TEXT fields, each with its language."""
    return {
        "headline": (article.headline, article.language),
        "body": (article.body, article.language),
        "source_words": (article.source, None),  # a name: the same whatever its articles speak
    }


def keywords(document: Document, name: str) -> tuple[str, ...]:
    """The exact values of a KEYWORD, DATE or CODE field: none where the article has none."""
    if name == "fingerprint":
        return document.fingerprint
    if name == "story":
        return (document.story or document.article.id,)
    if name == "links":
        return document.links
    value = getattr(document.article, name)
    if value is None or value == "":
        return ()
    if isinstance(value, tuple):
        return value
    return (value if isinstance(value, str) else value.isoformat(),)


def is_missing(name: str, values: tuple[str, ...]) -> bool:
    """Whether a facet counts these values of a field as missing: none at all, or an unknown source."""
    return not values or (name == "source" and values == (UNKNOWN,))
