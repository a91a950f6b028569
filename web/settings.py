"""What whoever runs the server may choose. The values come from the environment, which app.py reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from search import BadParameter

if TYPE_CHECKING:
    from collections.abc import Mapping

LOGS = ("", "json", "json+query")

_ORIGIN = re.compile(r"\*|https?://[\w.:-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server behaves.

    `cors` are the origins whose scripts may read the interface (`*`: any). `limit` is how many requests an address may
    make, such as `60/minute`. `log` is `json` for a line a request, `json+query` to have the queries in it. `proxies`
    is how many proxies stand before the server and tell the address of the client. `counts` is the folder in which
    worker processes count together. `token` is what who writes articles has to know; without one nobody may.
    """

    cors: tuple[str, ...] = ()
    limit: str = ""
    log: str = ""
    proxies: int = 0
    counts: Path | None = None
    token: str | None = field(default=None, repr=False)


def read_settings(given: Mapping[str, str]) -> Settings:
    """The settings by the names they have in the environment. Raises BadParameter for one that cannot be used."""
    origins = tuple(one.strip() for one in given.get("CUTTINGS_CORS", "").split(",") if one.strip())
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise BadParameter(
                "CUTTINGS_CORS", origin, "an origin is * or like https://news.example, with no path"
            )
    log = given.get("CUTTINGS_LOG", "").strip()
    if log not in LOGS:
        raise BadParameter("CUTTINGS_LOG", log, "json and json+query are allowed")
    proxies = given.get("CUTTINGS_PROXIES", "").strip() or "0"
    if not (proxies.isascii() and proxies.isdigit() and len(proxies) < 3):
        raise BadParameter("CUTTINGS_PROXIES", proxies, "it is how many proxies stand before the server")
    counts = given.get("PROMETHEUS_MULTIPROC_DIR")
    return Settings(
        origins,
        given.get("CUTTINGS_LIMIT", "").strip(),
        log,
        int(proxies),
        Path(counts) if counts else None,
        given.get("CUTTINGS_TOKEN", "").strip() or None,
    )
