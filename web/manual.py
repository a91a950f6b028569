"""The manual of the JSON interface at /docs: its description, /openapi.json, as a page to read. No script, no other host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template

from search import PageRequest
from web.description import description

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

manual = Blueprint("manual", __name__)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a property of an answer: its name, what it may be, what it means, and what it is if not given."""

    name: str
    kind: str
    means: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be done at an address."""

    method: str
    path: str
    summary: str
    parameters: tuple[Field, ...]
    body: tuple[str, ...]
    answers: tuple[Field, ...]

    @property
    def name(self) -> str:
        """Its name in an address on this page."""
        return f"{self.method} {self.path}".lower().translate(str.maketrans("/{} ", "-__-"))


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of an answer."""

    name: str
    means: str
    fields: tuple[Field, ...]


@manual.get("/docs")
def docs() -> str:
    """The manual."""
    told = description()
    schemas = told["components"]["schemas"]
    return render_template(
        "docs.html",
        asked=PageRequest(),
        operations=list(_operations(told["paths"])),
        shapes=[_shape(name, schema) for name, schema in schemas.items()],
    )


def _operations(paths: Mapping[str, Json]) -> Iterator[Operation]:
    for path, item in paths.items():
        shared = item.get("parameters", [])
        for method, told in item.items():
            if method == "parameters":
                continue
            yield Operation(
                method.upper(),
                path,
                told.get("summary", ""),
                tuple(_parameter(one) for one in (*shared, *told.get("parameters", ()))),
                tuple(told.get("requestBody", {}).get("content", ())),
                tuple(_answer(status, answer) for status, answer in told["responses"].items()),
            )


def _parameter(told: Json) -> Field:
    schema = told["schema"]
    default = schema.get("default", "")
    shown = ", ".join(map(str, default)) if isinstance(default, list) else str(default)
    where = " in the address" if told["in"] == "path" else ""
    return Field(told["name"], _kind(schema) + where, told.get("description", ""), shown)


def _answer(status: str, told: Json) -> Field:
    content = told.get("content", {})
    names = {_kind(one["schema"]) for one in content.values() if "schema" in one}
    return Field(status, ", ".join(content), told.get("description", ""), ", ".join(sorted(names)))


def _shape(name: str, schema: Json) -> Shape:
    fields = tuple(
        Field(own, _kind(told), told.get("description", ""))
        for own, told in schema.get("properties", {}).items()
    )
    return Shape(name, schema.get("description", ""), fields)


def _kind(schema: Json) -> str:
    """What a schema allows, in a few words."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"] if one != {"const": ""}))
    if "enum" in schema:
        return " or ".join(str(one) for one in schema["enum"] if one != "")
    if "items" in schema:
        return f"several: {_kind(schema['items'])}" if schema["items"] else "several"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"by name: {_kind(schema['additionalProperties'])}"
    return _plain(schema)


def _plain(schema: Json) -> str:
    if "maximum" in schema:
        return f"{schema.get('minimum', 0):,} to {schema['maximum']:,}"
    words = (schema.get(name) for name in ("title", "format", "const", "type"))
    return str(schema.get("$ref", "").rpartition("/")[2] or next(filter(None, words), "anything"))
