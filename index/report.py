"""What became of a corpus, for people and programs: made at the end of every run, and kept beside the index.

`run` is what the last run did; `corpus` is everything the index was made of, however many runs it took. Counts
of furniture, notes and headlines are of articles as they were read in files, those of languages, sources and dates of
the index, with what was `posted` over HTTP before the run.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from index.engine import Request
from index.ledger import DELETED, POSTED
from index.query import Between, Everything, Not
from index.tally import Found

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping
    from pathlib import Path

    from index.engine import Counts, Engine
    from index.ledger import Ledger
    from index.tally import Tally

REPORT = "report.json"
Report = dict[str, Any]


def report_of(tally: Tally, ledger: Ledger, engine: Engine, rejects: Counter[str]) -> Report:
    """The report of a run that has ended; `rejects` counts all that is refused in the corpus, by kind."""
    found, files = Found(), 0
    for counts in ledger.counts():
        found.add(counts)
        files += 1
    files -= len({POSTED, DELETED}.intersection(ledger.paths()))
    facets = engine.search(Request(Everything(), facets=("language", "source"), limit=0)).facets
    undated = engine.search(Request(Not(Between("published", None, None)), limit=0)).total
    return {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "run": {
            "files": tally.files,
            "files_unchanged": tally.files_unchanged,
            "added": tally.added,
            "updated": tally.updated,
            "unchanged": tally.unchanged,
            "removed": tally.removed,
            "rejects": dict(tally.rejects.most_common()),
            "remarks": [{"path": one.path, "text": one.text} for one in tally.remarks],
            "remarks_left_out": tally.remarks_left,
        },
        "corpus": {
            "files": files,
            "articles": engine.count(),
            "posted": ledger.amount(POSTED),
            "duplicates_by_id": rejects.get("duplicate-id", 0),
            "rejects": dict(rejects.most_common()),
            "undated": undated,
            "without_headline": found.without_headline,
            "characters": found.characters,
            "furniture": dict(found.furniture.most_common()),
            "notes": {"articles": found.notes, "first": found.first_notes},
            "languages": _shown(facets["language"]),
            "sources": _shown(facets["source"]),
        },
    }


def write_report(folder: Path, report: Report) -> None:
    """Write the report, whole or not at all."""
    fresh = folder / f"{REPORT}.new"
    fresh.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(folder / REPORT)


def read_report(folder: Path) -> Report | None:
    """The report of the last run that ended; None where there is none that can be read."""
    try:
        report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return report if isinstance(report, dict) and {"finished", "run", "corpus"} <= report.keys() else None


def _shown(counts: Counts) -> Mapping[str, Any]:
    ranked = sorted(counts.values.items(), key=lambda pair: (-pair[1], pair[0]))
    return {"values": dict(ranked), "missing": counts.missing}
