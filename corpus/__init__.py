"""Give me a folder of news, I give you clean articles."""

from __future__ import annotations

from corpus.article import UNKNOWN, Article, Removal
from corpus.dates import parse_date
from corpus.files import CorpusError, SourceFile, digest, find_files
from corpus.pipeline import read
from corpus.records import KINDS, Record, Reject
from corpus.sentences import sentence_ends

__all__ = [
    "KINDS",
    "UNKNOWN",
    "Article",
    "CorpusError",
    "Record",
    "Reject",
    "Removal",
    "SourceFile",
    "digest",
    "find_files",
    "parse_date",
    "read",
    "sentence_ends",
]
