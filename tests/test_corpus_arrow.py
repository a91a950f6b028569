"""Columns: rows of Parquet and Arrow files are read as those of any table, and around what is damaged."""

from __future__ import annotations

import datetime as dt
import gzip
import io
from typing import Any

import pytest

from corpus import Record, Reject, Remark
from corpus.contents import contents
from corpus.formats import format_of
from corpus.readers import arrow
from corpus.records import Item, Place

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

PLACE = Place("a.parquet", "dumps")
FULL = Record(
    path="a.parquet",
    body="It sank.\n\nNobody drowned.",
    line=1,
    folder="dumps",
    id="17",
    source="The Gazette",
    headline="Ferry sinks",
    published="2023-05-04 10:11:12.000000000+0200",
    section="News",
    authors=("Jane Doe", "John Roe"),
    url="https://a.example/1",
    language="en",
)
ROWS = {
    "id": pa.array([17, 18]),
    "source": pa.array([{"name": "The Gazette", "since": dt.datetime(1887, 1, 1, tzinfo=dt.UTC)}, None]),
    "title": pa.array(["Ferry sinks", None]).dictionary_encode(),
    "content": pa.array([["It sank.", "Nobody drowned."], ["It swam."]]),
    "date": pa.array(
        [dt.datetime(2023, 5, 4, 8, 11, 12, tzinfo=dt.UTC), None], pa.timestamp("ns", "Europe/Berlin")
    ),
    "section": pa.array([b"News", None], pa.binary()),
    "authors": pa.array([["Jane Doe", "John Roe"], []]),
    "url": pa.array(["https://a.example/1", None], pa.large_string()),
    "language": pa.array(["en", None]),
    "embedding": pa.array([[0.1] * 9, None], pa.list_(pa.float32(), 9)),
    "rank": pa.array([1.0, float("nan")]),
}


def parquet_of(columns: dict[str, Any], **how: Any) -> bytes:
    file = io.BytesIO()
    parquet.write_table(pa.table(columns), file, **how)
    return file.getvalue()


def arrow_of(columns: dict[str, Any], new: Any = pa.ipc.new_file, size: int = 1000) -> bytes:
    table, file = pa.table(columns), io.BytesIO()
    with new(file, table.schema) as writer:
        writer.write_table(table, size)
    return file.getvalue()


def found(data: bytes, name: str = "a.parquet", **columns: str) -> list[Item]:
    place = Place(PLACE.path, PLACE.folder, columns)
    return list(contents(io.BytesIO(data), format_of(name), place, len(data)))


def outline(items: list[Item]) -> list[Any]:
    return [(item.line, item.kind if isinstance(item, Reject) else item.body) for item in items]


@pytest.mark.parametrize(
    "data",
    [parquet_of(ROWS), arrow_of(ROWS), arrow_of(ROWS, pa.ipc.new_stream)],
    ids=["parquet", "file", "stream"],
)
def test_a_row_gives_every_field(data: bytes):
    name = "a.parquet" if data.startswith(b"PAR1") else "a.arrow"
    assert found(data, name) == [
        Remark("a.parquet", "fields left out: embedding, rank"),
        FULL,
        Record(path="a.parquet", body="It swam.", line=2, folder="dumps", id="18"),
    ]


def test_a_file_that_is_packed_is_read_all_the_same():
    assert found(gzip.compress(parquet_of(ROWS)), "a.parquet.gz")[1] == FULL


def test_foreign_names_are_found_or_given():
    data = parquet_of({"Maintext": ["It sank."], "doc": [{"kop": "Ferry"}], "n": [1]})
    *remarks, record = found(data, headline="doc.kop")
    assert remarks == [
        Remark("a.parquet", "fields left out: n"),
        Remark("a.parquet", "fields read as body = Maintext"),
    ]
    assert (record.headline, record.body) == ("Ferry", "It sank.")


def test_text_that_is_no_utf_8_is_guessed_and_nothing_is_made_of_what_is_no_number():
    texts = pa.array([b"Die F\xe4hre sank vor der K\xfcste, sagte der Eigner.", None]).view(pa.string())
    items = found(parquet_of({"body": texts, "title": [float("nan"), 1.5]}))
    assert outline(items) == [(1, "Die Fähre sank vor der Küste, sagte der Eigner."), (2, "no-text")]
    assert items[0].headline is None


def test_around_a_damaged_group_of_rows_everything_is_read():
    data = bytearray(
        parquet_of(
            {"body": [f"{n} sank." * 50 for n in range(9)]},
            row_group_size=3,
            compression="none",
            use_dictionary=False,
            write_page_checksum=True,
        )
    )
    at = data.index(b"4 sank.")
    data[at : at + 4] = b"????"
    assert outline(found(bytes(data))) == [
        *((n + 1, f"{n} sank." * 50) for n in range(3)),
        (4, "bad-file"),
        *((n + 1, f"{n} sank." * 50) for n in range(6, 9)),
    ]


def test_around_a_damaged_batch_everything_is_read():
    data = arrow_of({"body": [f"{n} sank." * 50 for n in range(6)]}, size=2)
    at = data.index(b"2 sank.")
    start = data.rindex(b"\xff\xff\xff\xff", 0, at)
    broken = data[: start + 8] + b"\xff" * 16 + data[start + 24 :]
    lines = [line for line, what in outline(found(broken, "a.feather")) if what != "bad-file"]
    kinds = [item.reason for item in found(broken, "a.feather") if isinstance(item, Reject)]
    assert len(kinds) == 1
    assert kinds[0].startswith("batch 2 of the rows is damaged, and was left out")
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "bad-file"),
        (b"PAR1" * 10, "bad-file"),
        (b"body,title\nIt sank.,Ferry\n", "bad-file"),
        (parquet_of({"body": ["It sank."]})[:-30], "bad-file"),
        (parquet_of({"price": [1]}), "no-text"),
        (parquet_of({"body": pa.array([], pa.string())}), "empty"),
    ],
)
@pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
def test_a_file_that_is_none_is_refused(data: bytes, kind: str, name: str):
    (reject,) = found(data, name)
    assert reject.kind == (kind if name == "a.parquet" else "bad-file")


def test_a_file_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr(arrow, "most", lambda size: size * 20)
    (reject,) = found(parquet_of({"body": ["x" * 5_000_000]}, compression="zstd", use_dictionary=False))
    assert reject.kind == "too-large"


def test_a_value_stored_once_for_many_rows_is_unpacked_for_few_at_once(monkeypatch):
    monkeypatch.setattr(arrow, "_AT_ONCE", 3_000_000)
    data = parquet_of({"body": ["x" * 1_000_000] * 10}, dictionary_pagesize_limit=1 << 30)
    assert [len(item.body) for item in found(data)] == [1_000_000] * 10


def test_a_packed_file_that_is_cut_off_says_so_once():
    packed = gzip.compress(parquet_of(ROWS))
    assert [item.kind for item in found(packed[:-100], "a.parquet.gz")] == ["cut-off"]
