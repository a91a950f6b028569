"""What two sequences have in common, in order: their longest common subsequence. Pure.

rapidfuzz finds it, sixty-four places a step. The standard library's difflib looks for the longest block and then on
either side of it, which leaves out much of what is in both, and takes what is frequent for noise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Span = tuple[int, int]
"""A half-open range."""


def blocks(one: Sequence[str | bytes], other: Sequence[str | bytes]) -> Iterator[tuple[bool, Span, Span]]:
    """Two sequences from end to end: by turns what both have, and what stands between, either side of which may be empty."""
    numbers = {key: number for number, key in enumerate(dict.fromkeys((*one, *other)))}
    codes = LCSseq.opcodes([numbers[key] for key in one], [numbers[key] for key in other])
    at = 0, 0
    for code in codes:
        if code.tag != "equal":
            continue
        begins = code.src_start, code.dest_start
        if begins != at:
            yield False, (at[0], begins[0]), (at[1], begins[1])
        at = code.src_end, code.dest_end
        yield True, (begins[0], at[0]), (begins[1], at[1])
    if at != (len(one), len(other)):
        yield False, (at[0], len(one)), (at[1], len(other))
