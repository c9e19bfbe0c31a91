"""What is known of a document before its claims are read: tables by kind, fences by content, services, types."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contracts.documents.annotations import (
    Annotation,
    BadAnnotation,
    FrontMatter,
    comment_annotation,
    fence_annotation,
    read_front_matter,
)
from contracts.documents.class_fences import read_class_bodies
from contracts.documents.fences import (
    Body,
    declaration_body,
    is_data_fence,
    is_json_fence,
    is_typescript_fence,
    read_fence_declarations,
    read_json_bodies,
)
from contracts.documents.named_services import own_service, publishing_headings
from contracts.documents.shapes.json_nodes import Unreadable
from contracts.documents.shapes.typescript_shapes import TypeBook
from contracts.documents.tables import Table, TableKind, read_table, table_kind
from contracts.documents.text.inline import is_placeholder, plain_text
from contracts.documents.text.markdown import Block, BlockKind, Page
from contracts.documents.vocabulary.parties import (
    heading_service,
    is_service_title,
    listed_service,
    normal_service,
    read_parties,
)
from contracts.documents.vocabulary.words import is_empty, says

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.documents.problems import Findings
    from contracts.documents.shapes.shape import Shape


@dataclass(slots=True, kw_only=True)
class Survey:
    """The document with everything that recognisers look up in it; dictionaries are keyed by the line of a block.

    `declared` holds the shapes of types by their names.
    """

    page: Page
    findings: Findings
    front: FrontMatter = field(default_factory=FrontMatter)
    tables: dict[int, tuple[Table, TableKind]] = field(default_factory=dict)
    bodies: dict[int, tuple[Body, ...] | Unreadable] = field(default_factory=dict)
    types: TypeBook = field(default_factory=TypeBook)
    declared: dict[str, Shape] = field(default_factory=dict)
    annotations: dict[int, Annotation] = field(default_factory=dict)
    services: dict[str, str] = field(default_factory=dict)
    event_names: set[str] = field(default_factory=set)
    own_service: str = ""

    def section_service(self, block: Block) -> str | None:
        """The service that the nearest heading above a block is about, as the document spells it; else its own one."""
        headings = (*block.section, block.text) if block.kind is BlockKind.HEADING else block.section
        for text in reversed(headings):
            found = heading_service(text, self.services)
            if found:
                return found
        return self.own_service or None

    def section_says(self, block: Block, topic: str, *, depth: int = 9) -> bool:
        """Whether one of the `depth` nearest headings above a block speaks of a topic."""
        return any(says(plain_text(text), topic) for text in block.section[-depth:])

    def is_annotated(self, block: Block) -> bool:
        """Whether an annotation names the event or operation that a block belongs to, or makes it the envelope."""
        annotation = self.annotations.get(block.line)
        return annotation is not None and bool(annotation.events or annotation.route or annotation.role == "envelope")

    def section_annotations(self, blocks: Iterable[Block]) -> Iterator[Annotation]:
        """What annotations in front of blocks of a section say of its contract, `<!-- contract: planned -->`."""
        found = (self.annotations.get(block.line) for block in blocks if block.kind is not BlockKind.HEADING)
        return (annotation for annotation in found if annotation and annotation.speaks_of_section)

    def is_ignored(self, block: Block) -> bool:
        """Whether an annotation takes the block out."""
        annotation = self.annotations.get(block.line)
        return annotation is not None and "ignore" in annotation.flags


def survey_page(page: Page, findings: Findings) -> Survey:
    """The survey of a page; what is wrong with annotations, JSON and TypeScript of its own is noted."""
    survey = Survey(page=page, findings=findings)
    try:
        survey.front = read_front_matter(page.front_matter)
    except BadAnnotation as error:
        findings.note("bad-annotation", 1, reason=error)
    _read_annotations(survey)
    for block in page.blocks:
        if block.kind is BlockKind.TABLE:
            table = read_table(block)
            survey.tables[block.line] = (table, table_kind(table, title=page.title))
    _read_services(survey)
    _read_fences(survey)
    return survey


def _read_annotations(survey: Survey) -> None:
    """An annotation in a comment belongs to the next block; one in an info string to its own fence.

    Where another comment, a fence with its own one, or nothing follows, what a comment says of an event or operation
    stands for itself.
    """
    pending: Annotation | None = None
    ignored = 0  # the level of a heading whose whole section is ignored
    for block in survey.page.blocks:
        own, is_bad = _own_annotation(block, survey)
        if own and pending:
            survey.annotations[pending.line] = pending
        if block.kind is BlockKind.COMMENT or is_bad:
            pending = own or pending
            continue
        found = own or pending
        pending = None
        if block.kind is BlockKind.HEADING and ignored and block.level <= ignored:
            ignored = 0
        if found:
            survey.annotations[block.line] = found
            if block.kind is BlockKind.HEADING and "ignore" in found.flags:
                ignored = block.level
        elif ignored:
            survey.annotations[block.line] = Annotation(line=block.line, flags=frozenset({"ignore"}))
    if pending:
        survey.annotations[pending.line] = pending


def _own_annotation(block: Block, survey: Survey) -> tuple[Annotation | None, bool]:
    """What a comment or an info string says, and whether it could not be read, which is noted."""
    try:
        if block.kind is BlockKind.COMMENT:
            return comment_annotation(block.text, line=block.line), False
        return (fence_annotation(block.info, line=block.line) if block.kind is BlockKind.FENCE else None), False
    except BadAnnotation as error:
        survey.findings.note("bad-annotation", block.line, reason=error)
        return None, True


def _read_services(survey: Survey) -> None:
    own = survey.front.service
    if own and (name := normal_service(own)):
        survey.services[name] = own
    survey.own_service = own_service(survey.page)
    _add_titles(survey, [survey.own_service, *publishing_headings(survey.page)])
    for table, kind in survey.tables.values():
        if kind in {TableKind.SERVICES, TableKind.SERVICE_EVENTS}:
            cells = [record.cell("service", "consumer") for record in table.records()]
            _add_titles(survey, cells)
            listed = [(normal_service(whole), whole) for cell in cells if (whole := listed_service(cell))]
            survey.services |= {found: whole for found, whole in listed if found}
        if kind in {TableKind.EVENTS, TableKind.CHANNELS, TableKind.EDGES}:
            roles = ("producer", "consumer", "from", "to")
            _add_titles(survey, [record.cell(role) for record in table.records() for role in roles])
    for block in survey.page.blocks:
        if block.kind is BlockKind.HEADING and (headed := heading_service(block.text)) and is_service_title(headed):
            _add_titles(survey, [headed])


def _add_titles(survey: Survey, cells: list[str]) -> None:
    for cell in cells:
        for title in read_parties(cell).titles if cell and not is_placeholder(cell) and not is_empty(cell) else ():
            name = normal_service(title)
            if name:
                survey.services.setdefault(name, title)


def _read_fences(survey: Survey) -> None:
    fences = [
        block
        for block in survey.page.blocks
        if block.kind is BlockKind.FENCE and not survey.is_ignored(block) and not is_data_fence(block)
    ]
    for block in fences:
        if is_typescript_fence(block):
            declared, reason, line = read_fence_declarations(block)
            for declaration in declared:
                survey.types.declarations.setdefault(declaration.name, declaration)
            if reason:
                survey.bodies[block.line] = Unreadable(reason=reason, line=line, column=1, code="unreadable-typescript")
    for block in fences:
        if is_json_fence(block):
            annotation = survey.annotations.get(block.line)
            is_schema = annotation is not None and annotation.role == "schema"
            survey.bodies[block.line] = read_json_bodies(block, is_claimed_schema=is_schema)
        elif is_typescript_fence(block) and block.line not in survey.bodies:
            names = [declaration.name for declaration in read_fence_declarations(block)[0]]
            survey.bodies[block.line] = tuple(
                declaration_body(survey.types.declarations[name], survey.types)
                for name in names
                if name in survey.types.declarations
            )
        elif block.line not in survey.bodies and (declared_classes := read_class_bodies(block)):
            survey.bodies[block.line] = declared_classes
    survey.declared = _declared_shapes(survey)


def _declared_shapes(survey: Survey) -> dict[str, Shape]:
    bodies = [body for found in survey.bodies.values() if isinstance(found, tuple) for body in found]
    return {body.title: body.shape for body in reversed(bodies) if body.title}
