"""The blocks of an operation's section -> its request and its responses: fences, field tables, HTTP messages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from contracts.documents.class_fences import is_class
from contracts.documents.fences import Body, read_json_bodies
from contracts.documents.field_tables import shape_of_fields, table_fields
from contracts.documents.operations.inline_bodies import inline_bodies
from contracts.documents.shapes.json_nodes import Unreadable
from contracts.documents.tables import TableKind
from contracts.documents.text.markdown import Block, BlockKind
from contracts.documents.vocabulary.labels import heading_label

if TYPE_CHECKING:
    from contracts.documents.shapes.shape import Shape
    from contracts.documents.subjects import Labelled, Subject
    from contracts.documents.survey import Survey
    from contracts.documents.vocabulary.labels import Label
    from contracts.documents.vocabulary.names import Route

_BODY_START: Final = re.compile(r"^\s*[{\[]", re.MULTILINE)
_RESPONSE_LINE: Final = re.compile(
    r"^(?:#|//|<|→|->)?\s*(?:HTTP/[\d.]+\s+|(?:Response|Returns)\s*:?\s*)?([1-5]\d\d)\b", re.IGNORECASE
)
_ROUTE: Final = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+/\S*")
_NO_BODY: Final = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
_LINES: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})
_ASSUMED_STATUS: Final = "200"


@dataclass(slots=True)
class Bodies:
    """The shapes of an operation; `unlabelled` are those of which nothing says what they are, with their blocks."""

    request: list[Shape] = field(default_factory=list)
    responses: dict[str, list[Shape]] = field(default_factory=dict)
    unlabelled: list[tuple[Shape, Block]] = field(default_factory=list)


def read_bodies(subject: Subject, route: Route, survey: Survey) -> Bodies:
    """The bodies that the blocks of a section show; what cannot be read or placed is noted."""
    bodies = Bodies()
    for labelled in subject.blocks:
        block = labelled.block
        if block.kind is BlockKind.TABLE and survey.tables[block.line][1] is TableKind.FIELDS:
            table = survey.tables[block.line][0]
            list(table.records(survey.findings))
            shape = shape_of_fields(table_fields(table), line=block.line)
            if shape and (not _query_only(labelled)):
                place_shape(bodies, shape, labelled, route, survey)
        elif block.kind is BlockKind.FENCE and block is subject.anchor:
            _http_fence(bodies, block, route, survey)
        elif block.kind is BlockKind.FENCE and not survey.is_ignored(block):
            for body in _fence_bodies(block, f"the JSON of {route.method} {route.path}", labelled, survey):
                place_shape(bodies, body.shape, titled(body, labelled), route, survey)
        elif block.kind in _LINES:
            for label, said in inline_bodies(block, has_request=route.method not in _NO_BODY):
                place_shape(bodies, said, replace(labelled, label=label), route, survey)
    _settle(bodies, route, survey)
    return bodies


def titled(body: Body, labelled: Labelled) -> Labelled:
    """The block under the comment in front of one of its values (`// Response 201`), where that says what it is."""
    text = _ROUTE.sub("", body.title.split("\n")[-1])
    label = heading_label(text.strip(" -—:"), number=body.shape.line) if body.title else None
    return replace(labelled, label=label) if label and label.role else labelled


def _query_only(labelled: Labelled) -> bool:
    return labelled.label is None or labelled.label.role in {"parameters", "error"}


def _fence_bodies(block: Block, what: str, labelled: Labelled, survey: Survey) -> tuple[Body, ...]:
    found = survey.bodies.get(block.line)
    if found is None:
        return ()
    if isinstance(found, Unreadable):
        is_claimed = labelled.label is not None and labelled.label.role in {"request", "response", "payload"}
        if is_claimed:
            survey.findings.note(found.code, found.line, found.column, what=what, name=what, reason=found.reason)
        else:
            survey.findings.ignore(
                "JSON block", f"cannot be read: {found.reason}", line=block.line, end_line=block.end_line
            )
        return ()
    return tuple(body for body in found if not is_class(body))  # code of a service, as a rule


def place_shape(bodies: Bodies, shape: Shape, labelled: Labelled, route: Route, survey: Survey) -> None:
    """Put a shape where its label or annotation says; without either it waits for `_settle`."""
    label, annotation = labelled.label, survey.annotations.get(labelled.block.line)
    role = annotation.role if annotation and annotation.role in {"request", "response"} else _role(label)
    status = annotation.status if annotation and annotation.status else label.status if label else ""
    if role == "request":
        bodies.request.append(replace(shape, end_line=labelled.block.end_line))
    elif role == "response":
        known = status or _assumed_status(shape, route, survey)
        bodies.responses.setdefault(known, []).append(replace(shape, end_line=labelled.block.end_line))
    elif role not in {"error", "parameters"}:
        bodies.unlabelled.append((shape, labelled.block))


def _assumed_status(shape: Shape, route: Route, survey: Survey) -> str:
    name = f"{route.method} {route.path}"
    survey.findings.note("assumed-status", shape.line, name=name, status=_ASSUMED_STATUS)
    return _ASSUMED_STATUS


def _role(label: Label | None) -> str | None:
    if label is None:
        return None
    return "response" if label.role == "error" and label.status else label.role


def _settle(bodies: Bodies, route: Route, survey: Survey) -> None:
    """Place what carries no label, where there is only one way to read it."""
    shapes = [shape for shape, _ in bodies.unlabelled]
    if not shapes:
        return
    if route.method in _NO_BODY and len(shapes) == 1 and not bodies.responses:
        bodies.responses[_assumed_status(shapes[0], route, survey)] = shapes
    elif (
        route.method not in _NO_BODY
        and not bodies.request
        and not bodies.responses
        and len(shapes) == len(("request", "response"))
    ):
        bodies.request.append(shapes[0])
        bodies.responses[_assumed_status(shapes[1], route, survey)] = shapes[1:]
    elif route.method not in _NO_BODY and bodies.responses and not bodies.request and len(shapes) == 1:
        bodies.request.append(shapes[0])
    else:
        for shape, block in bodies.unlabelled:
            survey.findings.note("unlabelled-json", shape.line)
            survey.findings.ignore(
                "JSON block", "not said to be request or response", line=block.line, end_line=block.end_line
            )


def _http_fence(bodies: Bodies, block: Block, route: Route, survey: Survey) -> None:
    """`POST /path`, headers and bodies in one fence; a line with a status starts the response."""
    lines = block.text.split("\n")
    status, start, role = "", None, "request"
    for number, line in enumerate([*lines, "HTTP/1.1 000"]):
        found = _RESPONSE_LINE.match(line)
        is_end = number == len(lines)
        if found or is_end:
            if start is not None:
                _http_body(bodies, (block, lines, start, number), (role, status), survey)
            role, status, start = "response", found[1] if found else "", None
        elif start is None and _BODY_START.match(line):
            start = number
    if route.method in _NO_BODY and bodies.request and not bodies.responses:
        bodies.responses["200"], bodies.request = bodies.request, []


def _http_body(bodies: Bodies, part: tuple[Block, list[str], int, int], place: tuple[str, str], survey: Survey) -> None:
    block, lines, start, end = part
    role, status = place
    found = read_json_bodies(block, text="\n".join(lines[start:end]), first_line=block.line + 1 + start)
    if isinstance(found, Unreadable):
        survey.findings.ignore(
            "HTTP example", f"its body cannot be read: {found.reason}", line=block.line, end_line=block.end_line
        )
        return
    for body in found[:1]:
        if role == "request":
            bodies.request.append(body.shape)
        else:
            bodies.responses.setdefault(status or "200", []).append(body.shape)
