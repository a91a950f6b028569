"""Where an OpenSearch cluster is, and who we are to it: settings by the names that they have in the environment.

What is secret may stand in a file, and is in no text that this class gives of itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from corpus import sendable
from index.trouble import IndexTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping

URL = "CUTTINGS_OPENSEARCH_URL"
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,150}", re.ASCII)


@sendable
@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster, and the index on it: `name` is the alias that readers ask.

    `urls` are nodes of one cluster, without user and password. `ca` is a file of certificates to trust besides those of
    the system. `timeout` are the seconds that an answer may take. A new index has so many `shards`, and of each as many
    further copies as there are `replicas`. With `native` it also holds headline and body as OpenSearch's own analyzer
    reads them, and the date as one of its dates, for whoever looks at it with other programs.
    """

    urls: tuple[str, ...]
    name: str = "cuttings"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    ca: Path | None = None
    timeout: float = 10.0
    shards: int = 1
    replicas: int = 1
    native: bool = False

    def __str__(self) -> str:
        return f"{self.name} at {', '.join(self.urls)}"


def read_cluster(given: Mapping[str, str]) -> Cluster:
    """The cluster that is named in the environment. Raises IndexTrouble, with a sentence, for what cannot be used."""
    get = _Given(given)
    text = get("URL")
    if not text:
        raise IndexTrouble(
            f"{URL} is not set; it is the address of a node, such as https://search.example:9200"
        )
    urls, user, password = [], get("USER") or None, get.secret("PASSWORD")
    for one in (part.strip().rstrip("/") for part in text.split(",")):
        parts = _split(one)
        if parts.username:
            user, password = unquote(parts.username), unquote(parts.password or "")
        urls.append(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}")
    if (user is None) != (password is None):
        raise IndexTrouble(
            "CUTTINGS_OPENSEARCH_USER and CUTTINGS_OPENSEARCH_PASSWORD belong together; set both"
        )
    name = get("INDEX") or "cuttings"
    if not _NAME.fullmatch(name):
        raise IndexTrouble(
            f"CUTTINGS_OPENSEARCH_INDEX is {name!r}; small letters, digits, - and _ make a name"
        )
    ca = Path(get("CA")) if get("CA") else None
    if ca and not ca.is_file():
        raise IndexTrouble(f"CUTTINGS_OPENSEARCH_CA is {ca}, which is no file")
    return Cluster(
        tuple(urls),
        name,
        user,
        password,
        get.secret("API_KEY"),
        ca,
        get.number("TIMEOUT", 10, 1, 600),
        get.number("SHARDS", 1, 1, 1000),
        get.number("REPLICAS", 1, 0, 20),
        get("NATIVE") not in {"", "0", "no"},
    )


def _split(url: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - urllib's own kind of tuple
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        usable = False
    if not usable:
        raise IndexTrouble(
            f"{URL} has an address that cannot be used; one is like https://search.example:9200"
        )
    return parts


class _Given:
    """Values of the environment, by the end of their names."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given

    def __call__(self, name: str) -> str:
        return self._given.get(f"CUTTINGS_OPENSEARCH_{name}", "").strip()

    def secret(self, name: str) -> str | None:
        """A value, or what stands in the file that the name with _FILE gives."""
        path = self(f"{name}_FILE")
        if not path:
            return self(name) or None
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not text"
            raise IndexTrouble(f"CUTTINGS_OPENSEARCH_{name}_FILE is {path}: {reason}") from None

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number."""
        text = self(name) or str(default)
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise IndexTrouble(
                f"CUTTINGS_OPENSEARCH_{name} is {text!r}; it is a number from {least} to {most}"
            )
        return int(text)
