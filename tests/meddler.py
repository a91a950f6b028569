"""Stands between us and a cluster: passes everything on, counts it, and does to some of it what a test wants done."""

from __future__ import annotations

import json
import ssl
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

Answer = tuple[int, dict[str, Any]]


class Meddler:
    """A server that passes requests on to `url`. What `meddle` gives for one is answered instead; it may also take its time."""

    def __init__(
        self,
        url: str | None,
        meddle: Callable[[str, str], Answer | None] = lambda _method, _path: None,
        certificate: Path | None = None,
    ) -> None:
        self.seen: list[str] = []
        self.headers: list[str] = []
        meddler = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                meddler.seen.append(f"{self.command} {self.path}")
                meddler.headers.append(self.headers.get("Authorization") or "")
                answer = meddle(self.command, self.path)
                if answer is None and url:
                    status, data = passed_on(url, self.command, self.path, body)
                else:
                    status, told = answer or (404, {})
                    data = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=UTF-8")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815 - names that the library calls

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def passed_on(url: str, method: str, path: str, body: bytes) -> tuple[int, bytes]:
    """What the server at this address answers."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    connection.request(method, path, body or None, {"Content-Type": "application/json"})
    response = connection.getresponse()
    found = response.status, response.read()
    connection.close()
    return found
