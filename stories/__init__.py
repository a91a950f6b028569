"""Tell me an article, I tell you who else printed it."""

from __future__ import annotations

from stories.align import Alignment, Passage
from stories.compare import OPS, ROWS, Comparison, Piece, Row, comparable, compare
from stories.comparing import Comparing
from stories.cores import on_all_cores
from stories.link import Link, read_link
from stories.outlet import same_outlet
from stories.reuse import KINDS, Reuse, judge
from stories.reusers import LEAST_WORDS, Reuser, Reusers, reusers
from stories.sentences import Sentences, sentences
from stories.size import StorySize, links_of, sizes
from stories.sources import Copied, SourceReuse, copied, source_reuse
from stories.story import Member, Story, story_of
from stories.tiles import Stretch
from stories.weave import Weaver, weave

__all__ = [
    "KINDS",
    "LEAST_WORDS",
    "OPS",
    "ROWS",
    "Alignment",
    "Comparing",
    "Comparison",
    "Copied",
    "Link",
    "Member",
    "Passage",
    "Piece",
    "Reuse",
    "Reuser",
    "Reusers",
    "Row",
    "Sentences",
    "SourceReuse",
    "Story",
    "StorySize",
    "Stretch",
    "Weaver",
    "comparable",
    "compare",
    "copied",
    "judge",
    "links_of",
    "on_all_cores",
    "read_link",
    "reusers",
    "same_outlet",
    "sentences",
    "sizes",
    "source_reuse",
    "story_of",
    "weave",
]
