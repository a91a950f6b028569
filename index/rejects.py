"""The list of everything that was refused: a file in the index folder, one reject a line."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from corpus import Reject
from index.ledger import DELETED, POSTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from corpus import Article
    from index.ledger import Ledger

REJECTS = "rejects.jsonl"
_DELETED = "the article {id!r} was deleted over HTTP, and stays so until it is posted"


def of_article(article: Article, kind: str, reason: str) -> Reject:
    """A Reject of what an article was read from."""
    path, _, line = article.origin.rpartition(":")
    numbered = path and line.isdecimal()
    return Reject(path if numbered else article.origin, int(line) if numbered else None, kind, reason)


def given_twice(article: Article) -> Reject:
    """The Reject of an article whose id was given before."""
    reason = f"the id {article.id!r} is given more than once; of the articles with one id the last is kept"
    return of_article(article, "duplicate-id", reason)


def deleted(article: Article) -> Reject:
    """The Reject of an article that was deleted over HTTP."""
    return of_article(article, "deleted", _DELETED.format(id=article.id))


def superseded(ledger: Ledger, names: Mapping[Path, str]) -> Iterator[Reject]:
    """A Reject for each article that another file's stands in place of; files have names for people in `names`."""
    for path, article_id, other in ledger.superseded():
        stands = "that was posted over HTTP" if other == POSTED else f"in {names.get(other, other)}"
        reason = f"its article {article_id!r} gives way to the one with that id {stands}"
        if other == DELETED:
            reason = _DELETED.format(id=article_id)
        kind = "deleted" if other == DELETED else "duplicate-id"
        yield Reject(names.get(path, str(path)), None, kind, reason)


def write_rejects(folder: Path, rejects: Iterable[Reject]) -> Counter[str]:
    """Write the list, whole or not at all. Returns how many there are of each kind."""
    fresh = folder / f"{REJECTS}.new"
    kinds: Counter[str] = Counter()
    with fresh.open("w", encoding="utf-8") as out:
        for reject in rejects:
            out.write(json.dumps(asdict(reject), ensure_ascii=False) + "\n")
            kinds[reject.kind] += 1
    fresh.replace(folder / REJECTS)
    return kinds
