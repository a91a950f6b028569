"""Which of the Windows code pages of Latin script some bytes were written in, by the letters of languages. Pure.

The pages differ in a few dozen letters, and detectors that count pairs of letters mistake short texts: "El niño"
comes out as "El nińo". So the letters are held against alphabets: Windows-1252, the usual one, wins wherever one of
its languages has them; another page needs several letters that no Western language has side by side.
What is not in Latin script is left to others.
"""

from __future__ import annotations

import re
from collections import Counter

_USUAL = "cp1252"
_ALPHABETS = {
    _USUAL: (
        *("àâæçéèêëîïôœùûüÿ", "áéíñóúüªº", "àçèéíïòóúü", "ãáàâçéêíóôõúüªº", "àèéìíîòóùú", "äöüßé"),
        *("æøåéèêòôó", "åäöéüšž", "áðéíóúýþæö", "áéëèêíïóöüú", "äõöüšž"),
    ),
    "cp1250": (*("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),),
    "cp1254": ("çğıöşüâîûİ",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž"),
}
# Bytes as characters of the same number. Some are letters in every page, some only in the middle of a word.
_SURE = "\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xc0-\xd6\xd8-\xf6\xf8-\xff"
_UNDEFINED = "\x81\x8d\x8f\x90\x9d"
_MAYBE = "\xa3\xa5\xaa\xaf\xb3\xb9\xba\xbc\xbe\xbf"
_LETTER = f"A-Za-z{_SURE}\x8d\x8f\x9d"
_STRAY_APOSTROPHE = r"\xb9(?:s|t|d|m|re|ve|ll)\b"  # "it¹s" is English, damaged
_IN_WORD = re.compile(f"(?<=[{_LETTER}])(?!{_STRAY_APOSTROPHE})[{_MAYBE}](?=[{_LETTER}{_MAYBE}])")
_COUNTED = re.compile(f"[{_SURE}\x8d\x8f\x9d]|{_IN_WORD.pattern}")
_WORD = re.compile(f"[{_LETTER}]+")
_ODD_CASE = re.compile("[a-z][\x8a\x8c\x8e\x9f\xc0-\xd6\xd8-\xde]")
_ODD_SIGN = re.compile("[\x83\x86-\x89\x98\xa4\xa6\xa8\xac\xaf\xb1\xb6\xb8\xd7\xf7]")
_HIGH = re.compile("[\x80-\xff]")


def code_page(sample: bytes) -> str | None:
    """The code page of a text in Latin script; None where it is in no such script, or in none of the pages."""
    text = sample.decode("latin-1")
    if not _is_latin(text):
        return None
    counts = Counter(_COUNTED.findall(text))
    other = _other(counts, text)
    if other:
        return other
    # A capital after a small letter is how the pages of old Macintoshes look in this one: "cafŽ", "itÕs".
    # One broken byte among many says nothing of the others.
    undefined = len(re.findall(f"[{_UNDEFINED}]", text))
    odd = undefined * 10 > len(_HIGH.findall(text)) or _ODD_CASE.search(text)
    return None if odd else _USUAL


def _is_latin(text: str) -> bool:
    """Whether the words that hold high bytes hold plain letters as well, and few of those bytes are odd signs."""
    high = len(_HIGH.findall(text))
    if high * 3 > len(text) or len(_ODD_SIGN.findall(text)) * 10 > high:
        return False
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    foreign = sum(len(word) > 1 and not re.search("[A-Za-z]", word) for word in words)
    return foreign * 2 < len(words) or not words


def _other(counts: Counter[str], text: str) -> str | None:
    """The page, if not the usual one, that alone explains the letters."""
    total = counts.total()
    if not total or not (_is_dense(total, text) or _IN_WORD.search(text)):
        return None
    usual = max(sum(counts[char] for char in letters) for letters in _BYTES[_USUAL]) / total
    share, page = max(
        (sum(counts[char] for char in letters) / total, page)
        for page, alphabets in _BYTES.items()
        for letters in alphabets
        if page != _USUAL
    )
    telling = sum(count for char, count in counts.items() if _differs(char, page))
    if share < 0.95 or share <= usual:
        return None
    # Icelandic has most letters of Turkish: many witnesses count where the shares are close.
    sure = telling >= 6 or (telling >= 3 and usual <= 0.85) or (telling >= 2 and usual <= 0.5)
    return page if sure else None


def _is_dense(counted: int, text: str) -> bool:
    """Whether one letter in fifty is not ASCII: in an English text with foreign names it is far fewer."""
    return counted * 50 >= sum(map(len, _WORD.findall(text)))


def _differs(char: str, page: str) -> bool:
    raw = char.encode("latin-1")
    return raw.decode(page, "replace") != raw.decode(_USUAL, "replace")


def _as_bytes(letters: str, page: str) -> frozenset[str]:
    both = letters + letters.upper().replace("SS", "")
    return frozenset(both.encode(page, "ignore").decode("latin-1")) - frozenset(map(chr, range(128)))


_BYTES = {page: [_as_bytes(letters, page) for letters in alphabets] for page, alphabets in _ALPHABETS.items()}
