"""Articles on a terminal: as results, as they would be read, and whole."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

from terminal.words import amount

if TYPE_CHECKING:
    from corpus import Article
    from search import Page, Snippet


def print_page(page: Page) -> None:
    """A page of results, and on standard error what there is to say about the query."""
    for note in page.notes:
        print(note, file=sys.stderr)
    if page.suggestion:
        print(f"Did you mean: {page.suggestion}", file=sys.stderr)
    print(amount(page.total, "article"))
    for hit in page.hits:
        day = hit.article.published.isoformat() if hit.article.published else "no date"
        print(f"\n{hit.rank}. {_marked(hit.headline)}\n   {hit.article.source} · {day} · {hit.article.id}")
        for snippet in hit.snippets:
            print(textwrap.indent(_marked(snippet), "   "))


def print_sketch(article: Article) -> None:
    """An article in a few lines, as it would be read."""
    day = article.published.isoformat() if article.published else "no date"
    derived = "  (no headline; the lead sentence)" if article.headline_derived else ""
    about = [article.source, day, article.language or "language not known", article.origin]
    print(f"\n{article.headline}{derived}\n   {' · '.join(about)}")
    print(textwrap.indent(textwrap.shorten(article.body, 300, placeholder=" …"), "   "))
    if article.removed:
        print(f"   taken out: {'; '.join(removal.text for removal in article.removed[:5])}")
    for note in article.notes:
        print(f"   note: {note}")


def print_article(article: Article) -> None:
    """An article, whole, and what cleaning took out of it."""
    print(article.headline + ("  (no headline; the lead sentence)" if article.headline_derived else ""))
    for name in ("id", "source", "published", "section", "authors", "url", "language", "origin"):
        value = getattr(article, name)
        print(f"{name + ':':<11}{', '.join(value) if isinstance(value, tuple) else value or '–'}")
    for note in article.notes:
        print(f"note:      {note}")
    print(f"\n{article.body}")
    if article.removed:
        print("\nTaken out by cleaning:")
    for removal in article.removed:
        print(f"  line {removal.line}, {removal.rule}: {removal.text}")


def _marked(snippet: Snippet) -> str:
    """The text, its matches in bold on a terminal."""
    text = snippet.text
    if not sys.stdout.isatty():
        return text
    for start, end in reversed(snippet.spans):
        text = f"{text[:start]}\033[1m{text[start:end]}\033[0m{text[end:]}"
    return text
