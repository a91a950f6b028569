"""The searcher of this worker: opened at the first request that needs it, and kept.

A server may be started before its index exists. Opening is therefore tried again at each request until it
succeeds, and again after an index turned out to be unreadable, so that nobody has to restart anything. The
attempt is made by one thread at a time. Nothing here knows where the index lies: the function given does.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from threading import Lock
from typing import TYPE_CHECKING, cast

from flask import current_app, g, request

from index import IndexMissing, IndexTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from index import Progress
    from search import Searcher

KEY = "cuttings.searcher"


class IndexBuilding(IndexTrouble):
    """Nothing can be found yet, since the first build is under way."""

    def __init__(self, progress: Progress) -> None:
        self.percent = 100 * progress.done // progress.total if progress.total else 0
        many = "article" if progress.articles == 1 else "articles"
        super().__init__(
            f"The index is being built: {progress.articles:,} {many} so far, {self.percent} %. "
            f"It answers once the first of them are written; ask again in a moment."
        )


class LateSearcher:
    """Opens a searcher when it is first asked for, and hands out the same one from then on.

    `building` tells how far a build is that is under way.
    """

    def __init__(
        self, open_searcher: Callable[[], Searcher], building: Callable[[], Progress | None]
    ) -> None:
        self._open = open_searcher
        self.building = building
        self._lock = Lock()
        self._searcher: Searcher | None = None

    def get(self) -> Searcher:
        """The searcher. Raises what opening raises, IndexTrouble above all; IndexBuilding while it has nothing yet."""
        with self._lock:
            try:
                found = self._searcher = self._searcher or self._open()
            except IndexMissing as missing:
                if progress := self.building():
                    raise IndexBuilding(progress) from missing
                raise
        progress = self.building()
        if progress and not found.count():
            raise IndexBuilding(progress)
        return found

    def prepare(self) -> None:
        """Open it and have it read ahead; what is wrong with the index is left for a request to say."""
        with suppress(IndexTrouble):
            self.get().prepare()

    def forget(self) -> None:
        """Open anew at the next request."""
        with self._lock:
            self._searcher = None


def install(
    app: Flask, open_searcher: Callable[[], Searcher], building: Callable[[], Progress | None]
) -> LateSearcher:
    """Give the app its searcher, still unopened."""
    late = LateSearcher(open_searcher, building)
    app.extensions[KEY] = late

    @app.before_request
    def pin() -> None:
        """What a page is made of is all of one commit, and an engine far away is asked for that only once."""
        g.pinned = ExitStack()
        if request.method in {"GET", "HEAD"} and request.endpoint != "static":
            with suppress(IndexTrouble):  # whoever needs the index says what is wrong with it
                g.pinned.enter_context(late.get().pinned())

    @app.teardown_request
    def let_go(_error: BaseException | None) -> None:
        g.pop("pinned", ExitStack()).close()

    return late


def prepare(app: Flask) -> None:
    """Have the app's searcher opened and read ahead."""
    cast("LateSearcher", app.extensions[KEY]).prepare()


def searcher() -> Searcher:
    """The searcher of the app that answers this request."""
    return cast("LateSearcher", current_app.extensions[KEY]).get()


def building() -> Progress | None:
    """How far the build is that is under way, if one is."""
    return cast("LateSearcher", current_app.extensions[KEY]).building()
