"""Archives: members are files of their own, and what is dangerous is refused."""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Article, Reject, SourceFile, compression, read

if TYPE_CHECKING:
    from pathlib import Path

Outline = list[tuple[str, str]]
MEMBERS = {
    "news/harbour/a.txt": "Ferry sinks\n\nIt sank.",
    "news/b.jsonl": '{"body": "one"}\n{',
    "news/c.png": "x",
}
EXPECTED = [
    ("x/news/harbour/a.txt", "harbour"),
    ("x/news/b.jsonl:1", "unknown"),
    ("x/news/b.jsonl", "bad-json"),
    ("x/news/c.png", "unsupported"),
]


def outline(path: Path) -> Outline:
    items = list(read(SourceFile(path, path.name)))
    shown = [(i.origin, i.source) if isinstance(i, Article) else (i.path, i.kind) for i in items]
    return [(name.replace(path.name, "x"), what) for name, what in shown]


def make_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def make_tar(path: Path, members: dict[str, str], *links: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w" if path.suffix == ".tar" else "w:gz") as archive:
        for name, text in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
        for link in links:
            archive.addfile(link)
    return path


def test_a_zip_is_read_member_by_member(tmp_path: Path):
    assert outline(make_zip(tmp_path / "a.zip", MEMBERS)) == EXPECTED


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tgz"])
def test_a_tar_is_read_member_by_member(tmp_path: Path, name: str):
    assert outline(make_tar(tmp_path / name, MEMBERS)) == EXPECTED


def test_a_folder_that_only_some_members_share_names_their_source(tmp_path: Path):
    members = {"gazette/a.txt": "It sank.", "b.txt": "It sank."}
    assert outline(make_zip(tmp_path / "a.zip", members)) == [
        ("x/gazette/a.txt", "gazette"),
        ("x/b.txt", "unknown"),
    ]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "a/../../b.txt", "C:\\a.txt", "..\\a.txt"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str):
    assert [kind for _, kind in outline(make_zip(tmp_path / "a.zip", {name: "It sank."}))] == ["bad-member"]
    assert [kind for _, kind in outline(make_tar(tmp_path / "a.tar", {name: "It sank."}))] == ["bad-member"]


