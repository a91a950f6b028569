"""What a file is, by its name: which reader reads it, and in what it is packed.

`articles.jsonl.xz` is `.jsonl` packed in `.xz`; `news.tar.gz` is an archive. The name decides, never the bytes:
whoever looks at a folder can tell what will be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus.compression import PACKINGS
from corpus.readers import READERS

ARCHIVES = (".zip", ".tar", ".tgz", ".wacz")
SUFFIXES = (*READERS, *ARCHIVES)
"""The suffixes of the files that are read; any of PACKINGS may stand behind one."""


@dataclass(frozen=True, slots=True)
class Format:
    """The suffix that names the reader or kind of archive, and the suffix of its packing, or an empty one."""

    suffix: str
    packing: str = ""

    @property
    def is_archive(self) -> bool:
        """Whether it holds files rather than articles."""
        return self.suffix in ARCHIVES


def format_of(name: str) -> Format | None:
    """The format of a file of this name; None where nothing reads it."""
    plain, last = _parted(name.lower())
    if last == ".tgz":
        return Format(".tar", ".gz")
    if last in SUFFIXES:
        return Format(last)
    inner = _parted(plain)[1]
    if inner + last in READERS:
        return Format(inner + last)
    return Format(inner, last) if last in PACKINGS and inner in SUFFIXES else None


def unsupported(name: str) -> str:
    """Why a file of this name is not read."""
    suffix = PurePosixPath(name).suffix
    return (
        f"files ending in {suffix!r} are not read; those that are: {', '.join(SUFFIXES)}, "
        f"and these packed in {', '.join(PACKINGS)}"
    )


def _parted(name: str) -> tuple[str, str]:
    """A name and its last suffix, as the name has it: of ".warc" all is suffix."""
    plain, dot, last = name.rpartition(".")
    return plain, dot + last
