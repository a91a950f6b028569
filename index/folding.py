"""Folding: the form of a word in which spellings that count as the same are the same.

Case, accents, typographic apostrophes and the commas of thousands go; so do ligatures and other forms that
Unicode keeps for old encodings, and the two dots of ё. What makes another letter stays: the vowel signs of Indic
scripts, the voicing marks of kana, й, ў and ї. Folding knows no language; stemming, which does, is another file's business.
"""

from __future__ import annotations

import unicodedata

import regex

APOSTROPHES = "'’ʼ＇"
_STRAIGHT = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))

# Accents (Latin, Greek, Cyrillic) and the points of Hebrew and Arabic go; the vowel signs of Indic scripts
# are combining marks too, and stay, and so does what makes another letter of и, у and і.
_ACCENTS = r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]"
_FOLDED_AWAY = regex.compile(rf"[^\p{{L}}\p{{N}}\p{{M}}.']+|(?!(?<=[иу])\u0306|(?<=і)\u0308){_ACCENTS}")

# Letters that Unicode does not take apart, as the English-speaking press writes them.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


def fold(text: str) -> str:
    """A word without case, accents, typographic apostrophes and the commas of thousands."""
    if text.isascii() and text.isalnum():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_STRAIGHT)).casefold().translate(_LETTERS)
    return unicodedata.normalize("NFC", _FOLDED_AWAY.sub("", unicodedata.normalize("NFKD", plain)))