def test_links_and_devices_are_refused(tmp_path: Path):
    link, device = tarfile.TarInfo("l.txt"), tarfile.TarInfo("d.txt")
    link.type, link.linkname, device.type = tarfile.SYMTYPE, "/etc/passwd", tarfile.CHRTYPE
    assert outline(make_tar(tmp_path / "a.tar", {}, link, device)) == [
        ("x/l.txt", "bad-member"),
        ("x/d.txt", "bad-member"),
    ]
    info = zipfile.ZipInfo("l.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert outline(tmp_path / "a.zip") == [("x/l.txt", "bad-member")]


def test_a_sparse_member_is_refused_whatever_size_it_claims(tmp_path: Path):
    member = tarfile.TarInfo("big.txt")
    member.pax_headers = {"GNU.sparse.map": "0,1", "GNU.sparse.size": "3000000000"}
    assert outline(make_tar(tmp_path / "a.tar", {"a.txt": "It sank."}, member)) == [
        ("x/a.txt", "unknown"),
        ("x/big.txt", "bad-member"),
    ]


def test_an_archive_is_opened_by_the_suffix_of_its_name_and_not_of_what_it_leads_to(tmp_path: Path):
    path = make_tar(tmp_path / "a.tar", {"a.txt": "It sank."}).rename(tmp_path / "blob")
    (found,) = read(SourceFile(path, "x.tar"))
    assert isinstance(found, Article)


def test_an_encrypted_member_is_refused(tmp_path: Path):
    path = make_zip(tmp_path / "a.zip", {"a.txt": "It sank."})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert outline(path) == [("x/a.txt", "bad-member")]


def test_an_archive_within_an_archive_is_refused(tmp_path: Path):
    assert outline(make_zip(tmp_path / "a.zip", {"b.zip": "x", "c.tar.gz": "x"})) == [
        ("x/b.zip", "unsupported"),
        ("x/c.tar.gz", "unsupported"),
    ]


def test_hidden_members_are_no_part_of_the_corpus(tmp_path: Path):
    members = {"__MACOSX/a.txt": "x", ".hidden.txt": "x", "a.txt": "It sank."}
    assert outline(make_zip(tmp_path / "a.zip", members)) == [("x/a.txt", "unknown")]


def test_a_member_made_to_swell_is_refused_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(compression, "_FREE", 1000)
    path = make_zip(tmp_path / "a.zip", {"a.jsonl": b"\n" * 3_000_000, "b.txt": "It sank."})
    assert outline(path) == [("x/a.jsonl", "too-large"), ("x/b.txt", "unknown")]


def test_a_text_that_swells_beyond_the_limit_is_refused(tmp_path: Path):
    path = make_zip(tmp_path / "a.zip", {"a.txt": b"x" * 30_000_000})
    assert outline(path) == [("x/a.txt", "too-large")]


def test_a_tar_made_to_swell_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compression, "_FREE", 1000)
    assert outline(make_tar(tmp_path / "a.tgz", {"a.jsonl": "\n" * 3_000_000})) == [
        ("x/a.jsonl", "too-large"),
        ("x", "too-large"),
    ]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_a_broken_archive_is_one_reject(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(b"no archive at all" * 99)
    assert outline(tmp_path / name) == [("x", "bad-archive")]


def test_an_archive_cut_short_keeps_what_came_before(tmp_path: Path):
    noise = "".join(chr(33 + n * n % 90) for n in range(90_000))
    path = make_tar(tmp_path / "a.tar", {"a.txt": "It sank.", "b.txt": noise})
    path.write_bytes(path.read_bytes()[:50_000])
    assert outline(path)[-1] == ("x", "bad-archive")


def test_an_empty_archive_is_refused(tmp_path: Path):
    assert outline(make_zip(tmp_path / "a.zip", {})) == [("x", "empty")]
    assert outline(make_tar(tmp_path / "a.tar", {})) == [("x", "empty")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from([".zip", ".tar", ".tar.gz"]), st.binary(), st.integers(0, 600))
def test_no_damage_makes_reading_raise(tmp_path: Path, suffix: str, noise: bytes, at: int):
    path = tmp_path / f"a{suffix}"
    make = make_zip if suffix == ".zip" else make_tar
    data = make(path, {"a/a.txt": "It sank.", "b.jsonl": '{"body": "one"}'}).read_bytes()
    path.write_bytes(data[:at] + noise + data[at + len(noise) :])
    assert all(isinstance(item, (Article, Reject)) for item in read(SourceFile(path, path.name)))


@pytest.mark.parametrize("at", [0, 300, 512 * 5])
def test_a_tar_that_is_damaged_or_cut_off_gives_what_comes_before_and_says_so(tmp_path: Path, at: int):
    members = {f"{number}.txt": f"Ferry {number} sinks\n\nIt sank." for number in range(6)}
    path = make_tar(tmp_path / "a.tar", members)
    data = path.read_bytes()
    path.write_bytes(data[: 512 * 4 + at] if at else data[: 512 * 4] + b"x" * 512 + data[512 * 5 :])
    *whole, last = outline(path)
    assert whole == [(f"x/{number}.txt", "unknown") for number in range(len(whole))]
    assert len(whole) >= 2
    assert last in [("x", "cut-off"), ("x", "bad-archive")]


def test_a_packed_tar_whose_checksum_is_wrong_says_so(tmp_path: Path):
    path = make_tar(tmp_path / "a.tgz", {"a.txt": "Ferry sinks\n\nIt sank."})
    data = bytearray(path.read_bytes())
    data[-6] ^= 0xFF
    path.write_bytes(data)
    assert outline(path) == [("x/a.txt", "unknown"), ("x", "cut-off")]
