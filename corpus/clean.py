"""Text as people read it: composed, without invisible characters, with plain spaces, line by line.

Pure, and idempotent: cleaning clean text changes nothing. The number of lines stays what it was, so that what
is removed later can still be pointed at. Words are never touched: accents, quotes and dashes stay as printed.
"""

from __future__ import annotations

import html
import re
import unicodedata

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LINE_END = re.compile("[\r\v\f\u2028\u2029]")
_ODD_BLANK = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = (
    "\0-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffc\ufffe\uffff\U000e0000-\U000e007f"
)
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
# One scan finds out that most texts need none of the steps.
_ODD = re.compile(f"[\t\r\v\f\u2028\u2029\xa0\u1680\u2000-\u200a\u200c\u200d\u202f\u205f\u3000{_INVISIBLE}]")
_UNPRINTABLE = re.compile(f"[\t-\r\u2028\u2029{_INVISIBLE}]")
# Joiners shape Arabic, Indic and emoji; between other letters they only hide a word from its seeker.
_JOINER = re.compile(
    "(?<![\u0600-\u10ff\u1200-\u1dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]+"
)
# What C1 controls mean in text that was once Windows-1252 and lost its name on the way.
_STRAYS = dict(zip("\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99", "€…‘’“”•–—™", strict=True))
_SPACES = re.compile(" {2,}")
_EDGES = re.compile(" ?\n ?")


def tidy(text: str, *, entities: bool = True) -> str:
    """The text with its lines as they were, each of them clean; `entities` says whether to decode `&amp;` once."""
    if entities and "&" in text:
        text = _ENTITY.sub(_resolve, text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if _may_be_odd(text) and _ODD.search(text):
        text = unicodedata.normalize("NFC", _without_oddities(text))
    if "  " in text:
        text = _SPACES.sub(" ", text)
    if " \n" in text or "\n " in text:
        text = _EDGES.sub("\n", text)
    return text.strip(" ")


def one_line(text: str, *, entities: bool = True) -> str:
    """The clean text on one line: for headlines and other fields."""
    return " ".join(tidy(text, entities=entities).split())


def printable(name: str, instead: str = "\ufffd") -> str:
    """A name, message or address as it can be written anywhere: what cannot be printed becomes `instead`."""
    return name if name.isascii() and name.isprintable() else _UNPRINTABLE.sub(instead, name)


def _may_be_odd(text: str) -> bool:
    """Whether _ODD may match: a glance that is many times quicker, and settles it for most texts."""
    return not text.replace("\n", " ").isprintable() or "\ufffc" in text


def _without_oddities(text: str) -> str:
    """The text with plain line ends and spaces, and nothing that cannot be seen."""
    text = _LINE_END.sub("\n", text.replace("\r\n", "\n"))
    text = _UNSEEN.sub(_restore, _ODD_BLANK.sub(" ", text))
    return _JOINER.sub("", text)


def _restore(found: re.Match[str]) -> str:
    """The sign that a stray control character was meant to be, or nothing."""
    return _STRAYS.get(found[0], "")


def _resolve(found: re.Match[str]) -> str:
    """What an entity stands for; one that stands for a line end must not move the lines that follow."""
    return _LINE_END.sub(" ", html.unescape(found[0])).replace("\n", " ")
