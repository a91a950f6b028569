"""Give me articles, I answer structured queries."""

from __future__ import annotations

from index.analysis import Analyzer, Token
from index.build import update
from index.building import read_progress
from index.cluster import Cluster, read_cluster
from index.cutting import solid_letters
from index.desk import Line
from index.document import FACETS, SCHEMA, Document, analyse
from index.engine import Counts, Engine, Match, Matches, Part, Reason, Request, UnknownPlace, Writer
from index.fingerprint import fingerprints
from index.glancing import stretches
from index.ledger import Ledger
from index.moving import move
from index.opening import ENGINES, create_engine, damaged_files, is_on_cluster, open_engine
from index.patterns import wildcard
from index.plan import Plan, Progress, Weave
from index.positions import positions_of
from index.posting import Posting, TooManyLinesError
from index.query import (
    And,
    Between,
    Everything,
    Fuzzy,
    Leaf,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Wildcard,
)
from index.reading import Reading, Taken, begin_work
from index.rejects import REJECTS
from index.report import read_report
from index.spelling import within
from index.stemming import beginnings
from index.tally import Tally
from index.terms import Terms
from index.trouble import IndexDamaged, IndexLocked, IndexMismatch, IndexMissing, IndexTrouble
from index.turn import PATIENCE
from index.watching import follow

__all__ = [
    "ENGINES",
    "FACETS",
    "PATIENCE",
    "REJECTS",
    "SCHEMA",
    "Analyzer",
    "And",
    "Between",
    "Cluster",
    "Counts",
    "Document",
    "Engine",
    "Everything",
    "Fuzzy",
    "IndexDamaged",
    "IndexLocked",
    "IndexMismatch",
    "IndexMissing",
    "IndexTrouble",
    "Leaf",
    "Ledger",
    "Line",
    "Match",
    "Matches",
    "Not",
    "Or",
    "Part",
    "Phrase",
    "Plan",
    "Posting",
    "Prefix",
    "Progress",
    "Query",
    "Reading",
    "Reason",
    "Request",
    "Taken",
    "Tally",
    "Term",
    "Terms",
    "Token",
    "TooManyLinesError",
    "UnknownPlace",
    "Weave",
    "Wildcard",
    "Writer",
    "analyse",
    "begin_work",
    "beginnings",
    "create_engine",
    "damaged_files",
    "fingerprints",
    "follow",
    "is_on_cluster",
    "move",
    "open_engine",
    "positions_of",
    "read_cluster",
    "read_progress",
    "read_report",
    "solid_letters",
    "stretches",
    "update",
    "wildcard",
    "within",
]
