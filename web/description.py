"""The description of the interface: OpenAPI 3.1, from the routes, the tables of parameters and the shapes of answers.

flask-smorest gathers it, msgspec turns the shapes into JSON Schema. Of the libraries that describe a Flask app,
flask-smorest alone lets the app check its own parameters: flask-openapi3 makes a JSON Schema anew at every request to
check them with pydantic, and APIFlask brings marshmallow, pydantic and an authentication library to do the same; both
answer in their own words, where ours are sentences that the page and the command line say as well.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec
from flask import current_app
from flask_smorest import Api
from flask_smorest import Blueprint as Described

from web.compared import COMPARED
from web.links import AnyText
from web.reused import REUSED
from web.shapes import SHAPES, ProblemJson
from web.told import TOLD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask import Blueprint, Flask

    from search import Parameter

Json = dict[str, Any]
View = TypeVar("View")
VERSION = "1"
TITLE = "Cuttings"
_REFERENCE = "#/components/schemas/{name}"
PROBLEM = "application/problem+json"

# A full date is one that exists; a month or a year can be told by its letters alone.
_PERIOD = [
    {"type": "string", "format": "date"},
    {"type": "string", "title": "month", "pattern": r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$"},
    {"type": "string", "title": "year", "pattern": r"^[1-9][0-9]{3}$"},
]


def blueprint(name: str, about: str) -> Blueprint:
    """A blueprint whose views can be described."""
    return cast("Blueprint", Described(name, name, description=about))


def described(
    table: Sequence[Parameter] = (),
    *,
    shape: Any = None,
    problems: Sequence[int] = (),
    unchanged: bool = True,
    types: Sequence[str] = ("application/json",),
    **more: Any,
) -> Callable[[View], View]:
    """Describe a view: its query parameters, the shape of its answer, and the problems it may answer with.

    Every view may answer 400, 429 and 503, and 304 unless it is never `unchanged`. `types` are the answer's media types, none where it is empty; `more` stands in the description as it is.
    """
    content = {kind: {"schema": _refer(shape) if shape else {"type": "string"}} for kind in types}
    responses: Json = {
        **(
            {"200": {"description": "Found.", "content": content}}
            if types
            else {"204": {"description": "Done."}}
        ),
        **({"304": {"description": "Nothing has changed since the given ETag."}} if unchanged else {}),
        **{str(status): _problem(status) for status in sorted({400, 429, 503, *problems})},
    }

    made = Described.doc(parameters=[parameter(one) for one in table], responses=responses, **more)
    return cast("Callable[[View], View]", made)


def parameter(one: Parameter) -> Json:
    """A parameter of the query string as OpenAPI has it."""
    schema = _schema(one)
    if one.default not in (None, "", (), False):
        default = one.default
        schema["default"] = list(default) if isinstance(default, tuple) else default
    return {
        "name": one.name,
        "in": "query",
        "required": one.required,
        "description": one.means,
        "schema": schema,
    }


def _schema(one: Parameter) -> Json:
    schemas: dict[str, Json] = {
        "number": _or_empty({"type": "integer", "minimum": 1, "maximum": one.most}),
        "flag": {"type": "string", "enum": ["1", "0", ""]},
        "choice": {"type": "string", "enum": [*one.choices, ""]},
        "choices": _some({"type": "string", "enum": [*one.choices, ""]}),
        "period": _or_empty(*_PERIOD),
        "periods": _some(_or_empty(*_PERIOD, {"const": "unknown"})),
        "values": _some({"type": "string"}),
        "text": {"type": "string"}
        | ({"maxLength": one.most} if one.most else {})
        | ({"pattern": r"\S"} if one.required else {}),
    }
    return schemas[one.kind]


def _or_empty(*schemas: Json) -> Json:
    """As a form sends it, an empty value counts as not given."""
    return {"anyOf": [*schemas, {"const": ""}]}


def _some(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def _problem(status: int) -> Json:
    phrase = HTTPStatus(status).phrase
    return {"description": phrase, "content": {PROBLEM: {"schema": _refer(ProblemJson)}}}


def _refer(shape: Any) -> Json:
    return {"$ref": _REFERENCE.format(name=shape.__name__)}


def install(app: Flask, blueprints: Sequence[Blueprint]) -> Api:
    """Describe these blueprints of the app at /openapi.json."""
    app.config |= {
        "API_TITLE": TITLE,
        "API_VERSION": VERSION,
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/",
        "API_SPEC_OPTIONS": {
            "info": {"description": "Search a corpus of news articles. Every total is exact."},
        },
    }
    api = Api(app)
    api.DEFAULT_ERROR_RESPONSE_NAME = None
    api.register_converter(AnyText, lambda _: {"type": "string", "minLength": 1})
    _, schemas = msgspec.json.schema_components((*SHAPES, *COMPARED, *TOLD, *REUSED), ref_template=_REFERENCE)
    for name, schema in schemas.items():
        api.spec.components.schema(name, schema)
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    return api


def description() -> Json:
    """The description as it stands at /openapi.json."""
    apis = current_app.extensions["flask-smorest"]["apis"]
    return cast("Json", apis[""]["ext_obj"].spec.to_dict())
