"""Documents of word processors, `.docx` and `.odt`: one article each.

Both are archives of XML, and read as such: the libraries for them build all of a document in memory, unpack
whatever it holds and know no limit. A paragraph is a line, a row of a table too; notes, comments, deleted text, headers
and footers are left out. The headline is the paragraph that is formatted as the title, or a heading that all begins
with, or the title in the file's properties; failing these it is looked for in the text.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, cast

from corpus.readers.markup import Walker, walk
from corpus.readers.properties import plausible_author, plausible_title
from corpus.readers.whole import read_whole
from corpus.readers.word import OpenDocument, Paragraph, Word, WordStyles
from corpus.records import Place, Record, RefusedError, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BYTES = 100_000_000
_OLE = b"\xd0\xcf\x11\xe0"


def read_docx(stream: BinaryIO, place: Place) -> Iterator[Record | Reject]:
    """The one Record of a Word document."""
    try:
        with _opened(stream) as archive:
            styles = WordStyles()
            _walk(archive, "word/styles.xml", styles, needed=False)
            text = Word(styles.levels)
            _walk(archive, "word/document.xml", text)
            yield _record(text.paragraphs, _properties(archive, "docProps/core.xml"), place)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)


def read_odt(stream: BinaryIO, place: Place) -> Iterator[Record | Reject]:
    """The one Record of a text in the Open Document Format."""
    try:
        with _opened(stream) as archive:
            text = OpenDocument()
            _walk(archive, "content.xml", text)
            yield _record(text.paragraphs, _properties(archive, "meta.xml"), place)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    data = read_whole(stream, _BYTES)
    if data.startswith(_OLE):
        raise RefusedError(
            "bad-file", "it is protected by a password, or an old .doc; save it anew without, as .docx"
        )
    stream.seek(0)
    try:
        return zipfile.ZipFile(stream)
    except Exception as error:  # of broken archives zipfile raises what no list names
        raise RefusedError("bad-file", f"it is no document of this kind, or broken: {error}") from error


def _walk(archive: zipfile.ZipFile, part: str, walker: Walker, *, needed: bool = True) -> None:
    """Tell a walker of a part of the document, if it is there."""
    if part not in archive.namelist():
        if needed:
            raise RefusedError("bad-file", f"it is no document of this kind: there is no {part} in it")
        return
    try:
        with archive.open(part) as raw:
            walk(cast("BinaryIO", raw), walker)
    except RefusedError:
        raise
    except Exception as error:  # as above
        raise RefusedError(
            "bad-file", f"its {part} cannot be unpacked: {type(error).__name__}: {error}"
        ) from error


@dataclass(slots=True)
class _Properties:
    """The words in a file's properties, by the names of their elements."""

    found: dict[str, str] = field(default_factory=dict)
    _name: str = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        del attributes
        self._name = name

    def end(self, name: str) -> None:
        del name
        self._name = ""

    def text(self, text: str) -> None:
        if self._name:
            self.found[self._name] = (self.found.get(self._name, "") + text)[:1000]


def _properties(archive: zipfile.ZipFile, part: str) -> Mapping[str, str]:
    """What the file says of itself; nothing where that is broken, since the text can be read without."""
    properties = _Properties()
    try:
        _walk(archive, part, properties, needed=False)
    except RefusedError:
        return {}
    return properties.found


def _record(paragraphs: list[Paragraph], known: Mapping[str, str], place: Place) -> Record:
    headline = _take_headline(paragraphs) or plausible_title(known.get("title"))
    body = "\n\n".join(paragraph.text for paragraph in paragraphs)
    if not body.strip():
        raise RefusedError("no-text", "there is no text in the document")
    made = known.get("created") or known.get("creation-date")
    return Record(
        path=place.path,
        body=body,
        plain=headline is None,
        decoded=True,
        folder=place.folder,
        headline=headline,
        authors=plausible_author(known.get("initial-creator") or known.get("creator")),
        language=known.get("language") or None,
        captured=made[:10] if made else None,
    )


def _take_headline(paragraphs: list[Paragraph]) -> str | None:
    """Take the title out of the paragraphs, or a heading of the first two levels that they begin with."""
    for number, paragraph in enumerate(paragraphs):
        if paragraph.level == 0 or (number == 0 and paragraph.level in (1, 2)):
            del paragraphs[number]
            return " ".join(paragraph.text.split())
    return None
