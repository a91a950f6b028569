"""The way from a file to clean articles: read, clean, sift, name. Every record ends as an Article or a Reject.

Nothing is held but the record at hand, and no content of a file makes it raise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, cast

from corpus import archives
from corpus.article import UNKNOWN, Article, Removal
from corpus.clean import one_line, printable, tidy
from corpus.dates import date_in_url, parse_date
from corpus.files import CorpusError
from corpus.frontmatter import field_of
from corpus.furniture import rule_of
from corpus.headline import Top, find_top, lead_sentence, without_repeats
from corpus.identity import article_id
from corpus.lines import paragraphs, split, unwrap
from corpus.names import outlet_in, split_names
from corpus.readers import READERS
from corpus.records import TEXT_LIMIT, Place, Record, RefusedError, Reject
from corpus.sieve import sift

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from corpus.files import SourceFile

_LONGEST_FIELD = 200
_LONGEST_HEADLINE = 500
_URL = re.compile(r"https?://[^\s<>\"]{1,2000}")
_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]+)?")


def read(file: SourceFile) -> Iterator[Article | Reject]:
    """Every article of a file, and a Reject for every record that is none.

    Raises CorpusError where a library is missing, since that says nothing about the file.
    """
    try:
        for item in _records(file):
            yield _printable(item if isinstance(item, Reject) else _article_or_reject(item))
    except ImportError as error:
        raise CorpusError(_broken(error)) from error
    except OSError as error:
        reason = f"the file cannot be read: {error.strerror or error}"
        yield _printable(Reject(file.name, None, "unreadable", reason))
    except Exception as error:  # noqa: BLE001 - one bad file must not stop a corpus; what happened is reported
        reason = f"reading stopped: {type(error).__name__}: {error}"
        yield _printable(Reject(file.name, None, "unreadable", reason))


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
    source = _source(record, top)
    headline = top.headline or lead_sentence(top.story[0].text)
    url = _url(record.url or top.fields.get("url"))
    authors = record.authors or split_names(top.fields.get("authors", ""))
    return Article(
        id=article_id(record.id, source, headline, body),
        source=source,
        headline=headline,
        body=body,
        published=_published(record.published or top.fields.get("published"), url),
        section=_field(record.section or top.fields.get("section")),
        authors=tuple(name for name in map(_field, authors) if name),
        url=url,
        language=_language(record.language or top.fields.get("language")),
        headline_derived=top.headline is None,
        removed=tuple(sorted(top.removed, key=_line_of)),
        origin=printable(record.path if record.line is None else f"{record.path}:{record.line}"),
    )


def _records(file: SourceFile) -> Iterator[Record | Reject]:
    if archives.is_archive(file.name):
        yield from archives.read(file.path, file.name)
        return
    with file.path.open("rb") as stream:
        # The name's own suffix: `path` may be what a link leads to, and be called anything.
        suffix = "." + file.name.lower().rpartition(".")[2]
        yield from READERS[suffix](cast("BinaryIO", stream), Place(file.name, file.folder))


def _article_or_reject(record: Record) -> Article | Reject:
    try:
        return article(record)
    except RefusedError as refusal:
        return Reject(record.path, record.line, refusal.kind, refusal.reason)


def _printable(item: Article | Reject) -> Article | Reject:
    """A Reject as it can be written down: its strings may hold names that an archive or file system gave."""
    if isinstance(item, Article):
        return item
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


def _source(record: Record, top: Top) -> str:
    """Who printed it, from the surest witness to the least."""
    own = _field(record.source) or _field(top.fields.get("source"))
    return own or _said(top.removed) or _field(record.folder) or UNKNOWN


def _said(removed: Sequence[Removal]) -> str | None:
    return next((name for removal in removed if (name := outlet_in(removal.text))), None)


def _published(text: str | None, url: str | None) -> date | None:
    named = parse_date(text) if text else None
    return named or (date_in_url(url) if url else None)


def _url(text: str | None) -> str | None:
    """The address, if it is one that can be followed: nothing else becomes a link on a page."""
    found = _URL.fullmatch((text or "").strip())
    return found[0] if found and printable(found[0]) == found[0] else None


def _language(text: str | None) -> str | None:
    found = _LANGUAGE_TAG.fullmatch((text or "").strip())
    return found[1].lower() if found else _field(text)


def _field(text: str | None) -> str | None:
    return one_line(text)[:_LONGEST_FIELD].strip() or None if text else None


def _line_of(removal: Removal) -> int:
    return removal.line
