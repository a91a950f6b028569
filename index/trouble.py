"""What can be wrong with an index. Each is a sentence that says what is the matter and what to type."""

from __future__ import annotations


class IndexTrouble(Exception):  # noqa: N818 - the family name of four troubles, not one error
    """Something is wrong with an index; the message is a sentence for the person who asked."""


class IndexMissing(IndexTrouble):
    """There is no index in this folder."""


class IndexMismatch(IndexTrouble):
    """The index was made in another way than this program reads."""


class IndexLocked(IndexTrouble):
    """Another writer is at work on the index."""


class IndexDamaged(IndexTrouble):
    """The index's files cannot be read as what they should be."""
