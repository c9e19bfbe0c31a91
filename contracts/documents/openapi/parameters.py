"""Parameters and headers of OpenAPI -> one object schema, and how each parameter is written.

Source: OpenAPI Specification 3.1.1, sections 4.8.12 and 4.8.21.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from contracts.documents.openapi.tree import Tree

if TYPE_CHECKING:
    from contracts.documents.openapi.references import Library
    from contracts.documents.openapi.schemas import SchemaReader
    from contracts.keywords import Json, Schema

PLACES: Final = ("path", "query", "header", "cookie")
# "shall be ignored": content negotiation and credentials are described elsewhere.
_IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})
_SCALARS: Final = frozenset({"string", "integer", "number", "boolean"})
_DEFAULT_STYLES: Final = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_PATH_NAME: Final = re.compile(r"\{([^{}/]*)\}")


@dataclass(slots=True)
class Fields:
    """An object schema while it grows, with definitions and lines; `root` is where it stands in its part."""

    part: str
    root: str = ""
    properties: dict[str, Schema] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    definitions: dict[str, Schema] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, schema: Schema, lines: dict[str, int]) -> None:
        """Add a field whose schema was read as a part of its own: its definitions move to the top."""
        place = f"{self.root}/properties/{name.replace('~', '~0').replace('/', '~1')}"
        if isinstance(schema, dict) and "$defs" in schema:
            self.definitions |= schema["$defs"]
            schema = {keyword: value for keyword, value in schema.items() if keyword != "$defs"}
        self.properties[name] = schema
        for at, line in lines.items():
            _, _, pointer = at.partition("#")
            is_definition = pointer.startswith("/$defs/")
            self.lines[f"{self.part}#{pointer if is_definition else place + pointer}"] = line

    def schema(self) -> dict[str, Json]:
        """The object schema, without its definitions."""
        required = {"required": sorted(self.required)} if self.required else {}
        return {"type": "object", "properties": self.properties, **required}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The parameters of an operation: their schema (None without any), styles and lines."""

    schema: Schema | None
    styles: dict[str, dict[str, Json]]
    lines: dict[str, int]


def read_parameters(lists: list[Tree | None], path: str, library: Library, schemas: SchemaReader) -> Parameters:
    """The parameters of these lists, a later one of the same name and place instead of an earlier one.

    A path parameter that may be any text says nothing and is left out: every path with parameters has those.
    """
    places = {place: Fields(part="parameters", root=f"/properties/{place}") for place in PLACES}
    styles: dict[str, dict[str, Json]] = {}
    for (place, name), found in _chosen(lists, library).items():
        key = _key(place, name, path)
        if key is None:
            library.findings.note("bad-openapi", found.line, what=f"the path parameter {name}", wanted="in the path")
            continue
        described, style = _described(found, place, library)
        schema, lines = schemas.read(described, "parameters", hidden="readOnly")
        if place == "path" and schema in ({"type": "string"}, {}, True):
            continue
        places[place].add(key, schema, lines)
        if place == "path" or found.is_true("required"):
            places[place].required.append(key)
        if style != _default_style(place):
            styles.setdefault(place, {})[key] = style
    return _collected({place: fields for place, fields in places.items() if fields.properties}, styles)


def _collected(places: dict[str, Fields], styles: dict[str, dict[str, Json]]) -> Parameters:
    lines = {at: line for fields in places.values() for at, line in fields.lines.items()}
    if not places:
        return Parameters(schema=None, styles={}, lines={})
    definitions = {name: schema for fields in places.values() for name, schema in fields.definitions.items()}
    required = [place for place, fields in places.items() if fields.required]
    schema: dict[str, Json] = {
        "type": "object",
        "properties": {place: fields.schema() for place, fields in places.items()},
        **({"required": sorted(required)} if required else {}),
        **({"$defs": dict(sorted(definitions.items()))} if definitions else {}),
    }
    return Parameters(schema=schema, styles=styles, lines=lines)


def _chosen(lists: list[Tree | None], library: Library) -> dict[tuple[str, str], Tree]:
    """The parameters by place and name, headers in lower case and without those that are ignored."""
    found: dict[tuple[str, str], Tree] = {}
    for tree in lists:
        if tree is not None and not isinstance(tree.value, list):
            library.findings.note("bad-openapi", tree.line, what="`parameters`", wanted="a list")
        for item in tree.items if tree is not None else []:
            parameter = library.resolved(item)
            place, name = parameter.text_at("in"), parameter.text_at("name")
            if place not in PLACES or not name:
                library.findings.note("bad-openapi", item.line, what="the parameter", wanted="one with `name` and `in`")
                continue
            name = name.lower() if place == "header" else name
            if place != "header" or name not in _IGNORED_HEADERS:
                found[(place, name)] = parameter
    return found


def _key(place: str, name: str, path: str) -> str | None:
    """What a parameter is called in the model: by its position in the path, else by its name."""
    if place != "path":
        return name
    names = _PATH_NAME.findall(path)
    return str(names.index(name) + 1) if name in names else None


def _described(parameter: Tree, place: str, library: Library) -> tuple[Tree, dict[str, Json]]:
    """The schema of a parameter or header, and how its value is written."""
    content = library.objects(parameter.at("content"), "`content`")
    if content:
        media_type, found = next(iter(content.items()))
        return found.at("schema") or Tree(line=found.line, value={}), {"content": media_type}
    schema = parameter.at("schema") or Tree(line=parameter.line, value={})
    style = parameter.text_at("style") or _DEFAULT_STYLES[place]
    explode = parameter.at("explode")
    is_exploded = explode.value is True if explode is not None else style == "form"
    kind = library.resolved(schema).text_at("type")
    if kind in _SCALARS:
        return schema, {"style": style, "explode": style == "form"}
    return schema, {"style": style, "explode": is_exploded}


def _default_style(place: str) -> dict[str, Json]:
    style = _DEFAULT_STYLES[place]
    return {"style": style, "explode": style == "form"}


def read_headers(tree: Tree | None, status: str, library: Library, schemas: SchemaReader) -> Fields:
    """The headers of a response; `Content-Type` is described by its media types."""
    part = f"response-headers {status}"
    fields = Fields(part=part)
    for title, item in library.objects(tree, "`headers`").items():
        header, name = library.resolved(item), title.lower()
        if name == "content-type":
            continue
        described, _ = _described(header, "header", library)
        schema, lines = schemas.read(described, part, hidden="writeOnly")
        fields.add(name, schema, lines)
        if header.is_true("required"):
            fields.required.append(name)
    return fields
