"""The one way to the cluster: requests go out here, and what goes wrong with one comes back as a sentence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import msgspec
from opensearchpy import JSONSerializer, OpenSearch
from opensearchpy import exceptions as wrong

from index.engines.opensearch.breaker import PAUSE, Breaker
from index.trouble import IndexMissing, IndexTrouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.cluster import Cluster

CONNECTIONS = 16

logging.getLogger("opensearch").setLevel(
    logging.CRITICAL
)  # it would log bodies and addresses; we say what is wrong


class Refusal(IndexTrouble):
    """The cluster answered with an error: its HTTP `status`, and the `kind` that OpenSearch gives it."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        self.status, self.kind = status, kind
        super().__init__(message)


class IndexUnreachable(IndexTrouble):
    """No node of the cluster answers."""


class _Json(JSONSerializer):
    """The library's JSON, read and written by a faster library."""

    def loads(self, s: str) -> Any:
        return msgspec.json.decode(s)

    def dumps(self, data: Any) -> Any:
        return data if isinstance(data, str | bytes) else msgspec.json.encode(data).decode()


class Client:
    """Sends requests to a cluster. Safe to use from many threads."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._breaker = Breaker()
        security: dict[str, Any] = {}
        if cluster.user is not None:
            security["http_auth"] = (cluster.user, cluster.password)
        elif cluster.api_key:
            security["headers"] = {"Authorization": f"ApiKey {cluster.api_key}"}
        if cluster.ca:
            security["ca_certs"] = str(cluster.ca)
        self._library = OpenSearch(
            [_host(url) for url in cluster.urls],
            serializer=_Json(),
            timeout=cluster.timeout,
            retry_on_status=(),  # an answer is an answer, of whichever node
            max_retries=max(1, len(cluster.urls) - 1),  # each node of the list may be tried
            pool_maxsize=CONNECTIONS,
            **security,
        )

    def ask(
        self, method: str, path: Sequence[str], body: Any = None, timeout: float | None = None, **params: Any
    ) -> Any:
        """What the cluster answers. `path` are the pieces of the address. Raises IndexTrouble."""
        if self._breaker.is_open():
            raise IndexUnreachable(
                f"the OpenSearch cluster of {self.cluster} does not answer; it is asked again within {PAUSE:.0f} seconds"
            )
        if timeout:
            params["request_timeout"] = timeout
        address = "/" + "/".join(quote(piece, safe="") for piece in path)
        try:
            answer = self._library.transport.perform_request(method, address, params=params, body=body)
        except wrong.SSLError as error:
            self._breaker.answered()
            raise IndexUnreachable(
                f"the certificate of the OpenSearch cluster at {self._where()} is not trusted; name the file of its "
                f"authority in CUTTINGS_OPENSEARCH_CA, or use the address that the certificate is for"
            ) from error
        except wrong.ConnectionTimeout as error:
            self._breaker.failed()
            seconds = timeout or self.cluster.timeout
            raise IndexUnreachable(
                f"the OpenSearch cluster at {self._where()} did not answer within {seconds:.0f} seconds; "
                f"ask again, or allow it more in CUTTINGS_OPENSEARCH_TIMEOUT"
            ) from error
        except wrong.ConnectionError as error:
            self._breaker.failed()
            raise IndexUnreachable(
                f"no OpenSearch cluster answers at {self._where()}; see that it runs, and that CUTTINGS_OPENSEARCH_URL is right"
            ) from error
        except wrong.TransportError as error:
            self._breaker.answered()
            raise _refusal(self, error) from error
        self._breaker.answered()
        return answer

    def searches(self, *pairs: tuple[dict[str, Any], dict[str, Any]]) -> list[Any]:
        """The answers to several searches, each given as its header and its body, in one round trip."""
        lines = [msgspec.json.encode(part) for pair in pairs for part in pair]
        answer = self.ask("POST", ["_msearch"], b"\n".join([*lines, b""]))
        return list(answer["responses"])

    def _where(self) -> str:
        return ", ".join(self.cluster.urls)


def _host(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return {
        "host": parts.hostname,
        "port": parts.port or (443 if secure else 80),
        "use_ssl": secure,
        "url_prefix": parts.path.strip("/"),
    }


def _refusal(client: Client, error: wrong.TransportError) -> IndexTrouble:
    status = int(error.status_code) if str(error.status_code).isdigit() else 0
    return refusal(client.cluster, status, getattr(error, "info", None), str(error.error))


def refusal(cluster: Cluster, status: int, info: Any, kind: str = "") -> IndexTrouble:
    """What an error that the cluster gave means, by its status and the object that describes it."""
    cause = info.get("error", info) if isinstance(info, dict) else info
    if isinstance(cause, dict):
        roots = cause.get("root_cause") or [cause]
        kind, reason = str(roots[0].get("type", kind)), str(roots[0].get("reason") or cause.get("reason", ""))
    else:
        reason = str(cause or kind)
    if "blocked by" in reason:
        return Refusal(status, kind, _blocked(cluster, reason))
    match status:
        case 401:
            text = f"the OpenSearch cluster of {cluster} does not know the user or the password; see CUTTINGS_OPENSEARCH_USER"
        case 403:
            text = f"the OpenSearch cluster of {cluster} does not allow this ({reason}); the user needs rights to {cluster.name}*"
        case 404 if kind == "index_not_found_exception":
            return IndexMissing(
                f"no index {cluster}; make one with: python app.py index PATH --engine opensearch"
            )
        case 429:
            text = f"the OpenSearch cluster of {cluster} has more to do than it can ({reason}); ask again in a moment"
        case _:
            text = f"the OpenSearch cluster of {cluster} answered {status}: {reason}"
    return Refusal(status, kind, text)


def _blocked(cluster: Cluster, reason: str) -> str:
    if "disk usage" in reason or "flood" in reason:
        return (
            f"a disk of the OpenSearch cluster of {cluster} is full, so it takes no articles; make room, "
            f"and run the same command again: what was committed is kept"
        )
    return (
        f"the index {cluster} is read-only; allow writing again (index.blocks.read_only, index.blocks.write), "
        f"and run the same command again: what was committed is kept"
    )
