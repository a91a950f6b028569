"""What became of a corpus: the tally of one run, and what was found in a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus import Article, Reject, Remark

FIRST_NOTES = 5
MOST_REMARKS = 1000


@dataclass(slots=True)
class Tally:
    """What became of a corpus in one run. Records = added + updated + unchanged + rejects."""

    files: int = 0
    files_unchanged: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    first_rejects: dict[str, Reject] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    remarks_left: int = 0

    def remark(self, remark: Remark) -> None:
        """Keep what is remarked, as far as anybody would read it; the others are counted."""
        if len(self.remarks) < MOST_REMARKS:
            self.remarks.append(remark)
        else:
            self.remarks_left += 1

    def refuse(self, reject: Reject) -> None:
        """Count a reject, and keep the first of its kind."""
        self.rejects[reject.kind] += 1
        self.first_rejects.setdefault(reject.kind, reject)


@dataclass(slots=True)
class Found:
    """What was found in one file, or in several: articles as they were read, duplicates included.

    `furniture` counts the removals by rule, `notes` the articles about whose reading there is something to
    say; the first notes are kept as (origin, sentence).
    """

    articles: int = 0
    characters: int = 0
    undated: int = 0
    without_headline: int = 0
    notes: int = 0
    first_notes: list[tuple[str, str]] = field(default_factory=list)
    furniture: Counter[str] = field(default_factory=Counter)

    def count(self, article: Article) -> None:
        """Count an article."""
        self.articles += 1
        self.characters += len(article.body)
        self.undated += article.published is None
        self.without_headline += article.headline_derived
        self.notes += bool(article.notes)
        if article.notes and len(self.first_notes) < FIRST_NOTES:
            self.first_notes.append((article.origin, article.notes[0]))
        self.furniture.update(removal.rule for removal in article.removed)

    def add(self, counts: dict[str, Any]) -> None:
        """Count what was found in another file, as `as_dict` gave it; a file of which nothing is known adds nothing."""
        for name in ("articles", "characters", "undated", "without_headline", "notes"):
            setattr(self, name, getattr(self, name) + int(counts.get(name, 0)))
        more = [(str(origin), str(note)) for origin, note in counts.get("first_notes", ())]
        self.first_notes = [*self.first_notes, *more][:FIRST_NOTES]
        self.furniture.update(counts.get("furniture", {}))

    def as_dict(self) -> dict[str, Any]:
        """The counts as JSON holds them."""
        return {name: getattr(self, name) for name in self.__slots__} | {"furniture": dict(self.furniture)}
