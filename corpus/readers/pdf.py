"""A PDF is one article: the one door of pypdf, which reads the text in the order in which it was set.

That order follows columns where programs set them one by one, as most do; where a page was set across its columns
the text is mixed up, and nothing here would notice. Pages that are pictures have no text: they need to go
through the recognition of text first. Pages, size and the work on each are bounded by counts, not by a clock, so that the
same file gives the same article on any machine.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.readers.properties import plausible_author, plausible_title
from corpus.readers.reflow import Line, Paragraph, reflowed
from corpus.readers.whole import read_whole
from corpus.records import Place, Record, RefusedError, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BYTES = 100_000_000
_PAGES = 500
_SET = 100_000_000
_LETTERS = 1_500_000
_FEWEST_LETTERS = 20
_UNREAD = 20
_LARGER = 1.25
_LONGEST_HEADLINE = 250
_NO_LETTER = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|\(cid:\d+\)")
_LIMITS: Mapping[str, Any] = {
    "zlib_maximum_output_length": 40_000_000,
    "stream_parsing_work_maximum_count": 300_000,
    "xform_maximum_invocations_per_extraction": 500,
}
"""What the work on one page may cost."""


def read(stream: BinaryIO, place: Place) -> Iterator[Record | Reject]:
    """The one Record of a PDF."""
    import pypdf  # noqa: PLC0415 - optional

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # or it speaks on standard error
    try:
        read_whole(stream, _BYTES)
        stream.seek(0)
        with pypdf.apply_configuration(**_LIMITS):
            yield _record(_opened(stream), place)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)


def _opened(stream: BinaryIO) -> Any:
    import pypdf  # noqa: PLC0415 - optional

    try:
        reader = pypdf.PdfReader(stream)
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
    except pypdf.errors.DependencyError as error:
        raise RefusedError("bad-file", "it is encrypted; save it anew without") from error
    except Exception as error:  # of broken files pypdf raises what no list names
        raise RefusedError(
            "bad-file", f"it is no PDF, or broken: {type(error).__name__}: {error}"[:300]
        ) from error
    if locked or not count:
        reason = "it is protected by a password; save it anew without" if locked else "it has no pages"
        raise RefusedError("bad-file", reason)
    return reader


def _record(reader: Any, place: Place) -> Record:
    lines, notes = _lines(reader)
    _refuse_pictures(lines, len(reader.pages))
    paragraphs = reflowed(lines)
    known = _properties(reader)
    headline = plausible_title(known.get("/Title")) or _largest(paragraphs)
    body = [
        paragraph.text for paragraph in paragraphs if not headline or _fold(paragraph.text) != _fold(headline)
    ]
    return Record(
        path=place.path,
        body="\n\n".join(body),
        plain=headline is None,
        decoded=True,
        folder=place.folder,
        headline=headline,
        authors=plausible_author(known.get("/Author")),
        captured=_day(known.get("/CreationDate", "")),
        notes=tuple(notes),
    )


def _lines(reader: Any) -> tuple[list[Line], list[str]]:
    """The lines of all pages, and sentences about pages that were not read. Raises RefusedError."""
    lines: list[Line] = []
    unread: list[str] = []
    count, letters, size = len(reader.pages), 0, 0
    for number in range(min(count, _PAGES)):
        try:
            size += _size(reader.pages[number])
            page = _lines_of(reader.pages[number], number)
        except Exception:  # noqa: BLE001 - as above; the other pages may be whole
            unread.append(str(number + 1))
            page = []
        lines += page
        letters += sum(len(line.text) for line in page)
        if letters > _LETTERS or size > _SET:
            raise RefusedError("too-large", "it is too long for one article; split it into its articles")
        if len(unread) > _UNREAD:
            break
    return lines, _notes(unread, count)


def _notes(unread: Sequence[str], count: int) -> list[str]:
    if len(unread) == count or len(unread) > _UNREAD:
        raise RefusedError("bad-file", f"of its {count} pages at least {len(unread)} cannot be read")
    notes = [f"pages that could not be read: {', '.join(unread)}"] if unread else []
    return notes + ([f"only the first {_PAGES} of its {count} pages were read"] if count > _PAGES else [])


def _size(page: Any) -> int:
    """How many bytes say how a page is set."""
    contents = page.get_contents()
    return len(contents.get_data()) if contents is not None else 0


def _lines_of(page: Any, number: int) -> list[Line]:
    """The lines of a page, each with where it begins."""
    found: list[Line] = []
    height = float(page.mediabox.height)
    bottom = float(page.mediabox.bottom)
    goes_on = False

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _: Any, size: float) -> None:
        nonlocal goes_on
        for index, piece in enumerate(text.split("\n")):
            goes_on = goes_on and index == 0
            if goes_on and found:
                found[-1] = found[-1]._replace(text=found[-1].text + piece)
            elif piece.strip():
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5] - bottom
                scaled = size * (abs(tm[3] * cm[3]) or abs(tm[1] * cm[1]) or 1.0)
                found.append(Line(number, piece, x, y, scaled, height))
                goes_on = True

    page.extract_text(visitor_text=visit)
    return [line._replace(text=" ".join(line.text.split())) for line in found]


def _refuse_pictures(lines: Sequence[Line], pages: int) -> None:
    """Refuse what has no text, or text of which nobody knows which letters it is made of."""
    text = "".join(line.text for line in lines)
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        raise RefusedError(
            "no-text",
            f"its {pages} pages hold no text, as those that were scanned; have the text recognised first (OCR)",
        )
    if len(_NO_LETTER.findall(text)) * 5 > len(text):
        raise RefusedError(
            "no-text", "its fonts do not say which letters they show; have the text recognised (OCR)"
        )


def _largest(paragraphs: Sequence[Paragraph]) -> str | None:
    """What is printed on the first page in the largest type, if that is larger than the text's."""
    first = [paragraph for paragraph in paragraphs if paragraph.page == paragraphs[0].page]
    usual = sorted((one.size, len(one.text)) for one in first)
    middle, at = sum(length for _, length in usual) / 2, 0
    body = usual[0][0]
    for body, length in usual:  # noqa: B007 - the size in which half of all is set
        at += length
        if at >= middle:
            break
    top = max(first, key=lambda one: one.size)
    good = top.size >= _LARGER * body and 10 <= len(top.text) <= _LONGEST_HEADLINE and " " in top.text
    return top.text if good else None


def _properties(reader: Any) -> dict[str, str]:
    try:
        return {str(name): str(value) for name, value in (reader.metadata or {}).items()}
    except Exception:  # noqa: BLE001 - as above; the text can be read without
        return {}


def _day(text: str) -> str | None:
    """D:20230504101112+02'00' becomes 2023-05-04."""
    found = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", text)
    return "-".join(found.groups()) if found else None


def _fold(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
