"""The JSON that routes take and give, as pydantic models: the only place that knows its spelling."""

from typing import Annotated, Generic, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from contracts.keywords import Json
from contracts.model import DocumentId
from registry.entrance.document_paths import DOCUMENT_PATH, MAX_PATH_CHARACTERS, document_path
from registry.entrance.places import Limit
from registry.storage.contracts import MAX_NUMBER

Item = TypeVar("Item")
# control characters have no place in a name, and PostgreSQL cannot store the zero byte
Place = Annotated[str, StringConstraints(min_length=1, max_length=1024, pattern=r"^[^\x00-\x1f\x7f]+$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\x00]*\S[^\x00]*$")]


Number = Annotated[int, Field(ge=1, le=MAX_NUMBER)]


DocumentPath = Annotated[
    str,
    Field(min_length=1, max_length=MAX_PATH_CHARACTERS, json_schema_extra={"pattern": DOCUMENT_PATH}),
    AfterValidator(document_path),
]


def _schema(value: Json) -> Json:
    if isinstance(value, bool | dict):
        return value
    raise ValueError("a JSON Schema is an object or a boolean")


# not a union: pydantic would take 1 and "yes" for booleans
SchemaJson = Annotated[Json, PlainValidator(_schema), WithJsonSchema({"type": ["object", "boolean"]})]


class Body(BaseModel):
    """What is sent: unknown members are refused, a slip of the pen must not be ignored; and nothing is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Asked(BaseModel):
    """What stands in a query: texts, which are converted, and unknown ones refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ListQuery(Asked):
    """What is asked of a list."""

    limit: Limit = 50


class Answer(BaseModel):
    """What is given back."""

    model_config = ConfigDict(frozen=True)


class PageAnswer(Answer, Generic[Item]):
    """A page of a list; `next_cursor` is null on the last one."""

    items: list[Item]
    next_cursor: str | None = None


class DocumentPlace(Answer):
    """The identity of a design document."""

    source: str
    path: str

    @classmethod
    def of(cls, identity: DocumentId) -> Self:
        """The place of this document."""
        return cls(source=identity.source, path=identity.path)
