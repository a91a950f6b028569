"""The paragraphs of a document of a word processor, found while its XML is walked. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT = 99
"""The level of a paragraph that is no heading; that of a title is 0."""

_HEADING = re.compile(r"heading (\d)")


class Paragraph(NamedTuple):
    """A paragraph that is not empty: the level of its heading, and its text."""

    level: int
    text: str


class WordStyles:
    """Which of a document's styles are titles and headings: their own names differ by language."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._style = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note the style that is defined here, or its level."""
        if name == "style":
            self._style = attributes.get("styleId", "")
        elif name == "name" and self._style:
            called = attributes.get("val", "").lower()
            found = _HEADING.fullmatch(called)
            self.levels[self._style] = 0 if called == "title" else int(found[1]) if found else TEXT

    def end(self, name: str) -> None:
        """Nothing is known at the end that was not before."""

    def text(self, text: str) -> None:
        """Styles have none."""


class _Document:
    """Gathers paragraphs: those in cells go into their row, and a row becomes one of its own."""

    def __init__(self) -> None:
        self._open: list[
            list[str]
        ] = []  # the texts of the paragraphs at hand: one may hold another, in a frame
        self._levels: list[int] = []
        self._into: list[list[Paragraph]] = [[]]
        self._rows: list[int] = []

    @property
    def paragraphs(self) -> list[Paragraph]:
        """All that was found."""
        return self._into[0]

    def text(self, text: str) -> None:
        """A piece of the paragraph at hand."""
        if self._open:
            self._open[-1].append(text)

    def _begin(self, level: int) -> None:
        self._open.append([])
        self._levels.append(level)

    def _finish(self) -> None:
        text = "".join(self._open.pop()).strip()
        level = self._levels.pop()
        if text:
            self._into[-1].append(Paragraph(level, text))

    def _begin_cell(self) -> None:
        self._into.append([])

    def _finish_cell(self) -> None:
        """Leave the cell to be taken by its row."""
        if self._rows:
            self._rows[-1] += 1
        elif len(self._into) > 1:
            cell = self._into.pop()
            self._into[-1] += cell

    def _begin_row(self) -> None:
        self._rows.append(0)

    def _finish_row(self) -> None:
        count = self._rows.pop()
        cells = [self._into.pop() for _ in range(count)][::-1]
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:  # a table that only puts things in their place
            self._into[-1] += filled[0]
        elif filled:
            row = " | ".join(" ".join(paragraph.text for paragraph in cell) for cell in filled)
            self._into[-1].append(Paragraph(TEXT, row))


class Word(_Document):
    """The paragraphs of `word/document.xml`."""

    _BREAKS: Mapping[str, str] = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
    _LEFT_OUT = frozenset({"Fallback", "moveFrom"})  # for older programs, and what stands elsewhere now

    def __init__(self, levels: Mapping[str, int]) -> None:
        super().__init__()
        self._named = levels
        self._in_text = False
        self._hidden = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note what begins."""
        self._hidden += name in self._LEFT_OUT
        if self._hidden:
            return
        if name == "p":
            self._begin(TEXT)
        elif name == "pStyle" and self._levels:
            self._levels[-1] = self._named.get(attributes.get("val", ""), TEXT)
        elif name == "tr":
            self._begin_row()
        elif name == "tc":
            self._begin_cell()
        elif name in self._BREAKS and "pos" not in attributes:  # a tab stop is called a tab too
            super().text(self._BREAKS[name])
        self._in_text = name == "t"

    def end(self, name: str) -> None:
        """Note what ends."""
        self._in_text = False
        if self._hidden:
            self._hidden -= name in self._LEFT_OUT
        elif name == "p":
            self._finish()
        elif name == "tc":
            self._finish_cell()
        elif name == "tr":
            self._finish_row()

    def text(self, text: str) -> None:
        """Only what a run shows is text: deleted words and the codes of fields have other names."""
        if self._in_text:
            super().text(text)


class OpenDocument(_Document):
    """The paragraphs of `content.xml`."""

    _LEFT_OUT = frozenset({"annotation", "note", "tracked-changes", "index-body", "desc", "title"})
    _BREAKS: Mapping[str, str] = {"line-break": "\n", "tab": " ", "s": " "}

    def __init__(self) -> None:
        super().__init__()
        self._titles = {"Title"}
        self._hidden = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note what begins."""
        self._hidden += name in self._LEFT_OUT
        if self._hidden:
            return
        if name == "style" and attributes.get("parent-style-name") == "Title":
            self._titles.add(attributes.get("name", ""))
        elif name == "h":
            level = attributes.get("outline-level", "1")
            self._begin(int(level) if level.isdecimal() and len(level) < 3 else TEXT)
        elif name == "p":
            self._begin(0 if attributes.get("style-name") in self._titles else TEXT)
        elif name == "table-row":
            self._begin_row()
        elif name == "table-cell":
            self._begin_cell()
        elif name in self._BREAKS:
            super().text(self._BREAKS[name])

    def end(self, name: str) -> None:
        """Note what ends."""
        if self._hidden:
            self._hidden -= name in self._LEFT_OUT
        elif name in ("p", "h"):
            self._finish()
        elif name == "table-cell":
            self._finish_cell()
        elif name == "table-row":
            self._finish_row()

    def text(self, text: str) -> None:
        """All text in a paragraph, with the line breaks of the file as the spaces they are."""
        if not self._hidden:
            super().text(text.replace("\n", " "))
