"""A corpus of files that are broken, endless or malicious: each is refused by name, and all else is indexed.

They lie in one folder and are indexed by one run of the command line, whose processes may take no more than
so much memory and processor time: more would end them.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import subprocess
import sys
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest

from index import REJECTS
from tests.deliveries import bodies, deliver, item

ROOT = Path(__file__).parent.parent
MEMORY = 3_000_000_000
"""Bytes of address space a process may take; its libraries alone map about 1.5 GB, and use little of it."""
SECONDS = 240

ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "bomb" * 10}">' for n in range(12))
PAGE = """
<p>The ferry sank off Varden on Monday, the harbour office said, and all aboard were saved.</p>
<p>Two tugs had been sent out at noon, when the first call came in from the bridge of the vessel.</p>
<p>Its captain, a woman of forty years at sea, told the radio that the fog had come down like a curtain.</p>
"""
WARC_PAGE = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    "<html><head><title>Ferry {0} sinks</title></head><body><article><h1>Ferry {0} sinks</h1>" + PAGE
)


def warc_record(number: int) -> bytes:
    payload = WARC_PAGE.format(number).encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: https://wharf.example/{number}\r\nWARC-Date: 2024-03-0{number}T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def truncated_gzip(folder: Path) -> None:
    lines = "\n".join(json.dumps(item(f"gz{number}", f"The {number}th tram.")) for number in range(2000))
    packed = gzip.compress(lines.encode())
    (folder / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])


def broken_warc(folder: Path) -> None:
    records = [
        warc_record(1),
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: no number\r\n\r\nx\r\n\r\n" * 3,
    ]
    (folder / "broken.warc").write_bytes(b"".join([*records, warc_record(2)]))


def stray_quote_and_endless_field(folder: Path) -> None:
    rows = ["id,headline,body", "csv1,One,First body.", 'csv2,Two,Stray " quote', 'csv3,Three,"']
    with (folder / "stray.csv").open("w", encoding="utf-8") as out:
        out.write("\n".join(rows))
        for _ in range(2_000):
            out.write("word word " * 10_000)  # 200 MB on one line
        out.write('"\ncsv4,Four,Last body.\n')


def odd_json(folder: Path) -> None:
    lines = ['{"body": "one", "body": "two"}', r'{"body": "half \ud83d"}', '{"body": ' + "[" * 100_000]
    deliver(folder / "odd.jsonl", *lines, item("json1"))


def bombs(folder: Path) -> None:
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("swell.txt", "w", force_zip64=True) as out:
            for _ in range(300):
                out.write(b"\0" * 1_000_000)
        archive.writestr("good.jsonl", json.dumps(item("zip1")))
    (folder / "entities.xml").write_text(
        f"<?xml version='1.0'?><!DOCTYPE nitf [{ENTITIES}]><nitf><body>&e11;</body></nitf>", encoding="utf-8"
    )


def names_that_lead_out(folder: Path) -> None:
    with zipfile.ZipFile(folder / "climb.zip", "w") as archive:
        archive.writestr("../../climbed.txt", "Out\n\nOut of here.")
        archive.writestr("inside.jsonl", json.dumps(item("zip2")))
    with tarfile.open(folder / "climb.tar", "w") as archive:
        info = tarfile.TarInfo("/etc/climbed.txt")
        info.size = 3
        archive.addfile(info, io.BytesIO(b"Out"))


def odd_files(folder: Path) -> None:
    (folder / "loop").symlink_to(folder)
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    os.mkfifo(folder / "pipe.txt")


def nested_pages(folder: Path) -> None:
    (folder / "deep.html").write_text("<div>" * 100_000 + PAGE, encoding="utf-8")
    (folder / "deepish.html").write_text("<div><b>" * 45_000 + PAGE, encoding="utf-8")
    (folder / "fine.html").write_text(f"<title>Fine</title><article>{PAGE}</article>", encoding="utf-8")


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, set[str]]]:
    """The index, and the kinds of rejects by file."""
    base = tmp_path_factory.mktemp("hostile")
    news = base / "news"
    news.mkdir()
    for make in (truncated_gzip, broken_warc, stray_quote_and_endless_field, odd_json, bombs):
        make(news)
    for make in (names_that_lead_out, odd_files, nested_pages):
        make(news)
    done = subprocess.run(
        [sys.executable, "app.py", "index", str(news), "--index", str(base / "index")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=bounded,
    )
    assert (done.returncode, done.stderr) == (0, "")
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for line in (base / "index" / REJECTS).read_text(encoding="utf-8").splitlines():
        reject = json.loads(line)
        kinds[reject["path"].removeprefix("news/").partition(":")[0]].add(reject["kind"])
    return base / "index", dict(kinds)


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def test_each_is_refused_by_name_and_for_its_own_reason(indexed: tuple[Path, dict[str, set[str]]]):
    assert indexed[1] == {
        "cut.jsonl.gz": {"cut-off"},
        "broken.warc": {"bad-record"},
        "stray.csv": {"too-large"},
        "odd.jsonl": {"bad-json", "bad-encoding"},
        "bomb.zip/swell.txt": {"too-large"},
        "entities.xml": {"bad-xml"},
        "climb.zip/../../climbed.txt": {"bad-member"},
        "climb.tar//etc/climbed.txt": {"bad-member"},
        "circle.txt": {"unreadable"},
        "pipe.txt": {"unreadable"},
        "deep.html": {"too-large"},
        "deepish.html": {"too-large"},
    }


def test_everything_else_is_indexed(indexed: tuple[Path, dict[str, set[str]]]):
    found = bodies(indexed[0])
    cut = {name for name in found if name.startswith("gz")}
    assert cut == {f"gz{number}" for number in range(len(cut))}
    assert len(cut) > 500
    assert {name for name in found if len(name) == 4} >= {"csv1", "csv2", "csv4", "zip1", "zip2"}
    assert "json1" in found
    assert sum("all aboard were saved" in body for body in found.values()) == 3
