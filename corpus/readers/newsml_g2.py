"""NewsML-G2 of the IPTC: items of agencies, alone or many in a message.

Only a news item of text tells a story. Its text lies within, as NITF, XHTML or plain; what the item says of itself
goes before what the NITF inside says. The date is that of the content, which stays when an item is sent again in a
new version; then that of the item's first version. Concepts, plans, packages and pictures are refused by name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.names import split_names
from corpus.readers import nitf
from corpus.readers.prose import html_prose, plain_prose, prose
from corpus.readers.subjects import subject
from corpus.readers.xml_tree import at, attribute, local
from corpus.records import Place, Record, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_STORIES = {
    "packageItem": "a package, which is a list of other items",
    "conceptItem": "a concept",
    "knowledgeItem": "a set of concepts",
    "planningItem": "a plan of coverage",
    "catalogItem": "a catalogue of codes",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_XHTML = {"html", "body", "div", "section", "article", "p"}
_PARAGRAPH_TAG = re.compile(r"</?p\b[^<>]{0,500}>", re.IGNORECASE)
_THINGS = ("person", "organisation", "organization", "geoarea", "event", "team", "league", "conf", "poi")


def records(item: Any, place: Place) -> Iterator[Record]:
    """The one Record of a news item. Raises RefusedError (no-text) for what tells no story."""
    if name := NO_STORIES.get(local(item)):
        raise RefusedError("no-text", f"{name}, not a story")
    kind = (attribute(item, "{*}itemMeta/{*}itemClass", "qcode") or "").rpartition(":")[2]
    if kind not in ("", "text", "composite"):
        raise RefusedError("no-text", f"a {kind} item, not a story")
    record = _content(item, place)
    stated = {name: value for name, value in _stated(item).items() if value}
    record = replace(record, **stated)  # type: ignore[arg-type]
    source = (record.source or "").casefold()
    yield replace(record, authors=tuple(name for name in record.authors if name.casefold() != source))


def _content(item: Any, place: Place) -> Record:
    """What the parts of the content give, the first that has text."""
    parts = list(item.iterfind("{*}contentSet/*"))
    for part in parts:
        inner = part.find(".//{*}nitf")
        if inner is not None and inner.find("{*}body/{*}body.content") is not None:
            return next(nitf.records(inner, place))
        if body := _text(part):
            return Record(path=place.path, body=body, folder=place.folder)
    raise RefusedError("no-text", f"the news item holds no text: {_instead(parts)}")


def _text(part: Any) -> str:
    if local(part) == "inlineXML":
        return prose(part) if any(local(child) in _XHTML for child in part) else ""
    if local(part) != "inlineData" or part.get("encoding"):
        return ""
    return inline_text("".join(part.itertext()))


def inline_text(text: str) -> str:
    """Text that was put into an element as it was: with tags of HTML, or with its lines alone but for a <p>."""
    lines = _PARAGRAPH_TAG.sub("\n\n", text)
    return html_prose(text) if "</" in lines or "<br" in lines.lower() else plain_prose(lines)


def _instead(parts: list[Any]) -> str:
    """What there is where a story should be."""
    inside = [local(child) for part in parts if local(part) == "inlineXML" for child in part]
    if inside:
        return f"its content is <{inside[0]}>"
    kinds = sorted({part.get("contenttype") or "of no stated kind" for part in parts})
    if parts and all(local(part) == "remoteContent" for part in parts):
        return f"its content lies elsewhere ({', '.join(kinds)[:200]})"
    return "its content is empty" if parts else "it has no content"


def _stated(item: Any) -> dict[str, str | tuple[str, ...] | None]:
    """The fields of a Record as the item itself states them."""
    language = attribute(item, "{*}contentMeta/{*}language", "tag") or item.get(_LANGUAGE)
    return {
        "id": (item.get("guid") or "").strip(),
        "source": _source(item),
        "headline": at(item, "{*}contentMeta/{*}headline", "{*}itemMeta/{*}title"),
        "published": at(
            item,
            "{*}contentMeta/{*}contentCreated",
            "{*}itemMeta/{*}firstCreated",
            "{*}itemMeta/{*}versionCreated",
        ),
        "section": _section(item, language),
        "authors": _authors(item),
        "language": language,
        "notes": _notes(item),
    }


def _source(item: Any) -> str | None:
    """Who provides it: by name, as credited, or at least by code."""
    return (
        at(item, "{*}itemMeta/{*}provider/{*}name")
        or attribute(item, "{*}itemMeta/{*}provider", "literal")
        or (at(item, "{*}contentMeta/{*}creditline") or "").strip(" –-")
        or at(item, "{*}contentMeta/{*}infoSource/{*}name", "{*}rightsInfo/{*}copyrightHolder/{*}name")
        or attribute(item, "{*}contentMeta/{*}infoSource", "literal")
        or attribute(item, "{*}rightsInfo/{*}copyrightHolder", "literal")
        or (attribute(item, "{*}itemMeta/{*}provider", "qcode") or "").rpartition(":")[2]
        or None
    )


def _section(item: Any, language: str | None) -> str | None:
    """The first subject that is a theme and no person, place or thing; its genre where it has none."""
    subjects = [one for one in item.iterfind("{*}contentMeta/{*}subject") if not _is_thing(one)]
    named = (_name(one, language) for one in subjects)
    coded = (subject(one.get("qcode") or one.get("uri")) for one in subjects)
    genres = (_name(one, language) for one in item.iterfind("{*}contentMeta/{*}genre"))
    return next(filter(None, (*named, *coded, *genres)), None)


def _is_thing(subject_: Any) -> bool:
    kind = (subject_.get("type") or "").lower()
    code = (subject_.get("qcode") or "").lower()
    return any(kind.endswith(thing) or code.partition(":")[0].endswith(thing) for thing in _THINGS)


def _name(concept: Any, language: str | None) -> str | None:
    """Its name in the language of the item, or else the first."""
    names = concept.findall("{*}name")
    own = [one for one in names if (one.get(_LANGUAGE) or "")[:2] == (language or "")[:2]]
    return next((text for one in (*own, *names) if (text := at(one, "."))), None)


def _authors(item: Any) -> tuple[str, ...]:
    """The byline, or the creator where there is none: one who has written, or an agency."""
    if by := at(item, "{*}contentMeta/{*}by"):
        return split_names(by)
    name = at(item, "{*}contentMeta/{*}creator/{*}name")
    return (name,) if name and item.find(".//{*}byline") is None else ()


def _notes(item: Any) -> tuple[str, ...]:
    status = (attribute(item, "{*}itemMeta/{*}pubStatus", "qcode") or "usable").rpartition(":")[2].lower()
    return () if status == "usable" else (f"its provider marks it as {status}",)
