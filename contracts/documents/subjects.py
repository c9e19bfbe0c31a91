# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""What each part of a document is about: an event or an operation, and the labelled blocks that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from contracts.documents.text.inline import code_spans, is_struck, plain_text
from contracts.documents.text.markdown import Block, BlockKind, plain_section
from contracts.documents.vocabulary.labels import Label, heading_label, labels_of
from contracts.documents.vocabulary.names import (
    METHODS,
    EventName,
    Route,
    clean_path,
    event_names,
    is_channel,
    is_past,
    leading_route,
    looks_like_path,
    name_style,
    read_routes,
)
from contracts.documents.vocabulary.words import describes_no_message, label_role, says

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_OWN_PARTS: Final = frozenset({"request", "endpoint", "method"})
_MAX_METADATA: Final = 8  # blocks below a heading that may describe its route
_MAX_AFTER: Final = 12  # words behind a route that a line introduces
_FEWEST_STEPS: Final = 2  # of a flow chart in a fence
_ROUTE_FENCES: Final = frozenset({"", "http", "text", "txt", "rest", "plaintext", "plain", "api", "https", "none"})
_WIRE_STYLES: Final = frozenset({"dot", "pascal", "upper", "colon"})
_BOLD_NAME: Final = re.compile(
    r"^(?:\*\*(?:\d+[.)]\s+)?`?|`)(?P<name>[\w.:-]+)(?:`?:?\*\*|`)\s*+(?P<aside>\([^()\n]*\))?\s*+:?\s*+"
    r"(?:(?:[—–-]\s++)?\w[\w ,-]*(?:→|->|⇒|=>|➜|⟶)[\w ,-]+)?$"
)
_SHOWN: Final = frozenset({BlockKind.FENCE, BlockKind.TABLE})
# A step of a flow chart; `→ 201 Created` and `-> { "id": 1 }` are responses.
_FLOW_STEP: Final = re.compile(
    r"^\s*(?:[-=]{1,2}>|[→⇒➜⟶↓▼└├│|]+[─-]*>?)\s*(?!\s|[1-5]\d\d\b|[{\[]|HTTP/|Response|Returns|$)\S", re.IGNORECASE
)
_FENCE_ROUTE: Final = re.compile(r"^\s*(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+\S*/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A block with the label in force above it."""

    block: Block
    label: Label | None = None


@dataclass(slots=True, kw_only=True)
class Subject:
    """An event or operation that a heading, line or fence introduces, and the blocks that speak of it."""

    anchor: Block
    events: tuple[EventName, ...] = ()
    routes: tuple[Route, ...] = ()
    blocks: list[Labelled] = field(default_factory=list)

    @property
    def level(self) -> float:
        """The heading level that ends the subject; lines and fences are ended by the heading they stand under, too."""
        if self.anchor.kind is BlockKind.HEADING:
            return self.anchor.level
        levels = self.anchor.section_levels
        if len(levels) > 1 and heading_label(self.anchor.section[-1], number=0).role in _OWN_PARTS:
            levels = levels[:-1]  # `### Request` with the route is a part beside `### Response`
        return (levels[-1] if levels else 0) + 0.5

    @property
    def is_event_line(self) -> bool:
        """Whether a line introduces an event, `**Event:** OrderPlaced`."""
        return bool(self.events) and self.anchor.kind is not BlockKind.HEADING

    @property
    def is_struck(self) -> bool:
        """Whether the name is struck through."""
        return is_struck(self.anchor.text)


@dataclass(slots=True)
class _Walk:
    subjects: list[Subject] = field(default_factory=list)
    label: Label | None = None
    loose: list[Labelled] = field(default_factory=list)
    current: Subject | None = None

    def open(self, subject: Subject) -> None:
        self.subjects.append(subject)
        self.current, self.label = subject, None

    def close(self) -> None:
        self.current, self.label = None, None


def find_subjects(
    blocks: Sequence[Block],
    accepts: Callable[[Block, int], tuple[EventName, ...]],
    is_annotated: Callable[[Block], bool],
) -> tuple[tuple[Subject, ...], tuple[Labelled, ...]]:
    """The subjects of a document, and the labelled blocks that belong to none.

    `accepts` gives the events that the heading at an index of `blocks` introduces; a block that is annotated with its
    own event or operation belongs to no section.
    """
    walk = _Walk()
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.HEADING and is_annotated(block):
            walk.loose.append(Labelled(block=block))
        elif block.kind is BlockKind.HEADING:
            if routes := _heading_routes(block) or described_routes(blocks, index):
                walk.open(Subject(anchor=block, routes=routes))
            elif events := accepts(block, index):
                walk.open(Subject(anchor=block, events=events))
            else:
                _label(walk, block)
        else:
            if names := _named_by_line(blocks, index, walk.current):
                walk.open(Subject(anchor=block, events=names))
            _block(walk, block)
    return tuple(walk.subjects), tuple(walk.loose)


def _named_by_line(blocks: Sequence[Block], index: int, current: Subject | None) -> tuple[EventName, ...]:
    """The event of a bold line of its name with a fence or a table below it: ``**`order.created`** (v1)``.

    Behind a dash may stand who sends it to whom: `**order.created** — orders → billing`.
    """
    block = blocks[index]
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    if below is None or below.kind not in _SHOWN or not _stands_alone(block, below):
        return ()
    is_free = current is None or current.is_event_line
    line = _BOLD_NAME.match(block.text) if is_free else None
    names = event_names(f"`{line['name']}` {line['aside'] or ''}") if line else ()
    section = plain_section(block)
    about = any(says(text, "event") for text in section)
    if any(describes_no_message(text) for text in section[-1:]):
        return ()
    is_sent = len(names) == 1 and not is_channel(names[0].name) and name_style(names[0].name) in _WIRE_STYLES
    return names if is_sent and (is_past(names[0].name) or (about and "." in names[0].name)) else ()


def _stands_alone(block: Block, below: Block) -> bool:
    """Whether a block is a paragraph, or a list item that holds the block below it."""
    return block.kind is BlockKind.PARAGRAPH or (block.kind is BlockKind.ITEM and below.item_line == block.line)


def _label(walk: _Walk, block: Block) -> None:
    """A heading that introduces nothing is a label: of the subject above it, if it is deeper than that.

    The event of a line ends at any heading but that of a part of it, `#### Payload`.
    """
    label, current = heading_label(block.text, number=block.line), walk.current
    if current is not None and (block.level <= current.level or (current.is_event_line and not label.role)):
        walk.close()
    walk.label = label


def described_routes(blocks: Sequence[Block], index: int) -> tuple[Route, ...]:
    """The route that lines or a table right below a heading describe: `**Method:** GET`, `**Path:** /orders`."""
    method = path = ""
    for block in blocks[index + 1 : index + 1 + _MAX_METADATA]:
        if block.kind is BlockKind.HEADING:
            break
        if block.kind is BlockKind.TABLE and (routes := _row_routes(block)):
            return routes
        for label in labels_of(block):
            said = plain_text(label.value).strip("` ")
            if label.role == "method" and said.upper() in METHODS:
                method = said.upper()
            elif label.role == "endpoint" and looks_like_path(said):
                path = path or clean_path(said)
    return (Route(method=method, path=path),) if method and path else ()


def _row_routes(block: Block) -> tuple[Route, ...]:
    """The route in a table of facts about one endpoint: `| Endpoint | POST /webhooks |`."""
    pairs = [row.cells for row in block.rows if len(row.cells) == len(("label", "value"))]
    said = (cells[1] for cells in pairs if label_role(plain_text(cells[0])) == "endpoint")
    return tuple(route for cell in said if (route := leading_route(plain_text(cell))))[:1]


def _heading_routes(block: Block) -> tuple[Route, ...]:
    if any(says(text, "naming") and says(text, "not_contract") for text in plain_section(block)[-1:]):
        return ()
    found = leading_route(plain_text(block.text))
    routes = read_routes(plain_text(block.text))
    return routes if routes and (found or len(routes) == 1 or code_spans(block.text)) else ()


def _block(walk: _Walk, block: Block) -> None:
    if walk.current is not None and _ends(walk.current, block):
        walk.close()
    labels = labels_of(block)
    if names := _labelled_event(labels, walk.current):
        walk.open(Subject(anchor=block, events=names))
    route = anchored_route(block)
    is_known = walk.current is not None and route in walk.current.routes
    if route and not is_known and _may_open(walk, block):
        walk.open(Subject(anchor=block, routes=(route,)))
    if labels:
        walk.label = labels[-1]
    target = walk.current.blocks if walk.current is not None else walk.loose
    target.append(Labelled(block=block, label=walk.label))


def _labelled_event(labels: Sequence[Label], current: Subject | None) -> tuple[EventName, ...]:
    """The event that a line introduces where it names parties as well, `**Event:** a.created`.

    The first such line below the heading of an event says what that one is called.
    """
    if not _names_event(labels) or not {label.role for label in labels} & {"producer", "consumer"}:
        return ()
    names = event_names(labels[0].value) if labels[0].value else ()
    if len(names) != 1 or is_channel(names[0].name):
        return ()
    is_first = current is not None and not any(_names_event(labels_of(item.block)) for item in current.blocks)
    return () if is_first and current is not None and current.events else names


def _names_event(labels: Sequence[Label]) -> bool:
    return bool(labels) and labels[0].role == "event"


def _may_open(walk: _Walk, block: Block) -> bool:
    """A route inside the section of an event is a remark about that event, unless it has a fence of its own."""
    return walk.current is None or not walk.current.events or block.kind is BlockKind.FENCE


def _ends(subject: Subject, block: Block) -> bool:
    """Whether a list item's subject ends before this block: outside of the list, or at the next item beside it."""
    anchor = subject.anchor
    if anchor.kind is not BlockKind.ITEM or block is anchor:
        return False
    return block.item_line == 0 or (block.kind is BlockKind.ITEM and block.level <= anchor.level)


def anchored_route(block: Block) -> Route | None:
    """The route that a line, a list item or a fence introduces; None where it is only mentioned."""
    if block.kind is BlockKind.FENCE:
        return _fence_route(block)
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
        return None
    if listed_routes(block):
        return None
    first = block.text.split("\n", 1)[0]
    route = leading_route(first)
    if route:
        return route
    routes = read_routes(plain_text(first))
    if len(routes) != 1 or not code_spans(first):
        return None
    before = plain_text(first).split(routes[0].method, 1)[0].rstrip()
    after = plain_text(first).rsplit(routes[0].path, 1)[-1].strip(" .`") if routes[0].path in first else ""
    return routes[0] if before.endswith((":", "：", "—", "-", "–", "→")) and len(after.split()) <= _MAX_AFTER else None


def _fence_route(block: Block) -> Route | None:
    if block.language not in _ROUTE_FENCES:
        return None
    first = next((line for line in block.text.split("\n") if line.strip()), "")
    lines = [line for line in block.text.split("\n") if _FENCE_ROUTE.match(line)]
    if sum(_FLOW_STEP.match(line) is not None for line in block.text.split("\n")) >= _FEWEST_STEPS:
        return None
    return leading_route(first) if len(lines) == 1 and _FENCE_ROUTE.match(first) else None


def listed_routes(block: Block) -> tuple[tuple[int, Route], ...]:
    """The routes of a fence or paragraph that lists several, one per line, with the line of each."""
    if block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
        found = [(number, leading_route(line)) for number, line in enumerate(block.text.split("\n"), block.line)]
        listed = tuple((number, route) for number, route in found if route)
        return listed if len(listed) > 1 else ()
    if block.kind is not BlockKind.FENCE or block.language not in _ROUTE_FENCES:
        return ()
    lines = [(number, line) for number, line in enumerate(block.text.split("\n"), block.line + 1) if line.strip()]
    spoken = [(number, line) for number, line in lines if not line.lstrip().startswith(("#", "//"))]
    routes = [(number, route) for number, line in spoken if _FENCE_ROUTE.match(line) and (route := leading_route(line))]
    return tuple(routes) if len(routes) > 1 and len(routes) == len(spoken) else ()
