"""NITF, the News Industry Text Format of the IPTC: one story a document, with agencies and in newspapers' archives.

The date is that of issue, which stays when an item is sent again, and which agencies fill; then that of release
and of print. Where an archive holds the lead and the full text as blocks of their own, the full text is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.names import split_names
from corpus.readers.prose import prose
from corpus.readers.subjects import subject
from corpus.readers.xml_tree import at, attribute, words
from corpus.records import Place, Record, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATES = (
    (".//{*}date.issue", "norm"),
    (".//{*}date.release", "norm"),
    (".//{*}pubdata", "date.publication"),
    (".//{*}story.date", "norm"),
)


def records(nitf: Any, place: Place) -> Iterator[Record]:
    """The one Record of a document. Raises RefusedError (no-text) where it tells no story."""
    body = _body(nitf)
    if not body:
        raise RefusedError("no-text", "the NITF document has no text in its body.content")
    source = _source(nitf)
    yield Record(
        path=place.path,
        body=body,
        folder=place.folder,
        id=attribute(nitf, ".//{*}doc-id", "id-string"),
        source=source,
        headline=at(nitf, ".//{*}hl1", ".//{*}hedline", "{*}head/{*}title"),
        published=next((date for path, name in _DATES if (date := attribute(nitf, path, name))), None),
        section=_section(nitf),
        authors=tuple(name for name in _authors(nitf) if name.casefold() != (source or "").casefold()),
        url=attribute(nitf, ".//{*}pubdata", "ex-ref"),
        language=nitf.get("baselang") or nitf.get("{http://www.w3.org/XML/1998/namespace}lang"),
        notes=_notes(nitf),
    )


def _body(nitf: Any) -> str:
    content = nitf.find("{*}body/{*}body.content")
    if content is None:
        return ""
    full = next((block for block in content if block.get("class") == "full_text"), None)
    return prose(content if full is None else full)


def _source(nitf: Any) -> str | None:
    return (
        attribute(nitf, ".//{*}pubdata", "name")
        or at(nitf, ".//{*}distributor")
        or attribute(nitf, ".//{*}doc.copyright", "holder")
        or at(nitf, ".//{*}rights.owner")
        or attribute(nitf, ".//{*}doc-id", "regsrc")
        or attribute(nitf, ".//{*}from-src", "src-name")
    )


def _section(nitf: Any) -> str | None:
    """What the document says of its subject for people to read, from the nearest to a newspaper's section on."""
    desk = attribute(nitf, ".//{*}meta[@name='online_sections']", "content")
    name = desk or attribute(nitf, ".//{*}tobject.subject", "tobject.subject.type")
    kind = attribute(nitf, ".//{*}tobject", "tobject.type")
    return (
        name
        or subject(attribute(nitf, ".//{*}tobject.subject", "tobject.subject.refnum"))
        or (kind if kind and kind.lower() != "news" else None)
        or attribute(nitf, ".//{*}doc-scope", "scope")
    )


def _authors(nitf: Any) -> tuple[str, ...]:
    """The names in the bylines, without titles; a byline given again with the surname first is left out."""
    bylines = [one for one in nitf.iterfind(".//{*}byline") if one.get("class") != "normalized_byline"]
    people = [words(person) for byline in bylines for person in byline.iterfind(".//{*}person")]
    return tuple(filter(None, people)) or tuple(
        name for byline in bylines for name in split_names(_without_title(byline))
    )


def _without_title(byline: Any) -> str:
    titles = "".join(words(title) for title in byline.iterfind(".//{*}byttl"))
    text = words(byline).replace(" / ", ", ")
    return text.removesuffix(titles).strip(" ,") if titles else text


def _notes(nitf: Any) -> tuple[str, ...]:
    status = (attribute(nitf, ".//{*}docdata", "management-status") or "usable").lower()
    return () if status == "usable" else (f"its publisher marks it as {status}",)
