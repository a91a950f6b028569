"""Archives are read member by member, in their order, as if each were a file in a folder; never unpacked to disk.

What a header says is not believed: bytes are counted while they are read, so that an archive made to swell is
refused with little memory spent. A member whose name leads out of the archive, a link, a device, an encrypted
member and an archive within the archive are Rejects.
"""

from __future__ import annotations

import stat
import tarfile
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Self, cast

from corpus.compression import most, unpacked
from corpus.contents import contents
from corpus.formats import Format, format_of, unsupported
from corpus.readers import missing
from corpus.records import Item, Place, RefusedError, Remark
from corpus.streams import bounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def read(path: Path, form: Format, place: Place) -> Iterator[Item]:
    """Everything in an archive; `place` is the archive's own."""
    try:
        if form == Format(".zip"):
            yield from _zip(path, place)
        elif form == Format(".wacz"):
            yield from _wacz(path, place)
        elif form.suffix == ".tar":
            yield from _tar(path, form.packing, place)
        else:
            yield place.reject("unsupported", f"a packed {form.suffix} is not opened; unpack it first")
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)
    except ImportError as error:
        yield place.reject("missing-library", missing(error, form.packing))
    except Exception as error:  # noqa: BLE001 - broken archives raise what no list names (zlib, struct, tarfile …)
        yield place.reject("bad-archive", f"the archive is broken: {type(error).__name__}: {error}")


def _zip(path: Path, whole: Place) -> Iterator[Item]:
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        top = _shared_top(info.filename for info in members)
        for info in members:
            place = _place(whole, info.filename, top)
            refusal = _refused_zip(info)
            if refusal:
                yield place.reject(refusal.kind, refusal.reason)
            elif not _is_hidden(info.filename):
                yield from _zip_member(archive, info, place)
    if not members:
        raise RefusedError("empty", "the archive is empty")


def _wacz(path: Path, whole: Place) -> Iterator[Item]:
    """The web archives in a WACZ. Its other members index them, or list their pages anew."""
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        kept = [info for info in members if _is_web_archive(info.filename)]
        for info in kept:
            place = replace(whole, path=_place(whole, info.filename, None).path)
            if refusal := _refused_zip(info):
                yield place.reject(refusal.kind, refusal.reason)
            else:
                yield from _zip_member(archive, info, place)
    if not kept:
        raise RefusedError("bad-archive", "no web archive is in it: none of its members is archive/….warc")
    if others := len(members) - len(kept):
        yield Remark(whole.path, f"only its web archives are read; members left out: {others}")


def _is_web_archive(member: str) -> bool:
    return member.startswith("archive/") and member.lower().endswith((".warc", ".warc.gz", ".arc", ".arc.gz"))


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Place) -> Iterator[Item]:
    try:
        with archive.open(info) as raw:
            stream = bounded(cast("BinaryIO", raw), most(info.compress_size))
            yield from _member(stream, info.filename, place, info.compress_size)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)
    except ImportError:
        raise  # a broken installation is not the archive's fault
    except Exception as error:  # noqa: BLE001 - as above: this member is lost, the others may be whole
        yield place.reject("bad-member", f"the member cannot be unpacked: {type(error).__name__}: {error}")


def _tar(path: Path, packing: str, whole: Place) -> Iterator[Item]:
    names = _tar_names(path, packing)
    top = _shared_top(names)
    with _open_tar(path, packing) as (archive, stream):
        for info in archive:
            yield from _tar_member(archive, info, _place(whole, info.name, top))
        if isinstance(archive, _Tar) and archive.fault:
            reason = f"the archive is cut off or damaged ({archive.fault}); what came before is read"
            yield whole.reject("cut-off", reason)
        while packing and stream.read(1 << 20):
            pass  # a checksum may be at the very end, and who reads on behind it learns that it was wrong
        stream.read(1)
    if not names:
        raise RefusedError("empty", "the archive is empty")


def _tar_names(path: Path, packing: str) -> list[str]:
    """The names of all members: the folder that they share is known only at the end. What is broken is told later."""
    names: list[str] = []
    with suppress(tarfile.TarError, RefusedError), _open_tar(path, packing) as (archive, _):
        names.extend(info.name for info in archive if not info.isdir())
    return names


class _Tar(tarfile.TarFile):
    """A tar that remembers why it ended, where that was not its end."""

    fault: tarfile.TarError | None = None


class _Header(tarfile.TarInfo):
    """A header; tarfile itself takes one that it cannot read for the end of the archive."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile)
        except _TAR_ENDS:
            raise
        except _TAR_FAULTS as error:
            if isinstance(tarfile, _Tar):
                tarfile.fault = error
            raise


_TAR_ENDS = (tarfile.EOFHeaderError,)  # type: ignore[attr-defined]
_TAR_FAULTS = (tarfile.HeaderError,)


@contextmanager
def _open_tar(path: Path, packing: str) -> Iterator[tuple[tarfile.TarFile, BinaryIO]]:
    with path.open("rb") as raw:
        stream = cast("BinaryIO", raw)
        if packing:
            stream = unpacked(stream, packing, path.stat().st_size)
        with _Tar.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive:
            yield archive, stream


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, place: Place) -> Iterator[Item]:
    if info.isdir():
        return
    refusal = _refused_tar(info)
    raw = None if refusal else archive.extractfile(info)
    if refusal or raw is None:
        yield place.reject("bad-member", refusal.reason if refusal else "the member is no file")
    elif not _is_hidden(info.name):
        yield from _member(cast("BinaryIO", raw), info.name, place, info.size)


def _member(stream: BinaryIO, member: str, place: Place, size: int) -> Iterator[Item]:
    """Read a member with the reader of its format."""
    form = format_of(member)
    if form is None:
        yield place.reject("unsupported", unsupported(member))
    elif form.is_archive:
        yield place.reject("unsupported", "an archive within an archive is not opened; unpack it first")
    else:
        yield from contents(stream, form, place, size)


def _refused_zip(info: zipfile.ZipInfo) -> RefusedError | None:
    if info.flag_bits & 1:
        return RefusedError(
            "bad-member", "the member is encrypted; unpack the archive with its password first"
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        return RefusedError("bad-member", "the member is a link, which is not followed")
    return _refused_name(info.filename)


def _refused_tar(info: tarfile.TarInfo) -> RefusedError | None:
    if not info.isfile():
        return RefusedError("bad-member", "the member is a link or a device, which is not followed")
    if info.issparse():
        return RefusedError(
            "bad-member", "the member is sparse: its size is a claim, with no text to hold it"
        )
    return _refused_name(info.name)


def _refused_name(member: str) -> RefusedError | None:
    parts = member.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or parts[0].endswith(":"):
        return RefusedError("bad-member", f"the name {member!r} leads out of the archive")
    return None


def _is_hidden(member: str) -> bool:
    return any(part.startswith((".", "__")) and part != "." for part in PurePosixPath(member).parts)


def _shared_top(members: Iterable[str]) -> str | None:
    """The folder that all members lie in, as archives made of a folder have it."""
    tops = {
        parts[0] if len(parts := _parts(member)) > 1 else None for member in members if not _is_hidden(member)
    }
    return tops.pop() if len(tops) == 1 else None


def _place(whole: Place, member: str, top: str | None) -> Place:
    parts = _parts(member)
    folders = parts[1:-1] if parts[0] == top else parts[:-1]
    name = f"{whole.path}/{member}".encode("utf-8", "replace").decode()
    return replace(whole, path=name, folder=folders[-1] if folders else None)


def _parts(member: str) -> list[str]:
    return [part for part in member.split("/") if part not in ("", ".")] or [member]
