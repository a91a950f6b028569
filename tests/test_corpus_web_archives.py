"""Archives of the web: the pages in them, and what is lost with a broken record, which is nothing else."""

from __future__ import annotations

import gzip
import io
import lzma
import random
import zipfile
import zlib
from collections import Counter
from pathlib import Path

import pytest

from corpus import Article, Enclosed, Record, Reject, Remark, SourceFile, find_files, read
from corpus.contents import contents
from corpus.formats import Format
from corpus.readers import frames, members
from corpus.records import Item, Place

pytest.importorskip("warcio")

SAMPLES = Path(__file__).parent.parent / "../shared/data/formats/warc"
PLACE = Place("news.warc", "harbour")
STORY = "The ferry <b>sank</b> off the harbour on Monday, its owner said. Nobody drowned, and the dog swam. "


def page(number: int, text: str = STORY) -> bytes:
    return f"<html><title>Ferry {number}</title><body><p>{text * 5}</p></body></html>".encode()


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", "")
    return "\r\n".join(lines).encode() + body


def record(block: bytes, *headers: str, kind: str = "response", length: int | None = None) -> bytes:
    lines = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        "WARC-Target-URI: https://a.example/1",
        "WARC-Date: 2023-05-04T10:11:12Z",
        f"Content-Length: {len(block) if length is None else length}",
        *headers,
    )
    return "\r\n".join((*lines, "", "")).encode() + block + b"\r\n\r\n"


def pages(count: int) -> list[bytes]:
    return [record(http(page(number))) for number in range(1, count + 1)]


def found(data: bytes, suffix: str = ".warc") -> list[Item]:
    return list(contents(io.BytesIO(data), Format(suffix), PLACE, len(data)))


def outline(data: bytes, suffix: str = ".warc") -> list[int | str]:
    """The number of every page that was read whole; in its place what was refused or remarked."""
    shown: list[int | str] = []
    for item in found(data, suffix):
        if isinstance(item, Enclosed):
            number = item.known.line
            assert item.data == page(number)
            shown.append(number)
        else:
            shown.append(f"{item.kind} {item.line}" if isinstance(item, Reject) else item.text)
    return shown


def test_a_page_is_handed_on_with_what_the_archive_knows_of_it():
    known = Record(
        "news.warc",
        "",
        line=1,
        folder="harbour",
        source="a.example",
        url="https://a.example/1",
        captured="2023-05-04T10:11:12Z",
    )
    assert found(record(http(page(1)))) == [Enclosed(PLACE, ".html", page(1), known)]


def test_what_is_no_page_is_counted_and_said():
    data = b"".join(
        [
            record(b"software: x\r\n", kind="warcinfo"),
            record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            record(http(b"gone", status="404 Not Found")),
            record(http(b"\x89PNG", kind="image/png")),
            record(http(b"\x89PNG", kind="image/png")),
            record(http(b""), kind="revisit"),
            record(page(7), "Content-Type: text/html", kind="resource"),
        ]
    )
    assert outline(data) == [
        7,
        "6 records are no pages: 2 image/png, 1 warcinfo, 1 request, 1 status 404, 1 revisit",
    ]


@pytest.mark.parametrize("body", [b"<p>Zelensk\xfd said</p>", "<p>Zelenský said</p>".encode("utf-16")])
def test_the_servers_word_on_the_encoding_counts_where_the_page_is_silent(body: bytes):
    kind = "text/html; charset=" + ("utf-16" if body.startswith(b"\xff\xfe") else "iso-8859-2")
    (enclosed,) = found(record(http(body, kind=kind)))
    assert enclosed.data.decode() == "<p>Zelenský said</p>"


def test_a_page_that_names_its_encoding_is_left_as_it_is():
    body = b'<meta charset="windows-1250"><p>Zelensk\xfd</p>'
    (enclosed,) = found(record(http(body, kind="text/html; charset=koi8-r")))
    assert enclosed.data == body


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(page(1)), ["Content-Encoding: gzip"]),
        (zlib.compress(page(1)), ["Content-Encoding: deflate"]),
        (deflated(page(1)), ["Content-Encoding: deflate"]),
        (page(1), ["Content-Encoding: gzip"]),
        (b"%x\r\n%b\r\n0\r\n\r\n" % (len(page(1)), page(1)), ["Transfer-Encoding: chunked"]),
        (page(1), ["Transfer-Encoding: chunked"]),
    ],
)
def test_pages_are_unpacked_also_where_the_headers_lie(body: bytes, headers: list[str]):
    assert outline(record(http(body, *headers))) == [1]


