"""ninjs, the IPTC's news in JSON, versions 1 to 3, told by its shape from any other object with named fields.

It may stand wherever an object may: alone, in a list, on a line. The versions differ in the case of their names and
in whether a headline is a text or a list of them by role; all are read alike. The text with markup is preferred, as
it alone has its paragraphs for sure. What a person says about fields (a mapping) goes before this module. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.names import split_names
from corpus.readers.prose import html_prose, plain_prose
from corpus.readers.subjects import subject
from corpus.records import Item, Place, Record, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TYPES = {"text", "audio", "video", "picture", "graphic", "composite", "planning", "component", "event"}
_MARKED = ("body_html", "body_xhtml", "contentstr", "body_richtext")
_TELLING = {
    *("versioncreated", "pubstatus", "representationtype", "profile", "body_text", "bodies", "headlines"),
    *("copyrightholder", "contentcreated", "firstcreated", "renditions", "associations", *_MARKED),
}
_HTML = ("html", "richtext")


def fits(item: Mapping[str, Any], place: Place) -> bool:
    """Whether an object is ninjs: identified, and with two of the names that hardly anything else has."""
    names = {str(name).lower() for name in item}
    mapped = {name.lower().partition(".")[0] for name in place.columns.values()}
    return not mapped & names and bool({"uri", "guid"} & names) and len(_TELLING & names) >= 2


def items(item: Mapping[str, Any], place: Place, line: int | None) -> Iterator[Item]:
    """The Record of a ninjs object, or why there is none."""
    try:
        yield _record({str(name).lower(): value for name, value in item.items()}, place, line)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason, line)


def _record(item: dict[str, Any], place: Place, line: int | None) -> Record:
    kind = _text(item.get("type"))
    if kind in _TYPES - {"text", "composite"}:
        raise RefusedError("no-text", f"a {kind} item, not a story")
    body = _body(item)
    if not body:
        raise RefusedError("no-text", f"the ninjs item ({kind or 'of no stated type'}) holds no text")
    name = _text(item.get("uri")) or _text(item.get("guid"))
    source = _source(item)
    authors = split_names(_text(item.get("byline")) or _text(item.get("by")) or "")
    return Record(
        path=place.path,
        body=body,
        line=line,
        folder=place.folder,
        id=name,
        source=source,
        headline=_told(item, "headline") or _text(item.get("title")),
        published=_first(item, "contentcreated", "firstcreated", "versioncreated"),
        section=_section(item),
        authors=tuple(one for one in authors if one.casefold() != (source or "").casefold()),
        url=_first(item, "canonicalurl", "url") or (name if name and name.startswith("http") else None),
        language=_text(item.get("language")),
        notes=_notes(item),
    )


def _body(item: dict[str, Any]) -> str:
    bodies = [one for one in _list(item.get("bodies")) if isinstance(one, dict)]
    texts = [({str(key).lower(): value for key, value in one.items()}) for one in bodies]
    texts.sort(key=lambda one: not _is_marked(one))
    found = [_prose(_text(one.get("value")), marked=_is_marked(one)) for one in texts]
    found += [_prose(_text(item.get(name)), marked=True) for name in _MARKED]
    found.append(_prose(_text(item.get("body_text")), marked=False))
    return next(filter(None, found), "")


def _is_marked(body: dict[str, Any]) -> bool:
    kinds = f"{body.get('contenttype')} {body.get('role')}".lower()
    return any(kind in kinds for kind in _HTML)


def _prose(text: str | None, *, marked: bool) -> str:
    if not text:
        return ""
    return html_prose(text) if marked else plain_prose(text)


def _told(item: dict[str, Any], name: str) -> str | None:
    """A text that is given plainly in version 1, and in a list by role later: the main one, or the first."""
    listed = [one for one in _list(item.get(f"{name}s")) if isinstance(one, dict)]
    listed.sort(key=lambda one: str(one.get("role", "main")).lower() not in ("main", "headline"))
    texts = (_text(one.get("value")) for one in listed)
    return next(filter(None, texts), None) or _text(item.get(name))


def _source(item: dict[str, Any]) -> str | None:
    infosources = [*_list(item.get("infosources")), *_list(item.get("infosource"))]
    return (
        _first(item, "source", "creditline", "copyrightholder")
        or _named(item.get("provider"))
        or next(filter(None, map(_named, infosources)), None)
    )


def _section(item: dict[str, Any]) -> str | None:
    """The name of its first subject, or what its code stands for, or its genre."""
    subjects = [*_list(item.get("subjects")), *_list(item.get("subject"))]
    codes = (one.get("code") or one.get("uri") for one in subjects if isinstance(one, dict))
    genres = [*_list(item.get("genres")), *_list(item.get("genre"))]
    found = (*map(_named, subjects), *(subject(_text(code)) for code in codes), *map(_named, genres))
    return next(filter(None, found), None)


def _notes(item: dict[str, Any]) -> tuple[str, ...]:
    status = (_text(item.get("pubstatus")) or "usable").lower()
    return () if status == "usable" else (f"its publisher marks it as {status}",)


def _first(item: dict[str, Any], *names: str) -> str | None:
    return next((text for name in names if (text := _text(item.get(name)))), None)


def _named(value: Any) -> str | None:
    return _text(value.get("name") or value.get("literal") if isinstance(value, dict) else value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
