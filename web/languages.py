"""Languages as people name them, in the language of the pages, which is English."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError


@lru_cache
def language_name(code: str) -> str:
    """The name of a language, given its code (ISO 639-1, or longer: pt-BR); a code that has no name is its own."""
    try:
        name = Locale.parse(code, sep="-").get_display_name("en")
    except (UnknownLocaleError, ValueError):
        name = Locale("en").languages.get(code.lower())
    return name or code