def test_a_page_that_swells_or_is_packed_strangely_is_refused():
    bomb = gzip.compress(b"<p>" * 10_000_000)
    data = record(http(bomb, "Content-Encoding: gzip")) + record(http(b"?", "Content-Encoding: br"))
    assert outline(data + pages(3)[2]) == ["too-large 1", "unsupported 2", 3]


def test_that_the_archive_cut_a_page_is_noted():
    (enclosed,) = found(record(http(page(1)), "WARC-Truncated: length"))
    assert enclosed.known.notes == ("the archive holds only the beginning of the page (length)",)


BROKEN = {
    "too long": record(http(page(2)), length=9000),
    "too short": record(http(page(2)), length=100),
    "huge": record(http(page(2)), length=10**15),
    "no number": record(http(page(2)), length=-3),
    "no length": record(http(page(2))).replace(b"Content-Length", b"Content-Lenght"),
    "no record": b"<html>\nhow did this get in?\n\n",
    "endless head": b"WARC/1.0\r\nX: " + b"x" * 100_000 + b"\r\n",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_around_a_broken_record_everything_is_read(broken: bytes, pack):
    one, _, three, four, five = pages(5)
    data = b"".join([one, broken, three, four, five])
    assert outline(pack(data)) == [1, "bad-record 2", 3, 4, 5]


def test_a_record_too_large_to_hold_is_skipped_and_what_claims_to_be_one_is_looked_through(monkeypatch):
    monkeypatch.setattr(frames, "MOST", 1000)
    large = record(http(b"x" * 500_000, kind="video/mp4"))
    liar = record(http(b"x" * 200_000), length=10**9)
    one, *_, four = (record(http(text)) for text in (b"<p>1", b"<p>2", b"<p>3", b"<p>4"))
    kinds = [getattr(item, "kind", type(item).__name__) for item in found(one + large + liar + four)]
    assert kinds == ["Enclosed", "bad-record", "Enclosed", "Remark"]


def test_a_file_with_broken_records_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(frames, "_FAULTS", 2)
    data = pages(1)[0] + b"WARC/1.0\r\nX: y\r\n\r\n" * 9
    assert outline(data) == [1, "bad-record 2", "bad-record 3", "bad-record 4", "bad-file None"]


def test_a_file_that_is_cut_off_gives_what_is_whole():
    data = b"".join(pages(3))
    assert outline(data[:-200]) == [1, 2, "bad-record 3"]


@pytest.mark.parametrize("left", [3, 9, 12])
def test_what_is_left_of_a_next_record_does_not_harm_the_one_before(left: int):
    one, two = pages(2)
    assert outline(one + two[:left]) == [1, "bad-record 2"]


def test_an_empty_file_and_one_of_another_kind_are_refused():
    assert outline(b"") == ["empty None"]
    assert outline(b"\x89PNG" * 100) == ["bad-record 1"]


def damaged(packed: list[bytes], which: int, at: float) -> bytes:
    member = bytearray(packed[which])
    place = int(len(member) * at)
    member[place : place + 4] = bytes(255 - byte for byte in member[place : place + 4])
    return b"".join([*packed[:which], bytes(member), *packed[which + 1 :]])


@pytest.mark.parametrize("at", [0, 0.1, 0.5, 0.9, 0.99])
def test_around_a_damaged_member_everything_is_read(at: float):
    packed = [gzip.compress(one) for one in pages(5)]
    assert outline(damaged(packed, 2, at), ".warc.gz") == [1, 2, "bad-record 3", 4, 5]


def test_wherever_a_member_is_damaged_nothing_else_is_lost_and_nothing_wrong_is_given():
    noise = random.Random(7)  # noqa: S311 - noise, not a secret
    texts = ["".join(noise.choices("abcdefgh ", k=300)) for _ in range(6)]
    packed = [gzip.compress(record(http(page(n, text)))) for n, text in enumerate(texts)]
    whole = [page(n, text) for n, text in enumerate(texts)]
    for at in range(0, len(packed[2]), 7):
        items = found(damaged(packed, 2, at / len(packed[2])), ".warc.gz")
        got = [item.data for item in items if isinstance(item, Enclosed)]
        # A fault in what the head of a member says of its file harms nothing.
        assert got in (whole, whole[:2] + whole[3:])
        assert len(got) + sum(isinstance(item, Reject) for item in items) == 6


def test_a_packed_archive_that_is_cut_off_gives_what_is_whole():
    data = b"".join(gzip.compress(one) for one in pages(3))
    assert outline(data[:-100], ".warc.gz") == [1, 2, "bad-record 3"]


def test_an_archive_packed_in_another_way_that_is_cut_off_says_so_once():
    packed = lzma.compress(b"".join(pages(3)))
    items = list(contents(io.BytesIO(packed[:-40]), Format(".warc", ".xz"), PLACE, len(packed)))
    assert [getattr(item, "kind", None) for item in items][-1] == "cut-off"
    assert [item.known.line for item in items[:-1]] == [1, 2, 3][: len(items) - 1]


def test_a_packed_archive_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr(members, "most", lambda packed: packed + 100_000)
    bomb = gzip.compress(record(http(b"x" * 10_000_000, kind="video/mp4")))
    assert outline(gzip.compress(pages(1)[0]) + bomb, ".warc.gz") == [1, "too-large None"]


def test_a_damaged_archive_made_of_heads_of_members_is_given_up(monkeypatch):
    monkeypatch.setattr(members, "_TRIALS", 100)
    assert outline((members.MAGIC + b"\xff") * 1000, ".warc.gz") == ["cut-off None"]


ARC_HEAD = b"filedesc://x 0.0.0.0 20230504101112 text/plain 14\n1 0 X\nfields\n\n"


def arc(body: bytes, url: str = "https://a.example/a b", length: int | None = None) -> bytes:
    block = http(body)
    size = len(block) if length is None else length
    return f"{url} 1.2.3.4 20230504101112 text/html {size}\n".encode() + block + b"\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_arc_is_read_around_its_broken_records(pack):
    data = pack(ARC_HEAD + arc(page(2)) + arc(page(3), length=50) + arc(page(4)))
    assert outline(data, ".arc") == [2, "bad-record 3", 4, "1 record is no page: 1 filedesc"]
    known = Record(
        "news.warc",
        "",
        line=2,
        folder="harbour",
        source="a.example",
        url="https://a.example/a b",
        captured="2023-05-04",
    )
    assert found(data, ".arc")[0].known == known


def zipped(path: Path, **members_of: bytes) -> SourceFile:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members_of.items():
            archive.writestr(name.replace("__", "/"), data)
    return SourceFile(path, path.name)


def test_of_a_wacz_the_web_archives_are_read_and_not_its_lists(tmp_path: Path):
    file = zipped(
        tmp_path / "a.wacz",
        **{"pages__pages.jsonl": b'{"text": "Ferry"}', "archive__a.warc.gz": gzip.compress(pages(1)[0])},
    )
    article, remark = read(file)
    assert (article.headline, article.origin) == ("Ferry 1", "a.wacz/archive/a.warc.gz:1")
    assert remark == Remark("a.wacz", "only its web archives are read; members left out: 1")


def test_a_page_becomes_an_article_with_the_number_of_its_record(tmp_path: Path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(pages(2))))
    articles = list(read(SourceFile(path, "a.warc.gz")))
    assert [(a.headline, a.origin, a.url) for a in articles] == [
        ("Ferry 1", "a.warc.gz:1", "https://a.example/1"),
        ("Ferry 2", "a.warc.gz:2", "https://a.example/1"),
    ]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the samples of web archives are not at {SAMPLES}")
