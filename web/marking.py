"""The one door from text to HTML: a Snippet becomes escaped text with <mark> around what matched.

Everything else in the templates is escaped by Jinja. An article may hold any text at all, so this function
is the only place that makes Markup, and its tests throw hostile text at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from search import Snippet

MARK = Markup("<mark>{}</mark>")


def mark_up(snippet: Snippet) -> Markup:
    """The text of a snippet, escaped, with <mark> around its spans and no other element."""
    parts: list[Markup] = []
    at = 0
    for start, end in snippet.spans:
        parts += [escape(snippet.text[at:start]), MARK.format(snippet.text[start:end])]
        at = end
    return Markup("").join([*parts, escape(snippet.text[at:])])


def marked_with(snippet: Snippet, before: str, after: str) -> str:
    """The same as a text with other marks, for whoever asked for them: they stand as given, all else is escaped."""
    parts: list[str] = []
    at = 0
    for start, end in snippet.spans:
        parts += [escape(snippet.text[at:start]), before, escape(snippet.text[start:end]), after]
        at = end
    return "".join([*parts, escape(snippet.text[at:])])
