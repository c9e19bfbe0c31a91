"""Request bodies and responses of OpenAPI -> the parts of a definition as JSON, with their lines.

Source: OpenAPI Specification 3.1.1, sections 4.8.13 to 4.8.17.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contracts.documents.openapi.parameters import read_headers
from contracts.documents.openapi.tree import Tree

if TYPE_CHECKING:
    from contracts.documents.openapi.references import Library
    from contracts.documents.openapi.schemas import SchemaReader
    from contracts.keywords import Json

_JSON: Final = "application/json"


class Bodies:
    """Reads the bodies of one operation into `definition`, `lines` and, by part, `contents`."""

    def __init__(self, library: Library, schemas: SchemaReader) -> None:
        self._library = library
        self._schemas = schemas
        self.definition: dict[str, Json] = {}
        self.lines: dict[str, int] = {}
        self.contents: dict[str, Tree] = {}

    def read_request(self, operation: Tree) -> None:
        """The body that callers send; that of GET and the like is read too, and noted elsewhere."""
        stated = operation.at("requestBody")
        if stated is None:
            return
        body = self._library.resolved(stated)
        for media_type, content in self._contents(body).items():
            part = "request" if media_type == _JSON else f"request {media_type}"
            schema = self._schema(content, part, hidden="readOnly")
            if media_type == _JSON:
                self.definition["request"] = schema
            else:
                self.definition.setdefault("requests", {})[media_type] = schema
        if self.definition and not body.is_true("required"):
            self.definition["request_required"] = False

    def read_responses(self, operation: Tree) -> None:
        """What the provider answers, status by status."""
        for key, stated in self._library.objects(operation.at("responses"), "`responses`").items():
            if key.startswith("x-") or stated.is_true("x-not-described"):
                continue
            status = key.upper() if key != "default" else key
            response = self._library.resolved(stated)
            described: dict[str, Json] = {}
            for media_type, content in self._contents(response).items():
                part = f"response {status} {media_type}"
                described[media_type] = self._schema(content, part, hidden="writeOnly")
            self.definition.setdefault("responses", {})[status] = described
            self.lines.setdefault(f"response {status}#", stated.line)
            self._read_headers(response, status)

    def _read_headers(self, response: Tree, status: str) -> None:
        fields = read_headers(response.at("headers"), status, self._library, self._schemas)
        if fields.properties:
            definitions = {"$defs": dict(sorted(fields.definitions.items()))} if fields.definitions else {}
            self.definition.setdefault("response_headers", {})[status] = {**fields.schema(), **definitions}
            self.lines |= fields.lines

    def _contents(self, body: Tree) -> dict[str, Tree]:
        """The contents by media type, in lower case and without parameters; the first of two that are the same."""
        found: dict[str, Tree] = {}
        for title, content in self._library.objects(body.at("content"), "`content`").items():
            found.setdefault(title.partition(";")[0].strip().lower(), content)
        return found

    def _schema(self, content: Tree, part: str, *, hidden: str) -> Json:
        self.contents[part] = content
        stated = content.at("schema") or Tree(line=content.line, value={})
        schema, lines = self._schemas.read(stated, part, hidden=hidden)
        self.lines |= lines
        return schema
