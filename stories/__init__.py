"""Tell me an article, I tell you who else printed it."""

from __future__ import annotations

from stories.align import Alignment, Passage
from stories.comparing import Comparing
from stories.link import Link, read_link
from stories.reuse import KINDS, Reuse, judge
from stories.sentences import Sentences, sentences
from stories.weave import weave

__all__ = [
    "KINDS",
    "Alignment",
    "Comparing",
    "Link",
    "Passage",
    "Reuse",
    "Sentences",
    "judge",
    "read_link",
    "sentences",
    "weave",
]
