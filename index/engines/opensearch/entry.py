"""A Document as OpenSearch is given it."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from index.document import SCHEMA, Kind, keywords
from index.engines.opensearch.mapping import words_field
from index.stored import to_fields

if TYPE_CHECKING:
    from index.document import Document

LONGEST = 8000
"""Characters of a term or value; OpenSearch takes 32,766 bytes."""
LONGEST_ID = 500
"""Bytes of the name that OpenSearch knows an article by; it takes 512."""


def _all_held(terms: list[str]) -> list[str]:
    """Terms as they are held; hardly ever is one too long."""
    return [held(term) for term in terms] if max(map(len, terms), default=0) > LONGEST else terms


def held(term: str) -> str:
    """A term as it is held: a longer one is cut, and told apart from others that begin so."""
    if len(term) <= LONGEST:
        return term
    return term[: LONGEST - 16] + blake2b(term.encode(), digest_size=8).hexdigest()


def name_of(article_id: str) -> str:
    """The name that OpenSearch knows an article by: its id, or what stands for one that is too long or empty."""
    plain = article_id.encode()
    if 0 < len(plain) <= LONGEST_ID and not article_id.startswith("~"):
        return article_id
    return "~" + blake2b(plain, digest_size=20).hexdigest()


def entry(document: Document, *, native: bool) -> dict[str, Any]:
    """All fields of an article."""
    article = document.article
    fields: dict[str, Any] = {"article": to_fields(article)}
    for name, kind in SCHEMA.items():
        if kind is Kind.TEXT:
            stems, words = document.text[name].both()
            fields[name] = "\n".join(_all_held(stems))
            fields[f"{name}_length"] = len(stems)
            fields[words_field(name)] = _all_held(list(dict.fromkeys(words)))
        else:
            fields[name] = _all_held(list(dict.fromkeys(keywords(document, name))))
    if article.published:
        fields["day"] = int(article.published.isoformat().replace("-", ""))
    fields["solo"] = not document.links and document.story in {"", article.id}
    if native:
        published = article.published and article.published.isoformat()
        fields["native"] = {"headline": article.headline, "body": article.body, "published": published}
    return fields
