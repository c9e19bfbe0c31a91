"""What can be asked about compatibility: two schemas, or a candidate for the next version of a contract."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag
from pydantic.json_schema import SkipJsonSchema

from contracts.keywords import Json
from contracts.model import ContentModel, Definition, Formats, Kind
from registry.api.bodies import Body, SchemaJson, Words


class SchemasBody(Body):
    """Two schemas: is every message that the writer may send accepted by the reader?"""

    writer: SchemaJson
    reader: SchemaJson
    content_model: Annotated[ContentModel, Field(strict=False)] = ContentModel.CLOSED_WRITER
    formats: Annotated[Formats, Field(strict=False)] = Formats.ASSERT


class FieldsBody(Body):
    """An object schema of parameters in one place, or of the headers of a response."""

    type: Literal["object"] = "object"
    properties: dict[str, SchemaJson] = Field(default={})
    required: list[str] = Field(default=[])
    defs: dict[str, SchemaJson] = Field(default={}, alias="$defs")


class ParametersBody(Body):
    """The schema of all parameters, an object per place; those in a path are named by position, from "1"."""

    type: Literal["object"] = "object"
    properties: dict[Literal["path", "query", "header", "cookie"], FieldsBody] = Field(default={})
    required: list[Literal["path", "query", "header", "cookie"]] = Field(default=[])
    defs: dict[str, SchemaJson] = Field(default={}, alias="$defs")


class StyleBody(Body):
    """How a parameter is written, in the words of OpenAPI: a style, or the media type of its content."""

    style: str = "simple"
    explode: bool = False
    content: str | SkipJsonSchema[None] = None


class OperationBody(Body):
    """What an operation fixes; `responses` is status, then media type, then schema."""

    parameters: ParametersBody | SkipJsonSchema[None] = None
    request: SchemaJson | None = None
    request_required: bool = True
    requests: dict[str, SchemaJson] = Field(default={})
    responses: dict[str, dict[str, SchemaJson]] = Field(default={})
    response_headers: dict[str, FieldsBody] = Field(default={})
    security: list[dict[str, list[str]]] = Field(default=[])
    styles: dict[Literal["path", "query", "header", "cookie"], dict[str, StyleBody]] = Field(default={})
    base_paths: list[str] = Field(default=[])


class EventCandidateBody(Body):
    """A schema that is meant to become the next version of an event."""

    kind: Annotated[str, StringConstraints(pattern="^event$")]
    name: Words
    candidate: SchemaJson

    def definition(self) -> Definition:
        """The candidate as a definition."""
        return Definition.of_event(self.candidate)


class OperationCandidateBody(Body):
    """Schemas that are meant to become the next version of an operation."""

    kind: Annotated[str, StringConstraints(pattern="^operation$")]
    name: Words
    candidate: OperationBody

    def definition(self) -> Definition:
        """The candidate as a definition."""
        return Definition.from_json(Kind.OPERATION, self.candidate.model_dump(by_alias=True, exclude_unset=True))


def _question(body: Json) -> str:
    """Which of the three questions a body asks; the names stand in brackets to be left out of pointers."""
    if not isinstance(body, dict) or "candidate" not in body:
        return "(schemas)"
    return "(operation)" if body.get("kind") == "operation" else "(event)"


Question = Annotated[
    Annotated[SchemasBody, Tag("(schemas)")]
    | Annotated[EventCandidateBody, Tag("(event)")]
    | Annotated[OperationCandidateBody, Tag("(operation)")],
    Discriminator(_question),
]
