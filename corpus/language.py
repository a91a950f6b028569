"""The language a text is in: by the little words of English, by its script, else by py3langid. Pure.

A wrong language stems every word wrongly, so an answer that is not sure is None. Most corpora are English, and
English shows by its little words; the model, half a second to read and 80 MB to hold, is opened for the first text
that does not. Only samples of the start and the middle are looked at: an article is in one language, or is nobody's
to judge.

Bokmål and Nynorsk are both "no", which is what their stemmer is called. Bosnian is read as Croatian or Serbian.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.codes import language_code

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 200
_MORE = 800
_FEWEST_LETTERS = 20
# Of 18,777 English headlines three were called another language at this share, and 49 at half of it.
_SURE = 0.6
_CERTAIN = 0.9
_ENOUGH_TO_OVERRULE = 100
_ENGLISH_SHARE = 0.1

_SCRIPTS = {
    "ja": "\u3041-\u30fa\u30fd-\u30ff\uff66-\uff9d",
    "ko": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "th": "\u0e01-\u0e4e",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "he": "\u05d0-\u05ea",
    "hy": "\u0531-\u0587",
    "ka": "\u10a0-\u10ff",
    "am": "\u1200-\u137f",
    "bn": "\u0980-\u09ff",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "si": "\u0d80-\u0dff",
    "lo": "\u0e80-\u0edf",
    "my": "\u1000-\u109f",
    "km": "\u1780-\u17dd",
}
_SCRIPT = re.compile("|".join(f"(?P<{code}>[{letters}]+)" for code, letters in _SCRIPTS.items()))
_HAN = re.compile("[\u3400-\u9fff]")
_OWN_LETTERS = 4
_ANY_SCRIPT = re.compile(f"[{''.join(_SCRIPTS.values())}]")

_LETTERS = re.compile(r"[^\W\d_]+")
# Words that are frequent in English and rare in every other language: no "in", "for", "at", "was" or "will".
_LITTLE_WORDS = (
    "the of and to that with from were has had his their they which would said this are been who by not it about "
    "after its than when what there she you into could more other our how only"
)
_ENGLISH = frozenset(_LITTLE_WORDS.split())
_MODELLED = (
    "af ar az be bg bs ca cs cy da de en es et eu fa fi fr ga gl hi hr hu id is it ja kk ku ky lt lv mk mn mr ms "
    "mt ne nl nn no pl ps pt ro ru sk sl so sq sr sv sw tl tr uk ur uz vi zh"
)
_DETECTED = frozenset(_MODELLED.split()) | _SCRIPTS.keys()
_SAME = {"nn": "no", "bs": "hr"}
_KIN = ({"bs", "hr", "sr"}, {"id", "ms"})


@dataclass(frozen=True, slots=True)
class Settled:
    """The language of an article, as an ISO 639 code, and a sentence where what was declared did not hold."""

    language: str | None
    note: str | None = None


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the language `text` is in; None where it is too short, or the answer not sure."""
    return _detect(text, _SURE)


def settle(declared: str | None, text: str) -> Settled:
    """What the language is, given what a record says of it ("en-US", "eng", "German") and its text.

    The record is believed unless enough text is certainly in another language: templates say "en" of everything.
    It is always believed where it names a language that cannot be detected, and so would pass for its neighbour.
    """
    said = language_code(declared or "")
    if said is None:
        return Settled(detect(text))
    if len(text) < _ENOUGH_TO_OVERRULE or said not in _DETECTED:
        return Settled(said)
    found = _detect(text, _CERTAIN)
    if found in {None, said} or any({found, said} <= kin for kin in _KIN):
        return Settled(said)
    return Settled(found, f'declared as "{said}", but the text is in "{found}"')


def _detect(text: str, sure: float) -> str | None:
    samples = _samples(text, _SAMPLE)
    joined = " ".join(samples)
    return (
        _by_little_words(samples)
        or _by_script(joined)
        or _by_little_words(_samples(text, _MORE))  # a list of names at the start says little
        or _by_model(joined, sure)
    )


def _samples(text: str, size: int) -> tuple[str, ...]:
    """The start and the middle, or a short text whole. The end is left alone: it is where other languages are quoted."""
    if len(text) <= 2 * size:
        return (text,)
    middle = max(len(text) // 2, size)
    return text[:size], text[middle : middle + size]


def _by_script(text: str) -> str | None:
    """The language of a script that only one language uses today, if most letters are in it."""
    if not _ANY_SCRIPT.search(text):
        return None
    counts = Counter[str]()
    for run in _SCRIPT.finditer(text):
        counts[run.lastgroup or ""] += len(run[0])
    code, own = max(counts.items(), key=lambda item: item[1], default=("", 0))
    letters = sum(map(len, _LETTERS.findall(text)))
    han = len(_HAN.findall(text)) if code == "ja" else 0
    # Most letters of a Japanese text may be Chinese ones; a tenth of them its own, and it is not Chinese.
    needed = max(_OWN_LETTERS, (letters - han) / 2, han / 10)
    return code if own >= needed else None


def _by_little_words(samples: tuple[str, ...]) -> str | None:
    """English, if a tenth of the words in each sample is: in English news a quarter is, elsewhere none."""
    for sample in samples:
        words = sample.lower().split()
        known = sum(map(_ENGLISH.__contains__, words))
        if known < 3 or known < len(words) * _ENGLISH_SHARE:
            return None
    return "en"


def _by_model(text: str, sure: float) -> str | None:
    # Bytes, since one Chinese letter says more than one Latin one.
    if sum(len(run.encode()) for run in _LETTERS.findall(text)) < _FEWEST_LETTERS:
        return None
    shares = Counter[str]()
    for code, share in _model().rank(text):
        shares[_SAME.get(code, code)] += share
    ((best, share),) = shares.most_common(1)
    return best if share >= sure else None


@lru_cache(maxsize=1)
def _model() -> LanguageIdentifier:
    """The model, of the languages that news is printed in; the shares of the others would only take from theirs."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - numpy comes with it

    full = LanguageIdentifier.from_model_file(MODEL_FILE)
    full.set_languages(_MODELLED.split())
    return LanguageIdentifier(
        full.nb_ptc.copy("C"),  # a row for a feature: what is added up lies together
        full.nb_pc,
        full.nb_classes,
        full.tk_nextmove,
        full.tk_output,
        norm_probs=True,
        tk_row=full.tk_row,
    )
