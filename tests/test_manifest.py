"""The manifest: an index that does not fit this program is refused with a sentence."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from index import (
    SCHEMA,
    Analyzer,
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    create_engine,
    open_engine,
    update,
)
from index.manifest import FORMAT, MANIFEST, describe, read
from tests.deliveries import deliver, item

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def index(tmp_path: Path) -> Path:
    create_engine(tmp_path / "index")
    return tmp_path / "index"


def test_it_holds_format_engine_schema_and_analyzer(index: Path):
    manifest = read(index)
    assert manifest == describe("whoosh", Analyzer())
    assert (set(manifest), manifest["format"]) == ({"format", "engine", "schema", "analyzer"}, FORMAT)
    assert list(manifest["schema"]) == list(SCHEMA)


@pytest.mark.parametrize("key", ["format", "schema", "analyzer"])
def test_an_index_made_otherwise_is_refused_by_readers_and_writers_alike(
    index: Path, tmp_path: Path, key: str
):
    manifest = read(index)
    (index / MANIFEST).write_text(json.dumps(manifest | {key: "another"}), encoding="utf-8")
    sentence = (
        rf"made by another version of Cuttings \(its {key} differ.*; delete .* python app\.py index PATH"
    )
    with pytest.raises(IndexMismatch, match=sentence):
        open_engine(index)
    with pytest.raises(IndexMismatch, match=sentence):
        update([deliver(tmp_path / "news.jsonl", item("x"))], index)


def test_all_differences_are_named(index: Path):
    (index / MANIFEST).write_text('{"engine": "whoosh", "format": 0}', encoding="utf-8")
    with pytest.raises(IndexMismatch, match="its format and schema and analyzer differ"):
        open_engine(index)


def test_a_manifest_of_something_else_is_not_taken_for_an_index(index: Path):
    (index / MANIFEST).write_text('{"name": "A browser extension"}', encoding="utf-8")
    with pytest.raises(IndexMismatch, match="is no index of Cuttings; name another folder with --index"):
        open_engine(index)


def test_an_engine_nobody_knows_is_named(index: Path):
    (index / MANIFEST).write_text(json.dumps(read(index) | {"engine": "abacus"}), encoding="utf-8")
    with pytest.raises(IndexMismatch, match="there is no engine 'abacus'; there is: whoosh"):
        open_engine(index)


@pytest.mark.parametrize("text", ["[]", "", "{", "null", '"x"', "\x00", "[" * 100_000])
def test_a_manifest_that_is_none_is_damage(index: Path, text: str):
    (index / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(
        IndexDamaged, match=r"manifest\.json is not readable; delete .* python app\.py index PATH"
    ):
        open_engine(index)


def test_a_folder_where_the_manifest_should_be_is_damage(index: Path):
    (index / MANIFEST).unlink()
    (index / MANIFEST).mkdir()
    with pytest.raises(IndexDamaged, match="cannot be read: Is a directory"):
        open_engine(index)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_manifest_that_may_not_be_read_says_so(index: Path):
    (index / MANIFEST).chmod(0)
    with pytest.raises(IndexDamaged, match="cannot be read: Permission denied"):
        open_engine(index)


def test_without_a_manifest_there_is_no_index(index: Path):
    (index / MANIFEST).unlink()
    with pytest.raises(IndexMissing, match=r"no index at .*; make one with: python app\.py index PATH"):
        open_engine(index)


def test_a_file_where_the_index_should_be_is_no_index(tmp_path: Path):
    with pytest.raises(IndexMissing, match="no index at"):
        open_engine(deliver(tmp_path / "file"))
