"""The name an article keeps: its own, or one made of what it says.

Reading the same corpus twice gives the same ids, on any machine, in any order. An article whose text changes
becomes another one, unless its record names it.
"""

from __future__ import annotations

from hashlib import blake2b

from corpus.clean import printable

_LONGEST = 200


def article_id(own: str | None, source: str, headline: str, body: str) -> str:
    """The record's own id if it has a usable one, else 16 hex digits of source, headline and body."""
    return own_id(own or "") or _digest(source, headline, body)


def own_id(text: str) -> str:
    """A record's own id as it can be used: without what cannot be seen, digested if over 200 characters."""
    name = printable(text, "").strip()
    return name if len(name) <= _LONGEST else _digest(name)


def _digest(*parts: str) -> str:
    # Lengths keep ("ab", "c") and ("a", "bc") apart.
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return blake2b(joined.encode("utf-8", "replace"), digest_size=8).hexdigest()
