"""What an article has of a text that was pasted, as a page shows it: quotations, cut to a length that can be read. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search import Snippet
from web.shares import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search import Pasted
    from stories import Passage, Reuser

    Span = tuple[int, int]

LONGEST = 420
"""Characters of a passage that are quoted."""
AROUND = 60
"""Characters of the article before and after it."""
FIRST = 3
"""Passages that are shown at once, the longest."""

_KINDS = {
    "identical": "The same text",
    "reprint": "A reprint",
    "reworded": "Reworded",
    "excerpt": "An excerpt",
    None: "Passages only",
}


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage: as the article has it, amid its own words; and as the text has it, where that is not word for word."""

    printed: Snippet
    given: str
    left_out: int
    """How many characters of the passage are not shown."""


def how(one: Reuser) -> str:
    """In a sentence, how an article reuses the text. What is not all of it is never called so."""
    return f"{_KINDS[one.kind]}: {percent(one.share)} of the text is in it, {percent(one.other_share)} of it is in the text"


def quotations(text: str, one: Reuser) -> tuple[Sequence[Quotation], Sequence[Quotation]]:
    """The longest passages, in the order of the text; and the rest."""
    longest = sorted(one.passages, key=lambda passage: passage.one[0] - passage.one[1])
    first, rest = (
        sorted(some, key=lambda passage: passage.one) for some in (longest[:FIRST], longest[FIRST:])
    )
    body = one.article.body
    return [_quotation(text, body, each) for each in first], [_quotation(text, body, each) for each in rest]


def shaded(made: Pasted) -> Snippet:
    """The text, with all that any article has of it marked."""
    return Snippet(made.text, tuple(_joined(span.one for one in made.reusers.found for span in one.passages)))


def _quotation(text: str, body: str, passage: Passage) -> Quotation:
    start, end = passage.other
    shown = _cut(body, start, end)
    before, after = _before(body, start), _after(body, end) if shown == end else "…"
    given = "" if passage.is_verbatim else _given(text, passage.one)
    said = f"{before}{body[start:shown]}{after}"
    return Quotation(Snippet(said, ((len(before), len(before) + shown - start),)), given, max(0, end - shown))


def _given(text: str, span: Span) -> str:
    shown = _cut(text, *span)
    return text[span[0] : shown] + ("…" if shown < span[1] else "")


def _cut(text: str, start: int, end: int) -> int:
    """Where a passage that is quoted ends: at a blank, if it is too long."""
    if end - start <= LONGEST:
        return end
    blank = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
    return blank if blank > 0 else start + LONGEST


def _before(body: str, start: int) -> str:
    """Some words before a passage, of its own paragraph."""
    line = body.rfind("\n", 0, start) + 1
    if start - line <= AROUND:
        return body[line:start]
    blank = body.find(" ", start - AROUND, start)
    return "…" + body[blank + 1 if blank >= 0 else start : start]


def _after(body: str, end: int) -> str:
    line = body.find("\n", end)
    line = len(body) if line < 0 else line
    if line - end <= AROUND:
        return body[end:line]
    blank = body.rfind(" ", end, end + AROUND)
    return body[end : blank if blank >= 0 else end] + "…"


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order; those that meet are one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