def test_the_samples_of_web_archives_give_what_is_in_them():
    tally: dict[str, list[str]] = {}
    for file in find_files([SAMPLES]):
        for item in read(file) if isinstance(file, SourceFile) else [file]:
            shown = item.headline if isinstance(item, Article) else getattr(item, "kind", "")
            if shown:
                path = item.origin if isinstance(item, Article) else f"{item.path}:{item.line}"
                tally[path.removeprefix("warc/").removesuffix(":None")] = shown
    example = "Example Domain"
    assert tally == {
        "LICENSE": "unsupported",
        "example-bad.warc.gz.bad": "unsupported",
        "bad.arc:1": "bad-record",
        "bad.arc:2": "bad-record",
        "bad.arc:4": "bad-record",
        "example-bad-non-chunked.warc.gz:3": example,
        "example-iana.org-chunked.warc:2": "Internet Assigned Numbers Authority",
        "example-resource.warc.gz:3": example,
        "example-space-in-url.arc:2": "bad-record",
        "example-trunc.warc:3": "bad-record",
        "example-wget-bad-target-uri.warc.gz:3": example,
        "example-wrong-chunks.warc.gz:1": example,
        "example.arc:2": example,
        "example.arc.gz:2": example,
        "example.warc:3": example,
        "example.warc.gz:3": example,
        "invalid_example_1.wacz": "bad-archive",
        "valid_example_1.wacz/archive/example-collection.warc:3": example,
    }
    assert Counter(tally.values())[example] == 9
