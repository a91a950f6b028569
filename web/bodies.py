"""The body of a request as JSON, refused in a sentence where it is none."""

from __future__ import annotations

import json
from typing import Any

from flask import abort, request


def json_body(longest: int, wanted: str) -> Any:
    """What the body holds, of so many bytes at most; `wanted` says what to send, where something else was."""
    request.max_content_length = longest
    data = request.get_data()
    if request.mimetype != "application/json":
        abort(415, wanted)
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        abort(400, f"The body is no JSON: {error}.")
