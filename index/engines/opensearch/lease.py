"""Who is writing: one at a time, on whichever machine.

A lease runs out by itself, so that a writer that is gone keeps nobody out for long; one of this machine whose process is gone
keeps nobody out at all. While a writer is at work its lease is renewed.
"""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from index.engines.opensearch.client import Refusal
from index.engines.opensearch.state import STATE
from index.trouble import IndexLocked, IndexTrouble
from index.turn import in_turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.engines.opensearch.client import Client

SECONDS = 60
"""How long a lease holds."""


@contextmanager
def leased(client: Client, patience: float = 0.0) -> Iterator[Lease]:
    """The lease of the cluster's index, for as long as the context lasts; waited for with `patience` (seconds).

    Raises IndexLocked.
    """
    lease = in_turn(lambda: Lease(client), patience)
    ended = Event()
    keeper = Thread(target=_keep, args=(lease, ended), daemon=True)
    keeper.start()
    try:
        yield lease
    finally:
        ended.set()
        keeper.join()
        lease.end()


def _keep(lease: Lease, ended: Event) -> None:
    while not ended.wait(SECONDS / 4):
        with suppress(IndexTrouble):  # the next time may do; and whoever commits sees whether it still holds
            lease.renew()


class Lease:
    """A lease that is held. Raises IndexLocked where somebody else holds one."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._path = [STATE, "_doc", f"{client.cluster.name}:writer"]
        self._owner = uuid4().hex
        try:
            self._version = self._write(op_type="create")
        except Refusal as refusal:
            if refusal.status != 409:
                raise
            self._version = self._take_over()

    def renew(self) -> None:
        """Have it hold for longer. Raises IndexLocked where somebody else has taken it."""
        try:
            self._version = self._write(**self._version)
        except Refusal as refusal:
            if refusal.status != 409:
                raise
            raise self._locked() from None

    def end(self) -> None:
        """Give it up."""
        with suppress(IndexTrouble):  # then it runs out
            self._client.ask("DELETE", self._path, **self._version)

    def _write(self, **condition: Any) -> dict[str, int]:
        body = {
            "owner": self._owner,
            "host": socket.gethostname(),
            "process": os.getpid(),
            "until": time() + SECONDS,
        }
        return _version(self._client.ask("PUT", self._path, body, **condition))

    def _take_over(self) -> dict[str, int]:
        try:
            there = self._client.ask("GET", self._path)
            if not _is_over(there["_source"]):
                raise self._locked()
            return self._write(**_version(there))
        except Refusal as refusal:
            if refusal.status not in {404, 409}:  # given up, or taken by another, in this moment
                raise
            raise self._locked() from None

    def _locked(self) -> IndexLocked:
        return IndexLocked(
            f"another program is writing to the index {self._client.cluster}; wait for it, or stop it: "
            f"after one that was lost it is free within {SECONDS} seconds"
        )


def _version(answer: Any) -> dict[str, int]:
    return {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}


def _is_over(lease: Any) -> bool:
    if lease["until"] < time():
        return True
    if lease["host"] != socket.gethostname():
        return False
    try:
        os.kill(lease["process"], 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
