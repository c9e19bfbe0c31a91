"""The JSON of registrations and design documents."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import (
    Field,
    StringConstraints,
)
from pydantic.json_schema import SkipJsonSchema

from contracts.keywords import Json
from registry.api.bodies import Body, DocumentPath, DocumentPlace, ListQuery, Place, Words
from registry.entrance.places import DocumentCursor
from registry.storage.contracts import MAX_NUMBER
from registry.storage.views import DocumentView


class DocumentBody(Body):
    """One design document; an empty text says that the file is gone."""

    path: DocumentPath
    text: str


class AcceptedBreak(Body):
    """The reason why the break of one contract is intended."""

    name: Words
    reason: Words


class RegistrationBody(Body):
    """The documents of one repository, and what to do with them."""

    source: Place
    commit: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] | None = None
    documents: list[DocumentBody] = Field(min_length=1, max_length=5000)
    dry_run: bool = False
    accept_breaking: list[AcceptedBreak] = Field(default=[], max_length=1000)


class DocumentQuery(ListQuery):
    """Which documents to list: those of one repository, as registrations named it, or all."""

    source: Place | SkipJsonSchema[None] = None
    cursor: DocumentCursor = None


class RevisionQuery(ListQuery):
    """Which document's revisions to list; those after a number, by default from the first on."""

    source: Place
    path: DocumentPath
    after: Annotated[int, Field(ge=0, le=MAX_NUMBER)] = 0


class DocumentAnswer(DocumentPlace):
    """A design document and a revision of it; `problems` are those that it has by itself."""

    revision: int
    commit: str
    content_hash: str
    header: dict[str, Json]
    problems: list[Json]
    registered_at: datetime

    @classmethod
    def of_view(cls, view: DocumentView) -> Self:
        """The answer that shows this document."""
        return cls(
            source=view.identity.source,
            path=view.identity.path,
            revision=view.revision,
            commit=view.commit,
            content_hash=view.content_hash,
            header=view.header,
            problems=view.problems,
            registered_at=view.created_at,
        )
