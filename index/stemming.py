"""Stemming: what the forms of a word have in common, by NLTK's Snowball stemmers; no NLTK data is needed.

A stem bears the tag of its language ("de/haus"), so that it never equals another language's; only English ones,
which stand for texts of no known language too, are bare. A language without a stemmer has the folded word for a
stem, under one tag that all of these share. Numbers, and pairs of letters cut from a run, are the same in every
language.

Accents must not matter to who searches, so a stem follows from the folded word. Stemmers know accented endings,
though. What folding first costs was measured on the 25,000 commonest words of each language, as the share of pairs
of forms of one word that get one stem: nothing in Danish, Dutch, Finnish, German, Norwegian and Swedish; in French
0.51 instead of 0.59, in Spanish 0.59 instead of 0.68, one or two hundredths in Arabic, Hungarian, Italian,
Portuguese and Romanian. Folding last would in return miss one accented word in five that is typed without its
accents. Where a folded ending stands for one accented ending nearly always, the accent is put back before stemming
(`_ENDINGS`): French is 0.58 then, Spanish 0.62, Italian 0.61, Portuguese 0.75, Romanian 0.63, Hungarian 0.50.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nltk.stem.snowball import SnowballStemmer

from index.cutting import solid_letters
from index.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENGLISH = "en"
OTHERS = "-"

SNOWBALL: Mapping[str, str] = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}
"""The languages that are stemmed, by their tags."""

_SAME = {"nb": "no", "nn": "no"}

_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "es": ("ía", "ían", "ías"),
    "fr": ("ée", "ées"),
    "hu": (
        *("ként", "ért", "nál", "nél", "ból", "ról", "tól", "ában", "ében", "ának", "ének"),
        *("át", "ségek", "ések"),
    ),
    "it": ("erà",),
    "pt": ("ão",),
    "ro": ("ţie", "ţia", "ţiei", "ţiile", "ţiilor", "ţi", "ând"),  # the stemmer wants the old letter ţ
}
_LEAST = 2
"""How many letters at least stand before an ending."""


@dataclass(frozen=True, slots=True)
class Stemming:
    """How the words of one language are stemmed; a value, equal for languages that share it."""

    tag: str

    def stem(self, word: str) -> str:
        """The stem of a word, given folded."""
        if any(map(str.isdigit, word)) or solid_letters(word):
            return word
        if self.tag == ENGLISH:
            return str(_stemmer(ENGLISH).stem(word))
        if self.tag == OTHERS:
            return f"{OTHERS}/{word}"
        stem = str(_stemmer(self.tag).stem(_with_accent(word, _endings(self.tag))))
        return f"{self.tag}/{fold(stem) or word}"


@lru_cache(maxsize=1 << 10)
def stemming(language: str | None) -> Stemming:
    """How a language is stemmed: its ISO 639-1 code, a longer one like pt-BR, or None where it is not known."""
    if not language:
        return Stemming(ENGLISH)
    code = language.replace("_", "-").partition("-")[0].lower()
    code = _SAME.get(code, code)
    return Stemming(code if code in SNOWBALL else OTHERS)


def stemmings(languages: Iterable[str]) -> tuple[Stemming, ...]:
    """All ways in which a corpus of these languages is stemmed, each once; English, the bare one, is the first."""
    return tuple(dict.fromkeys((stemming(None), *map(stemming, sorted(languages)))))


@lru_cache
def _stemmer(tag: str) -> SnowballStemmer:
    return SnowballStemmer(SNOWBALL[tag])


@lru_cache
def _endings(tag: str) -> Mapping[str, str]:
    """Folded endings with what they stand for, the longer ones first."""
    return {fold(ending): ending for ending in sorted(_ENDINGS.get(tag, ()), key=len, reverse=True)}


def _with_accent(word: str, endings: Mapping[str, str]) -> str:
    for folded, ending in endings.items():
        if word.endswith(folded) and len(word) >= len(folded) + _LEAST:
            return word[: -len(folded)] + ending
    return word


def beginnings(stems: Iterable[str], language: str | None) -> set[str]:
    """How words of plain ASCII letters and digits begin that have one of these stems in a language (as `stemming`)."""
    possible = {"", stemming(language).tag}  # others are stems of other languages
    each = {_beginning(*stem.rpartition("/")) for stem in stems if stem.rpartition("/")[0] in possible}
    return each - {""}


def _beginning(tag: str, _: str, stem: str) -> str:
    """What every such word begins with that has this stem; "" where no such word has it.

    A suffix goes, and what takes its place is short. In English the last letter of a stem may be such an e, i or l, or
    the y of "skies"; elsewhere, and for "dying", the last two are. Finnish drops one of two equal letters anywhere.
    """
    if not stem.isascii():
        return ""
    if tag == "fi":
        return stem[:1]
    other = 2 if tag or stem.endswith("ie") else int(stem.endswith(("e", "i", "l", "y")))
    return stem[: max(1, len(stem) - other)]
