"""The ISO 639-1 code behind a record's own word for its language: "en-US", "eng", "German"; and its name. Pure.

A language without a two-letter code keeps its code of three letters; what is no language is None.
"""

from __future__ import annotations

from functools import lru_cache

_FREQUENT = "ar bg ca cs da de el en es fa fi fr he hi hr hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh"
_FREQUENT_CODES = frozenset(_FREQUENT.split())
_NOT_ONE = frozenset({"", "und", "mul", "mis", "zxx", "unknown", "none", "null", "other", "default", "root"})
_ALIASES = dict.fromkeys(("nb", "nn", "nob", "nno", "norsk", "bokmål", "nynorsk"), "no") | {
    "fil": "tl",
    "tl": "tl",  # babel would have it the other way
    "tgl": "tl",
    "sh": "sr",
    "hbs": "sr",
    "farsi": "fa",
}
_OWN_NAMES = """
    العربية:ar български:bg català:ca čeština:cs česky:cs dansk:da deutsch:de ελληνικά:el español:es castellano:es
    فارسی:fa suomi:fi français:fr עברית:he हिन्दी:hi hrvatski:hr magyar:hu italiano:it 日本語:ja 한국어:ko
    nederlands:nl polski:pl português:pt română:ro русский:ru svenska:sv ไทย:th türkçe:tr українська:uk 中文:zh
"""
_BY_OWN_NAME = dict(pair.split(":") for pair in _OWN_NAMES.split())


@lru_cache(maxsize=1024)
def language_code(declared: str) -> str | None:
    """The code of what a record declares, any region and script dropped; None where it declares no language."""
    word = declared.strip().casefold()
    primary = word.replace("_", "-").partition("-")[0]
    if primary in _FREQUENT_CODES:
        return primary
    for name in (word, primary, word.partition("(")[0].strip()):
        if name not in _NOT_ONE and (found := _ALIASES.get(name) or _BY_OWN_NAME.get(name) or _known(name)):
            return _ALIASES.get(found, found)
    return None


@lru_cache(maxsize=1024)
def language_name(code: str) -> str:
    """The English name of a language, given its code (ISO 639-1, or longer: pt-BR); a code that has no name is its own."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as below

    try:
        name = Locale.parse(code, sep="-").get_display_name("en")
    except (UnknownLocaleError, ValueError):
        name = Locale("en").languages.get(code.lower())
    return name or code


def _known(name: str) -> str | None:
    names, aliases = _languages()
    code = names.get(name) or aliases.get(name, name).partition("_")[0]
    return code if code in names.values() else None


@lru_cache(maxsize=1)
def _languages() -> tuple[dict[str, str], dict[str, str]]:
    """Codes by English name, and the codes that stand for another ("eng", "iw")."""
    from babel import Locale  # noqa: PLC0415 - few records need it
    from babel.core import get_global  # noqa: PLC0415

    names = {name.casefold(): code for code, name in Locale("en").languages.items() if "_" not in code}
    aliases = get_global("language_aliases")
    return names, {code.casefold(): target for code, target in aliases.items()}
