"""Serves the application: gunicorn in earnest, Flask's own server for development."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Any

from web.opening import prepare

if TYPE_CHECKING:
    from flask import Flask

WORKERS, THREADS = 2, 4
LONGEST_LINE = 1 << 17
"""Bytes of a request's first line: a query of 10,000 characters takes up to 12 each when percent-encoded."""


def run(app: Flask, host: str, port: int, *, dev: bool = False) -> None:
    """Serve until stopped. The debugger of the development server is only given to this machine itself."""
    if dev:
        app.run(host, port, debug=host in {"127.0.0.1", "::1", "localhost"})
    else:
        _gunicorn(app, f"[{host}]:{port}" if ":" in host else f"{host}:{port}")


def _gunicorn(app: Flask, address: str) -> None:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - needs Unix, which --dev does not
    from gunicorn.http import message  # noqa: PLC0415

    message.MAX_REQUEST_LINE = LONGEST_LINE  # gunicorn has no setting between 8190 and no limit at all

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings: dict[str, Any] = {
                "bind": address,
                "workers": WORKERS,
                "threads": THREADS,
                "worker_class": "gthread",
                "loglevel": "warning",
                "proc_name": "cuttings",
                "limit_request_line": LONGEST_LINE,
                "control_socket_disable": True,
                "post_worker_init": lambda _: Thread(target=prepare, args=(app,), daemon=True).start(),
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    Server().run()
