"""Give me a folder of news, I give you clean articles."""

from __future__ import annotations

from corpus.article import UNKNOWN, Article, Removal
from corpus.codes import language_name
from corpus.dates import parse_date
from corpus.files import CorpusError, SourceFile, digest, find_files
from corpus.formats import format_of
from corpus.language import detect as detect_language
from corpus.pipeline import items, outcomes, read
from corpus.readers import READERS, WHOLE
from corpus.readers.fieldnames import NAMES
from corpus.records import KINDS, Enclosed, Item, Place, Record, Reject, Remark
from corpus.sending import sendable
from corpus.sentences import sentence_ends
from corpus.spool import spooled
from corpus.watching import changes

__all__ = [
    "KINDS",
    "NAMES",
    "READERS",
    "UNKNOWN",
    "WHOLE",
    "Article",
    "CorpusError",
    "Enclosed",
    "Item",
    "Place",
    "Record",
    "Reject",
    "Remark",
    "Removal",
    "SourceFile",
    "changes",
    "detect_language",
    "digest",
    "find_files",
    "format_of",
    "items",
    "language_name",
    "outcomes",
    "parse_date",
    "read",
    "sendable",
    "sentence_ends",
    "spooled",
]
