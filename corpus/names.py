"""Who wrote it, and for whom: names as bylines give them, and outlets as the text itself names them. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_BY = re.compile(r"(?:by|from)\s*:?\s+", re.IGNORECASE)
_PARTING = re.compile(r"\s*(?:[,;|]|\band\b|&)\s*")
_ROLE = re.compile(
    r"\b(?:editors?|correspondents?|reporters?|writers?|columnists?|producers?|analysts?|staff|bureau|chief"
    r"|contributors?|for the)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:jr|sr|ph\.?d|m\.?d|ii|iii|iv)\.?", re.IGNORECASE)
_LONGEST = 80

_OUTLET_WORD = (
    r"(?:News|Times|Post|Herald|Gazette|Tribune|Today|Journal|Guardian|Mail|Sun|Mirror|Express|Star|Courier"
    r"|Chronicle|Observer|Telegraph|Press|Standard|Examiner|Independent|Record|Review|Inquirer|Globe|Bulletin)"
)
_WORD = r"[A-Z][\w’'&-]*"
_OUTLET = rf"(?:The(?: {_WORD}){{1,4}}|{_WORD}(?: {_WORD}){{0,3}} {_OUTLET_WORD})"
_SAYS = re.compile(
    rf"(?i:most read (?:in|on|at)|read more (?:in|on|at|from)) (?P<name>{_OUTLET}):?\Z"
    rf"|(?i:th(?:is|e) (?:article|story|post|column|piece)(?: was)?(?: first| originally)? (?:appeared|published)"
    rf"(?: first| originally)? (?:on|in|at|by)) (?P<origin>{_OUTLET}|{_WORD}(?: {_WORD}){{0,3}})\.?\Z"
)
_WWW = re.compile(r"www\d?\.(?=.*\.)")
_LOUD = re.compile(r"(?:MOST READ|READ MORE) (?:IN|ON|AT) (THE [A-Z’' -]{2,40}):?\Z")


def split_names(text: str) -> tuple[str, ...]:
    """The names in a byline: "By A. Smith, B. Jones and C. Doe" holds three. Roles behind a name are left out."""
    parts = _PARTING.split(_BY.sub("", text.strip(), count=1))
    names: list[str] = []
    for part in (" ".join(part.split()) for part in parts):
        if names and _SUFFIX.fullmatch(part):
            names[-1] = f"{names[-1]}, {part}"
        elif part and len(part) <= _LONGEST and not (names and _ROLE.search(part)):
            names.append(part)
    return tuple(dict.fromkeys(_surname_first(names, text)))


def outlet_in(line: str) -> str | None:
    """The outlet that a line of furniture names as its own: "Most read in The Sun" is from The Sun."""
    if found := _SAYS.match(line):
        return found["name"] or found["origin"]
    if found := _LOUD.match(line):
        return found[1].title()
    return None


def site_of(url: str) -> str | None:
    """The site that an address of the web leads to: "https://www.bbc.co.uk/news" -> "bbc.co.uk"."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    return _WWW.sub("", host, count=1) or None if parts.scheme in {"http", "https"} else None


def _surname_first(names: list[str], text: str) -> list[str]:
    """Two single words parted by a comma alone are one name: "Doe, Jane"."""
    if len(names) == 2 and "," in text and not any(" " in name for name in names) and " and " not in text:
        return [f"{names[1]} {names[0]}"]
    return names
