"""The way from a file to clean articles: read, clean, sift, name. Every record ends as an Article or a Reject.

Nothing is held but the record at hand, and no content of a file makes it raise.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, cast

from corpus import archives
from corpus.article import UNKNOWN, Article, Removal
from corpus.clean import one_line, printable, tidy
from corpus.contents import contents
from corpus.dates import Dated, read_date, settle_date
from corpus.files import CorpusError
from corpus.formats import format_of, unsupported
from corpus.frontmatter import field_of
from corpus.furniture import rule_of
from corpus.headline import Top, find_top, lead_sentence, without_repeats
from corpus.identity import article_id
from corpus.language import settle
from corpus.lines import paragraphs, split, unwrap
from corpus.names import outlet_in, site_of, split_names
from corpus.readers import read_bytes
from corpus.records import TEXT_LIMIT, Enclosed, Item, Place, Record, RefusedError, Reject, Remark
from corpus.sieve import sift

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corpus.files import SourceFile

_LONGEST_FIELD = 200
_LONGEST_HEADLINE = 500
_URL = re.compile(r"https?://[^\s<>\"]{1,2000}")
_FIELDS = (
    *("id", "source", "headline", "published", "section", "authors", "url", "language", "captured", "folder"),
)


def read(file: SourceFile, columns: Mapping[str, str] | None = None) -> Iterator[Article | Reject | Remark]:
    """Every article of a file, a Reject for every record that is none, and what there is to say of the file.

    `columns` says by which foreign names our fields go: {"headline": "title"}. Raises CorpusError where a
    library is missing that always has to be there, since that says nothing about the file.
    """
    for item in items(file, columns or {}):
        yield from outcomes(item)


def items(file: SourceFile, columns: Mapping[str, str]) -> Iterator[Item]:
    """The raw items of a file in their order: what has to be done in one place. Raises CorpusError as `read`."""
    place = Place(file.name, file.folder, columns)
    try:
        yield from _contents(file, place)
    except ImportError as error:
        raise CorpusError(_broken(error)) from error
    except OSError as error:
        yield place.reject("unreadable", f"the file cannot be read: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - one bad file must not stop a corpus; what happened is reported
        yield place.reject("unreadable", f"reading stopped: {type(error).__name__}: {error}")


def outcomes(item: Item) -> Iterator[Article | Reject | Remark]:
    """What becomes of a raw item: what can be done on any core. Raises CorpusError as `read`."""
    if isinstance(item, Enclosed):
        yield from _opened(item)
    elif isinstance(item, Record):
        try:
            yield article(item)
        except RefusedError as refusal:
            yield _printable(Reject(item.path, item.line, refusal.kind, refusal.reason))
        except ImportError as error:
            raise CorpusError(_broken(error)) from error
        except Exception as error:  # noqa: BLE001 - as above
            reason = f"reading stopped: {type(error).__name__}: {error}"
            yield _printable(Reject(item.path, item.line, "unreadable", reason))
    else:
        yield _printable(item)


def article(record: Record) -> Article:
    """The clean article of a record. Raises RefusedError where no text is left, or too much is there."""
    if len(record.body) > TEXT_LIMIT:
        raise RefusedError(
            "too-large", f"its text of {len(record.body)} characters is over the limit of {TEXT_LIMIT}"
        )
    top = _sifted(record)
    body = paragraphs(top.story)
    if not body:
        raise RefusedError("no-text", "no text is left when the furniture is taken out")
    headline = top.headline or lead_sentence(top.story[0].text)
    url = _url(record.url or top.fields.get("url"))
    source = _source(record, top, url)
    authors = record.authors or split_names(top.fields.get("authors", ""))
    dated = _dated(
        record, settle_date(record.published or top.fields.get("published"), url, top.story[0].text)
    )
    spoken = settle(record.language or top.fields.get("language"), body)
    return Article(
        id=article_id(record.id, source, headline, body),
        source=source,
        headline=headline,
        body=body,
        published=dated.day,
        section=_field(record.section or top.fields.get("section")),
        authors=tuple(name for name in map(_field, authors) if name),
        url=url,
        language=spoken.language,
        headline_derived=top.headline is None,
        removed=tuple(sorted(top.removed, key=_line_of)),
        origin=printable(record.path if record.line is None else f"{record.path}:{record.line}"),
        notes=tuple(printable(note) for note in (*record.notes, dated.doubt, spoken.note) if note),
    )


def _contents(file: SourceFile, place: Place) -> Iterator[Item]:
    form = format_of(file.name)  # the name's own: `path` may be what a link leads to, and be called anything
    if form is None:
        yield place.reject("unsupported", unsupported(file.name))
    elif form.is_archive:
        yield from archives.read(file.path, form, place)
    else:
        with file.path.open("rb") as stream:
            yield from contents(cast("BinaryIO", stream), form, place, file.path.stat().st_size)


def _opened(enclosed: Enclosed) -> Iterator[Article | Reject | Remark]:
    """What becomes of the one item that some bytes are."""
    place = enclosed.place
    try:
        for item in read_bytes(enclosed.suffix, enclosed.data, place):
            yield from outcomes(_completed(item, enclosed.known))
    except ImportError as error:
        raise CorpusError(_broken(error)) from error
    except Exception as error:  # noqa: BLE001 - as above
        line = enclosed.known.line if enclosed.known else None
        reason = f"reading stopped: {type(error).__name__}: {error}"
        yield _printable(place.reject("unreadable", reason, line))


def _completed(item: Item, known: Record | None) -> Item:
    """An item with what its container knows of it, where it does not say so itself."""
    if known is None or isinstance(item, Remark):
        return item
    if isinstance(item, Enclosed):
        inner = _completed(item.known or Record(item.place.path, ""), known)
        return replace(item, known=inner if isinstance(inner, Record) else None)
    if isinstance(item, Reject):
        return replace(item, line=known.line)
    lacking = {name: getattr(known, name) for name in _FIELDS if not getattr(item, name)}
    return replace(item, **lacking, line=known.line, notes=(*known.notes, *item.notes))


def _printable(item: Reject | Remark) -> Reject | Remark:
    """A Reject or Remark as it can be written down: its strings may hold names that an archive gave."""
    if isinstance(item, Remark):
        return Remark(printable(item.path), printable(item.text))
    return Reject(printable(item.path), item.line, item.kind, printable(item.reason))


def _broken(error: ImportError) -> str:
    return (
        f"the module {error.name or 'needed'} cannot be imported ({error}); "
        "mend the installation with: pip install -r requirements.txt"
    )


def _sifted(record: Record) -> Top:
    """The story of a record and what stands above it, without furniture."""
    lines = split(tidy(record.body, entities=not record.decoded))
    if not record.decoded:
        lines = unwrap(lines, _stands_alone)
    kept, removed = sift(lines, headline_first=record.plain)
    given = one_line(record.headline or "", entities=not record.decoded)[:_LONGEST_HEADLINE]
    if record.plain:
        top = find_top(kept)
    else:
        story, repeats = without_repeats(kept, given)
        top = Top(given or None, {}, story, repeats)
    top.removed += removed
    return top


def _stands_alone(text: str) -> bool:
    return rule_of(text) is not None or field_of(text) is not None


def _source(record: Record, top: Top, url: str | None) -> str:
    """Who printed it, from the surest witness to the least."""
    own = _field(record.source) or _field(top.fields.get("source"))
    return own or _said(top.removed) or _field(record.folder) or site_of(url or "") or UNKNOWN


def _said(removed: Sequence[Removal]) -> str | None:
    return next((name for removal in removed if (name := outlet_in(removal.text))), None)


def _dated(record: Record, dated: Dated) -> Dated:
    """The day of a record; where nothing names one, that on which an archive took it, and a note that says so."""
    taken = read_date(record.captured).day if record.captured and not dated.day else None
    if taken is None:
        return dated
    return Dated(
        taken,
        "nothing names the day of publication; this is the day on which it was archived, or its file was made",
    )


def _url(text: str | None) -> str | None:
    """The address, if it is one that can be followed: nothing else becomes a link on a page."""
    found = _URL.fullmatch((text or "").strip())
    return found[0] if found and printable(found[0]) == found[0] else None


def _field(text: str | None) -> str | None:
    return one_line(text)[:_LONGEST_FIELD].strip() or None if text else None


def _line_of(removal: Removal) -> int:
    return removal.line
