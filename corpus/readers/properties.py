"""What programs write into the properties of a file, taken only where a person seems to have meant it. Pure.

Most titles are those of a template or the name of a file, most authors whoever the computer belongs to; a wrong one
is worse than none.
"""

from __future__ import annotations

import re

_LONGEST_TITLE, _LONGEST_NAME = 300, 60
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|layout|slide|powerpoint|presentation|print|impression)\b.*"
    r"|(?:untitled|document|dokument|documento|unbenannt|sans titre|new|neu|title|titel|template|vorlage)"
    r"[\s\d_.-]*.*\d*|\(?null\)?|.*\.(?:docx?|odt|rtf|pdf|indd|qx[dp]|pages|pptx?|xlsx?|p65|tex|dvi|html?)"
    r"|[\w.-]*\d[\w.-]*|[\w-]*_[\w-]*|https?:.*",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){1,3}")
_NO_NAME = re.compile(
    r"\b(?:admin\w*|user|benutzer|utilisateur|usuario|microsoft|office|windows|acrobat|adobe|python|docx|test"
    r"|owner|default|root|server|desktop|laptop|pc|scanner|intern|unknown|unbekannt|author|name)\b",
    re.IGNORECASE,
)


def plausible_title(text: str | None) -> str | None:
    """A title of at least two words that no program makes up."""
    title = " ".join((text or "").split())
    good = len(title.split()) > 1 and len(title) <= _LONGEST_TITLE and not _NO_TITLE.fullmatch(title)
    return title if good else None


def plausible_author(text: str | None) -> tuple[str, ...]:
    """One name of two to four words, as people have; nothing for any other text."""
    name = " ".join((text or "").split())
    good = len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) and not _NO_NAME.search(name)
    return (name,) if good else ()
