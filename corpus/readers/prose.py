"""From markup to running text: paragraphs parted by blank lines, and lines only where the page has them.

For text that is an article and nothing else, as agencies and feeds send it: nothing is judged, all of it stays but
captions and what is no text. (A page from the web, with its menus around the story, is another matter: see html.)
Entities that stand escaped in it stay so, to be resolved once more when the text is cleaned: what passed through
several systems is often escaped twice.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from corpus.readers.xml_tree import local

_PARAGRAPH, _LINE = "\f", "\v"
_PARTING = frozenset(
    (
        *("p", "div", "pre", "blockquote", "section", "article", "header", "footer", "aside", "main"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "hr", "block", "bq", "table", "ul", "ol", "dl"),
        *("figure", "fn", "note", "nitf-table", "body.content", "body", "address", "details", "form"),
        *("li", "tr", "dt", "dd", "caption", "legend", "center"),
    )
)
_CELLS = frozenset({"td", "th"})
_UNREAD = frozenset(
    (
        *("head", "script", "style", "noscript", "template", "iframe", "object", "svg", "select", "textarea"),
        *("media", "figcaption", "audio", "video", "body.end", "body.head", "button"),
    )
)
_TWO_LINES = re.compile(f"{_LINE}[^\\S{_LINE}{_PARAGRAPH}]*{_LINE}")
_BLANKS = re.compile(r" ?[^\S ]\s*| {2,}\s*")  # all but single spaces, which are most
_SPACES = re.compile(r"[^\S\n]+")
_WRAPPED = range(40, 91)
_STOPS = re.compile(r"[.!?:;…][\"”’'»)\]]*$")
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?=\n)")
_INDENT = re.compile(r"\n[^\S\n]{2,}(?=\S)")
_TAGS_ALONE = re.compile(r"(?:\s*</?[a-z][^<>]*>)+\s*", re.IGNORECASE)
_DEEPEST = 400


def prose(element: Any) -> str:
    """The text of an element, paragraph by paragraph."""
    found: list[str] = []
    _walk(element, found, 0)
    return _composed("".join(found))


def html_prose(text: str, *, blank_lines_part: bool = False) -> str:
    """The text of a piece of HTML; where it has no paragraphs, or is said to, blank lines part them."""
    if blank_lines_part or not re.search(r"<(?:p|br|div|li|h\d)\b", text, re.IGNORECASE):
        text = re.sub(r"\n[^\S\n]*\n", "\n<p>\n", text.replace("\r\n", "\n"))
    if "<" not in text:
        return _composed(_blanked(text))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    tree = etree.fromstring(f"<div>{text}</div>".encode("utf-8", "replace").replace(b"\0", b""), parser)
    return "" if tree is None else prose(tree)


def plain_prose(text: str) -> str:
    """Text as agencies send it without markup: hard-wrapped, a paragraph beginning with an indent or blank line.

    Where nearly all lines are indented, indents say nothing.
    """
    text = "\n" + text.replace("\r\n", "\n").replace("\r", "\n")
    if len(_INDENT.findall(text)) * 4 < sum(1 for line in text.split("\n") if line.strip()) * 3:
        text = _INDENT.sub(f"\n{_PARAGRAPH}", text)
    return _composed(_BLANK_LINE.sub(_PARAGRAPH, text).replace("\n", _LINE))


def _walk(node: Any, found: list[str], depth: int) -> None:
    """Append what stands in an element, and the marks of its breaks."""
    name = local(node).lower()
    if name in _UNREAD or depth > _DEEPEST:
        return
    if name in _CELLS and node.getprevious() is not None:
        found.append(" | ")
    mark = _PARAGRAPH if name in _PARTING else _LINE if name == "br" else ""
    as_it_stands = name == "pre"
    found += (mark, _blanked(node.text, lines=as_it_stands))
    for child in node:
        if child.tag is etree.Entity:
            found.append(child.text)
        elif isinstance(child.tag, str):
            _walk(child, found, depth + 1)
        found.append(_blanked(child.tail, lines=as_it_stands))
    if mark == _PARAGRAPH:
        found.append(mark)


def _blanked(text: str | None, *, lines: bool = False) -> str:
    """Text with single spaces; its ends of line kept only on demand."""
    if not text:
        return ""
    return _SPACES.sub(" ", text).replace("\n", _LINE) if lines else _BLANKS.sub(" ", text)


def _composed(text: str) -> str:
    paragraphs = (
        _rewrapped(part.split(_LINE)) for part in _TWO_LINES.sub(_PARAGRAPH, text).split(_PARAGRAPH)
    )
    return "\n\n".join(part for part in paragraphs if part)


def _rewrapped(lines: list[str]) -> str:
    """The lines of a paragraph, joined again where they were only broken to a width; tags alone are no text."""
    if lines[0].lstrip().startswith("<") and _TAGS_ALONE.fullmatch(" ".join(lines)):
        return ""
    joined: list[str] = []
    is_open = False
    for line in (" ".join(line.split()).removeprefix("| ") for line in lines):
        if line and is_open:
            joined[-1] += f" {line}"
        elif line:
            joined.append(line)
        is_open = len(line) in _WRAPPED and not _STOPS.search(line)
    return "\n".join(joined)
