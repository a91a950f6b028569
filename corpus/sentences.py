"""Where sentences end in news prose. Pure; "U.S.", "Mr." and "J. K. Rowling" end none."""

from __future__ import annotations

import re

_CLOSING = r"[\"”’'»)\]]*"
# Where a mark needs no second look: it is no full stop behind a letter, or one behind small letters that are all of a
# word, or the last four of it. Of abbreviations only the few named here are like that.
_PLAIN = (
    r"(?<![A-Za-z]\.)"
    r"|(?<=[a-z]{4}\.)(?<!ssrs\.)(?<!prox\.)(?<!alif\.)"
    r"|(?<= [a-z]{3}\.)(?<!etc\.)"
    r"|(?<= [a-z]{2}\.)(?<!vs\.)"
)
# The group is there where it does need one. All begins with a set, not with a choice: the next of a set is found quickly.
_END = re.compile(rf"[.!?…](?:{_PLAIN}|())(?:(?<=\.)\.\.)?{_CLOSING}(?=\s+[\"“‘'(\[]?[^\W_a-z]|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:[A-Za-z]\.)+[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|Jr|Sr|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Adm|Cmdr"
    r"|Sen|Rep|Gov|Pres|Sec|Amb|Supt|Insp|Messrs|Mt|Ft|No|Nos|vs|v|etc|approx|Inc|Ltd|Corp|Co|Bros|Dept|Univ|Assn|Ave|Blvd"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Ala|Ariz|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass"
    r"|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo))\.$"
)
_LONGEST_ABBREVIATION = 20
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}$")
_STARTERS = re.compile(
    r"\s+[\"“‘']?(?:The|He|She|It|They|We|I|But|And|In|On|At|A|An|This|That|There|His|Her|Their)\b"
)


def sentence_ends(text: str) -> list[int]:
    """The offsets behind the last character of each sentence of a paragraph, closing quotes included."""
    return [
        found.end()
        for found in _END.finditer(text)
        if found[1] is None or not ends_in_abbreviation(_up_to(text, found)) or _starts_anew(text, found)
    ]


def ends_in_abbreviation(text: str) -> bool:
    """Whether the full stop at the end of a text belongs to an abbreviation."""
    return _ABBREVIATION.search(text[-_LONGEST_ABBREVIATION:]) is not None


def _up_to(text: str, found: re.Match[str]) -> str:
    """The little before a full stop, with it, that tells what it belongs to."""
    return text[max(0, found.start() + 1 - _LONGEST_ABBREVIATION) : found.start() + 1]


def _starts_anew(text: str, found: re.Match[str]) -> bool:
    """Whether "U.S." ends the sentence after all: what follows could begin nothing but a new one."""
    initials = _INITIALS.search(_up_to(text, found))
    return initials is not None and _STARTERS.match(text, found.end()) is not None
