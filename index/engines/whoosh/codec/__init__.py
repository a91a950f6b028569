"""Whoosh segments as files of arrays: how they are written, and how they are read."""

from index.engines.whoosh.codec.segment import ENDINGS, ArraySegment, SegmentFiles, alive
from index.engines.whoosh.codec.whoosh_codec import ArrayCodec

__all__ = ["ENDINGS", "ArrayCodec", "ArraySegment", "SegmentFiles", "alive"]
