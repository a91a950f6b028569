"""Front matter: what stands between two lines of `---` (YAML) or `+++` (TOML) above a Markdown text. The door of yaml.

All values of YAML stay the text that was written: a date is read where dates are read, and a headline "No" is no
denial. Aliases, with which a few lines can stand for gigabytes, are refused. Front matter that is no YAML after all -
a colon in a title is enough - is read line by line.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from corpus.records import RefusedError

_FENCED = re.compile(
    r"\A\s{0,99}(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<matter>.{0,64000}?)^(?:(?P=fence)|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.MULTILINE | re.DOTALL,
)
_LINE = re.compile(r"(\w[\w -]{0,40}?)\s{0,9}:\s{0,9}(\S.*)?")
_NOTE = "its front matter is broken ({}), and was read line by line"


def parted(text: str) -> tuple[dict[str, Any], str, str | None]:
    """The fields above a text, the text, and a note where the fields are broken."""
    found = _FENCED.match(text)
    if not found:
        return {}, text, None
    read = _yaml if found["fence"] == "---" else _toml
    try:
        fields, note = read(found["matter"]), None
    except RefusedError as refusal:
        fields, note = _by_line(found["matter"]), _NOTE.format(refusal.reason)
    if not fields:  # two lines across the page, with something between them
        return {}, text, None
    return fields, text[found.end() :], note


def _yaml(matter: str) -> dict[str, Any]:
    import yaml  # noqa: PLC0415 - optional

    class Loader(yaml.BaseLoader):  # type: ignore[misc]
        """One that makes nothing but text, lists and mappings, and no copies."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise RefusedError("too-large", "it repeats itself by aliases, which are not followed")
            return super().compose_node(parent, index)

    try:
        value = yaml.load(matter, Loader)  # noqa: S506 - BaseLoader makes no objects
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or "no YAML"
        raise RefusedError("bad-record", str(problem)[:200]) from error
    except (ValueError, TypeError, RecursionError) as error:  # an unhashable key, brackets without end
        raise RefusedError("bad-record", type(error).__name__) from error
    return _named(value)


def _toml(matter: str) -> dict[str, Any]:
    try:
        return _named(tomllib.loads(matter.replace("\r\n", "\n")))
    except (ValueError, RecursionError) as error:
        raise RefusedError("bad-record", str(error)[:200] or type(error).__name__) from error


def _named(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        return {}
    return {str(name).strip().lower(): one for name, one in value.items()}


def _by_line(matter: str) -> dict[str, Any]:
    found = (_LINE.fullmatch(line.rstrip()) for line in matter.split("\n"))
    return {one[1].lower(): one[2].strip("\"'") for one in found if one and one[2]}
