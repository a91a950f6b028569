"""Tell me an article, I tell you who else printed it."""

from __future__ import annotations

from stories.align import Alignment, Passage
from stories.compare import OPS, ROWS, Comparison, Piece, Row, comparable, compare
from stories.comparing import Comparing
from stories.link import Link, read_link
from stories.reuse import KINDS, Reuse, judge
from stories.sentences import Sentences, sentences
from stories.tiles import Stretch
from stories.weave import weave

__all__ = [
    "KINDS",
    "OPS",
    "ROWS",
    "Alignment",
    "Comparing",
    "Comparison",
    "Link",
    "Passage",
    "Piece",
    "Reuse",
    "Row",
    "Sentences",
    "Stretch",
    "comparable",
    "compare",
    "judge",
    "read_link",
    "sentences",
    "weave",
]
