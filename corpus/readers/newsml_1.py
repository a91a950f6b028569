"""NewsML 1, the older of the IPTC's two: items made of components within components, some of which hold text.

A component with a headline of its own is a story of its own; what it does not say is taken from those around it.
Where components are said to be equivalent, the first that has text is taken. Captions are left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.names import split_names
from corpus.readers import nitf
from corpus.readers.newsml_g2 import inline_text
from corpus.readers.prose import prose
from corpus.readers.subjects import subject
from corpus.readers.xml_tree import at, attribute, local, words
from corpus.records import Place, Record, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORM = "FormalName"
_NO_TEXT = {"photo", "picture", "graphic", "video", "audio", "animation", "complexdata"}
_ASIDE = {"caption", "thumbnail", "quicklook", "preview"}


def records(item: Any, place: Place) -> Iterator[Record]:
    """A Record for every story of a news item. Raises RefusedError (no-text) where it has none."""
    stories = list(_stories(item, place))
    if not stories:
        kinds = {one.get(_FORM, "") for one in item.iterfind(".//{*}MediaType")} - {""}
        held = f"it holds {', '.join(sorted(kinds))[:200]}" if kinds else "it has no content"
        raise RefusedError("no-text", f"the news item holds no text: {held}")
    own = at(item, "{*}Identification//{*}PublicIdentifier", "{*}Identification//{*}NewsItemId")
    dates = ("{*}NewsManagement/{*}FirstCreated", "{*}NewsManagement/{*}ThisRevisionCreated")
    date = at(item, *dates, "{*}Identification//{*}DateId")
    for number, story in enumerate(stories, start=1):
        name = own if number == 1 or own is None else f"{own}#{number}"
        yield replace(story, id=name or story.id, published=date or story.published)


def _stories(item: Any, place: Place) -> Iterator[Record]:
    """The stories in the order of their components, texts under one headline being one."""
    told: dict[Any, list[Record]] = {}
    for content in item.iterfind(".//{*}ContentItem"):
        around = [one for one in content.iterancestors() if local(one) in ("NewsComponent", "NewsItem")]
        owner = next((one for one in around if at(one, "{*}NewsLines/{*}HeadLine")), around[-1])
        parts = told.setdefault(owner, [])
        if (parts and _is_choice(around)) or _is_aside(around):
            continue
        if record := _text(content, place):
            parts.append(_described(record, around))
    for parts in told.values():
        if parts:
            yield replace(parts[0], body="\n\n".join(part.body for part in parts))


def _is_choice(around: list[Any]) -> bool:
    return any(one.get("EquivalentsList") == "yes" for one in around)


def _is_aside(around: list[Any]) -> bool:
    roles = {(attribute(one, "{*}Role", _FORM) or "").lower() for one in around}
    return bool(roles & _ASIDE)


def _text(content: Any, place: Place) -> Record | None:
    """What an item of content tells, if it is text and lies within."""
    kind = (attribute(content, "{*}MediaType", _FORM) or "text").lower()
    data = content.find("{*}DataContent")
    if kind in _NO_TEXT or data is None or content.find("{*}Encoding") is not None:
        return None
    inner = data.find(".//{*}nitf")
    if inner is not None and inner.find("{*}body/{*}body.content") is not None:
        return next(nitf.records(inner, place))
    body = prose(data) if len(data) else inline_text(data.text or "")
    return Record(path=place.path, body=body, folder=place.folder) if body else None


def _described(record: Record, around: list[Any]) -> Record:
    """A Record with what the components around it say, the nearest first."""
    described = {
        "headline": _nearest(around, "{*}NewsLines/{*}HeadLine"),
        "source": _party(around, "{*}AdministrativeMetadata/{*}Provider/{*}Party")
        or _party(around, "{*}AdministrativeMetadata/{*}Source/{*}Party")
        or _nearest(around, "{*}NewsLines/{*}CreditLine"),
        "language": _formal(around, "{*}DescriptiveMetadata/{*}Language"),
        "section": _section(around),
    }
    by = _nearest(around, "{*}NewsLines/{*}ByLine") or ""
    authors = split_names(by) or record.authors
    found = {name: value for name, value in described.items() if value}
    record = replace(record, **found)  # type: ignore[arg-type]
    return replace(record, authors=tuple(name for name in authors if name != record.source))


def _section(around: list[Any]) -> str | None:
    codes = "{*}DescriptiveMetadata//{*}Subject"
    return _nearest(around, "{*}DescriptiveMetadata/{*}Category") or next(
        filter(None, (subject(one.get(_FORM)) for near in around for one in near.iterfind(codes))), None
    )


def _nearest(around: list[Any], path: str) -> str | None:
    return next((text for one in around if (text := at(one, path))), None)


def _formal(around: list[Any], path: str) -> str | None:
    return next((name for one in around if (name := attribute(one, path, _FORM))), None)


def _party(around: list[Any], path: str) -> str | None:
    """The name of a party, which stands in a property of it or is its formal name."""
    for one in around:
        for party in one.iterfind(path):
            named = (words(each) or each.get("Value") for each in party.iter() if each is not party)
            name: str | None = next(filter(None, named), None) or party.get(_FORM)
            if name:
                return name
    return None
