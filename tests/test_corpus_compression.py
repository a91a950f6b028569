"""Packed files are read as what is packed in them; cut off, they give what is whole and say so."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from typing import TYPE_CHECKING

import pytest
from backports import zstd

from corpus import Article, SourceFile, compression, read
from corpus.formats import Format, format_of

if TYPE_CHECKING:
    from pathlib import Path

LINES = [
    json.dumps({"id": str(number), "title": f"Ferry {number}", "body": f"It sank {number} times."})
    for number in range(3000)
]
PACKERS = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd.compress}


def outcomes(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    items = read(SourceFile(path, path.name))
    return [item.id if isinstance(item, Article) else item.kind for item in items]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.jsonl", Format(".jsonl")),
        ("A.JSONL.GZ", Format(".jsonl", ".gz")),
        ("news.tar.xz", Format(".tar", ".xz")),
        ("news.tgz", Format(".tar", ".gz")),
        ("news.tar", Format(".tar")),
        ("notes.gz", None),
        ("a.gz.jsonl", Format(".jsonl")),
        ("jsonl", None),
        (".jsonl", Format(".jsonl")),
    ],
)
def test_the_name_says_what_a_file_is(name: str, form: Format | None):
    assert format_of(name) == form


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_packed_file_is_read_as_what_is_in_it(tmp_path: Path, suffix: str):
    packed = PACKERS[suffix]("\n".join(LINES).encode())
    assert outcomes(tmp_path / f"a.jsonl{suffix}", packed) == [str(number) for number in range(3000)]


def test_zstandard_is_read_in_frames(tmp_path: Path):
    frames = [zstd.compress("\n".join([*part, ""]).encode()) for part in (LINES[:10], LINES[10:20])]
    assert outcomes(tmp_path / "a.jsonl.zst", b"".join(frames)) == [str(number) for number in range(20)]


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_packed_file_that_is_cut_off_gives_what_is_whole_and_says_so(tmp_path: Path, suffix: str):
    """How many lines are whole depends on the packing; they are the first ones, and at least half of them."""
    packed = PACKERS[suffix]("\n".join(LINES).encode())
    big = (
        b"".join(PACKERS[suffix]((line + "\n").encode()) for line in LINES)
        if suffix in {".bz2", ".zst"}
        else packed
    )
    *whole, last = outcomes(tmp_path / f"a.jsonl{suffix}", big[: len(big) * 3 // 4])
    if whole[-1] == "bad-json":  # the line that the cut goes through
        whole.pop()
    assert last == "cut-off"
    assert whole == [str(number) for number in range(len(whole))]
    assert len(whole) > 1000


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_packed_text_that_is_cut_off_is_no_article(tmp_path: Path, suffix: str):
    """Half of an article must not pass for a whole one."""
    packed = PACKERS[suffix](b"Ferry sinks\n\n" + "\n".join(LINES).encode())
    assert outcomes(tmp_path / f"a.txt{suffix}", packed[: len(packed) // 2]) == ["cut-off"]


def test_a_packed_file_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compression, "_FREE", 1000)
    assert outcomes(tmp_path / "a.txt.gz", gzip.compress(b"Ferry " * 1_000_000)) == ["too-large"]


def test_what_is_no_packed_file_at_all_is_said_to_be_none(tmp_path: Path):
    assert outcomes(tmp_path / "a.jsonl.gz", b'{"body": "plain after all"}') == ["cut-off"]
