"""A format whose library is not installed is refused, with the command that installs it; all others are read."""

from __future__ import annotations

import sys

import pytest

from corpus.readers import OPTIONAL, read_bytes
from corpus.records import Place

WARC = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n\r\n"
FILES = [
    (".warc", "warcio", WARC),
    (".parquet", "pyarrow", b"PAR1"),
    (".arrow", "pyarrow", b"ARROW1"),
    (".pdf", "pypdf", b"%PDF-1.4"),
    (".md", "yaml", b"---\ntitle: Ferry\n---\nIt sank."),
    (".md", "markdown_it", b"It sank."),
]


@pytest.mark.parametrize(("suffix", "library", "data"), FILES)
def test_without_its_library_a_format_is_refused_with_the_command_that_installs_it(
    suffix: str, library: str, data: bytes, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, library, None)
    (reject,) = read_bytes(suffix, data, Place("a"))
    assert (reject.kind, reject.reason) == (
        "missing-library",
        f"reading {suffix} needs {library}; install it with: pip install -r requirements-formats.txt",
    )


@pytest.mark.parametrize(("suffix", "data"), [(".eml", b"Subject: x\n\nIt sank."), (".txt", b"It sank.")])
def test_other_formats_need_none_of_these_libraries(
    suffix: str, data: bytes, monkeypatch: pytest.MonkeyPatch
):
    for library in OPTIONAL:
        monkeypatch.setitem(sys.modules, library, None)
    (record,) = read_bytes(suffix, data, Place("a"))
    assert record.body == "It sank."
