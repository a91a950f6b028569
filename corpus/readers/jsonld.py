"""What a page says of its article in JSON-LD, the machine-readable notes that publishers put into their pages. Pure.

One object comes out: the first of an article's type, in the order of the page and from the outside in, so that a
list of related stories does not take the place of the story. Who wrote and published it may stand elsewhere on the
page; such references are followed. Broken notes are no notes: they are passed over, and nothing here raises.
"""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Node = dict[str, Any]

_LONGEST = 2_000_000  # characters of one script; a long article with all its comments has a tenth
_MOST_SCRIPTS = 50
_MOST_NODES = 2_000
_MOST_NAMES = 100
_INNER = ("@graph", "mainEntity", "mainEntityOfPage")
_KINDS = ("Article", "BlogPosting", "Report")
"""How the names of schema.org's types of article end: NewsArticle, LiveBlogPosting, ... and Report itself."""


def article_node(scripts: Iterable[str]) -> Node:
    """The object that describes the article, with its author and publisher filled in; {} where there is none."""
    nodes = [
        node for _, script in zip(range(_MOST_SCRIPTS), scripts, strict=False) for node in _nodes(script)
    ]
    found = next((node for node in nodes if _is_article(node)), None)
    if found is None:
        return {}
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    return {key: _resolved(value, known) for key, value in found.items()}


def names(value: Any, depth: int = 3) -> list[str]:
    """The texts of a value, however it is wrapped: a text, an object with a name, or a list of either."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    inner = (
        [value.get("name")]
        if isinstance(value, dict)
        else value[:_MOST_NAMES]
        if isinstance(value, list)
        else []
    )
    return [name for part in inner for name in names(part, depth - 1)] if depth else []


def _nodes(script: str) -> Iterator[Node]:
    """The objects of a script, the outer before the inner."""
    waiting = deque([_parsed(script)])
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value[:_MOST_NODES])
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[key] for key in _INNER if key in value)


def _parsed(script: str) -> Any:
    text = script[: _LONGEST + 1].strip().removesuffix(";")
    if len(text) > _LONGEST:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _is_article(node: Node) -> bool:
    kinds = node.get("@type")
    named = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    return any(kind.endswith(_KINDS) for kind in named) and bool(
        names(node.get("headline") or node.get("name"))
    )


def _resolved(value: Any, known: dict[str, Node]) -> Any:
    """A reference such as {"@id": "#desk"} becomes the object that bears this id."""
    if isinstance(value, list):
        return [_resolved(part, known) if isinstance(part, dict) else part for part in value]
    if isinstance(value, dict) and "name" not in value:
        return known.get(str(value.get("@id")), value)
    return value
