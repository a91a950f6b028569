"""What is to be told of an answer before it is believed: whether it is lost, and whether it is whole."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_LOST = {"search_context_missing_exception", "index_not_found_exception"}


def is_lost(answer: Json) -> bool:
    """Whether the commit that was asked for is not kept any more."""
    if "error" not in answer:
        return False
    causes = answer["error"].get("root_cause") or [answer["error"]]
    return any(cause.get("type") in _LOST for cause in causes)


def failed(answer: Json) -> bool:
    """Whether any part of the index did not answer."""
    if "error" in answer:
        return answer.get("status") in {500, 503}
    return bool(_silent(answer))


def partial(answer: Json) -> tuple[str, ...]:
    """What is to be said of an answer that is not of all parts of the index."""
    if "error" in answer:
        return ()
    if _silent(answer):
        return (
            (
                f"{_silent(answer)} of {answer['_shards']['total']} parts of the index did not answer: "
                f"articles are missing here, and the numbers are too small."
            ),
        )
    if answer["timed_out"]:
        return (
            "The search took too long and was broken off: articles are missing here, and the numbers are too small.",
        )
    return ()


def _silent(answer: Json) -> int:
    """How many parts of the index did not answer; one that no node has is no failure to OpenSearch."""
    return int(answer["_shards"]["total"]) - int(answer["_shards"]["successful"])
