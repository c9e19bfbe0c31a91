"""Markdown text -> a flat list of blocks, each with its lines and its section.

markdown-it parses the blocks; what it hides is read here again from the lines: cells beyond the header of a table,
paragraphs that a table swallowed, and whether a fence was ever closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import blockquote
from mdit_py_plugins.front_matter import front_matter_plugin

from contracts.documents.text.front_matter import UnreadableFrontMatter, read_yaml
from contracts.documents.text.inline import plain_text
from contracts.documents.text.source_text import MAX_FENCE_BYTES, MAX_NESTING, MAX_TABLE_ROWS
from contracts.documents.text.table_rows import Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    from contracts.documents.problems import Findings
    from contracts.keywords import Json

_QUOTE: Final = re.compile(r"^[\s>]*")
_MAX_QUOTING: Final = 16  # levels, those of lists counted
_DEEP_QUOTE: Final = "line of the first quote that is too deep"
_TASK: Final = re.compile(r"^\[([ xX])\]\s+(?=\S)")


class BlockKind(StrEnum):
    """What a block of Markdown is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    FENCE = "fence"
    ITEM = "item"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block: `line` and `end_line` count from 1; `level` is that of a heading or the depth of a list item.

    `info` is the info string of a fence, `rows` the rows of a table (the header first), `parents` the texts of the
    list items around an item, `item_line` the line of the list item that a block stands in (0: none). The box of a
    task, `[x]`, is no part of its text; `is_open_task`: the box of this item is empty.
    """

    kind: BlockKind
    line: int
    end_line: int
    text: str = ""
    level: int = 0
    info: str = ""
    rows: tuple[Row, ...] = ()
    section: tuple[str, ...] = ()
    section_levels: tuple[int, ...] = ()
    parents: tuple[str, ...] = ()
    item_line: int = 0
    is_open_task: bool = False

    @property
    def language(self) -> str:
        """The first word of a fence's info string, in lower case."""
        return self.info.split()[0].lower() if self.info.split() else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document as blocks, with its first heading as title and its front matter as read from YAML."""

    path: str
    blocks: tuple[Block, ...]
    title: str = ""
    front_matter: Mapping[str, Json] = field(default_factory=dict)


def _shallow_quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it
    """The rule for `>`, as far as people quote quotes: each level looks at all lines below it once more."""
    if state.level < _MAX_QUOTING:
        return blockquote(state, start, end, silent)
    if state.src.startswith(">", state.bMarks[start] + state.tShift[start]):
        state.env.setdefault(_DEEP_QUOTE, start + 1)
    return False


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").use(front_matter_plugin)
    parser.block.ruler.at("blockquote", _shallow_quote, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    return parser.disable(["inline", "text_join"], ignoreInvalid=True)


@dataclass(slots=True)
class _Walk:
    """The state of one pass over the tokens."""

    lines: Sequence[str]
    findings: Findings
    blocks: list[Block] = field(default_factory=list)
    section: tuple[str, ...] = ()
    section_levels: tuple[int, ...] = ()
    items: list[tuple[int, str]] = field(default_factory=list)
    front_matter: dict[str, Json] = field(default_factory=dict)

    def add(self, block: Block) -> None:
        placed = replace(
            block,
            section=self.section,
            section_levels=self.section_levels,
            item_line=self.items[-1][0] if self.items else 0,
        )
        self.blocks.append(placed)

    def leave_sections(self, level: int) -> None:
        """End the sections that a heading of this level ends."""
        kept = next((index for index, known in enumerate(self.section_levels) if known >= level), None)
        self.section, self.section_levels = self.section[:kept], self.section_levels[:kept]

    def enter_section(self, level: int, text: str) -> None:
        self.section, self.section_levels = (*self.section, text), (*self.section_levels, level)


def read_page(text: str, *, path: str, findings: Findings) -> Page:
    """The blocks of a Markdown text; what breaks a limit is noted and left out."""
    lines = text.split("\n")
    walk = _Walk(lines=lines, findings=findings)
    seen: dict[str, int] = {}
    tokens = _parser().parse(text, seen)
    if _DEEP_QUOTE in seen:
        findings.note("nested-too-deeply", seen[_DEEP_QUOTE], what="the text", limit=_MAX_QUOTING)
    for index, token in enumerate(tokens):
        _visit(walk, tokens, index, token)
    title = next((block.text for block in walk.blocks if block.kind is BlockKind.HEADING), "")
    return Page(path=path, blocks=tuple(walk.blocks), title=title, front_matter=walk.front_matter)


def _visit(walk: _Walk, tokens: Sequence[Token], index: int, token: Token) -> None:
    if token.type == "list_item_open":
        walk.items.append((_first_line(token), ""))
    if token.level >= MAX_NESTING - 1 and token.map:
        walk.findings.note("nested-too-deeply", token.map[0] + 1, what="the text", limit=MAX_NESTING)
    elif token.type == "heading_open":
        _heading(walk, token, tokens[index + 1])
    elif token.type == "inline":
        _text(walk, tokens[index - 1], token)
    elif token.type in {"fence", "code_block"}:
        _fence(walk, token)
    elif token.type == "table_open":
        _table(walk, token)
    elif token.type == "list_item_close":
        walk.items.pop()
    elif token.type == "html_block":
        walk.add(Block(kind=BlockKind.COMMENT, line=_first_line(token), end_line=_last_line(token), text=token.content))
    elif token.type == "front_matter":
        walk.front_matter = _front_matter(walk, token)


def _first_line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _last_line(token: Token) -> int:
    return token.map[1] if token.map else 1


def _heading(walk: _Walk, token: Token, content: Token) -> None:
    level = int(token.tag[1:])
    walk.leave_sections(level)
    walk.add(
        Block(
            kind=BlockKind.HEADING,
            line=_first_line(token),
            end_line=_last_line(token),
            text=content.content,
            level=level,
        )
    )
    walk.enter_section(level, content.content)


def _text(walk: _Walk, opening: Token, token: Token) -> None:
    if opening.type != "paragraph_open":
        return
    kind, text = BlockKind.PARAGRAPH, token.content
    parents: tuple[str, ...] = ()
    box: re.Match[str] | None = None
    if walk.items and not walk.items[-1][1]:
        line, _ = walk.items[-1]
        parents = tuple(text for _, text in walk.items[:-1])
        box = _TASK.match(text)
        text = text[box.end() :] if box else text
        walk.items[-1] = (line, text)
        kind = BlockKind.ITEM
    walk.add(
        Block(
            kind=kind,
            line=_first_line(token),
            end_line=_last_line(token),
            text=text,
            level=len(walk.items),
            parents=parents,
            is_open_task=box is not None and box[1] == " ",
        )
    )


def _fence(walk: _Walk, token: Token) -> None:
    line, size = _first_line(token), len(token.content.encode("utf-8"))
    if token.type == "fence" and not _is_closed(walk.lines, token):
        walk.findings.note("unclosed-fence", line, fence=token.markup)
    elif size > MAX_FENCE_BYTES:
        walk.findings.note("fence-too-large", line, size=size, limit=MAX_FENCE_BYTES)
    else:
        info = token.info if token.type == "fence" else ""
        walk.add(
            Block(kind=BlockKind.FENCE, line=line, end_line=_last_line(token), text=token.content, info=info.strip())
        )


def _is_closed(lines: Sequence[str], token: Token) -> bool:
    last = _last_line(token)
    if last <= _first_line(token):
        return False
    closing = _QUOTE.sub("", lines[last - 1]).rstrip()
    return len(closing) >= len(token.markup) and set(closing) == {token.markup[0]}


def _table(walk: _Walk, token: Token) -> None:
    first, last = _first_line(token), _last_line(token)
    rows, swallowed = read_rows(walk.lines[first - 1 : last], first_line=first)
    if len(rows) > MAX_TABLE_ROWS:
        walk.findings.note("too-many-rows", first, limit=MAX_TABLE_ROWS)
        return
    walk.add(Block(kind=BlockKind.TABLE, line=first, end_line=last - len(swallowed), rows=rows))
    if swallowed:
        start = last - len(swallowed) + 1
        walk.add(Block(kind=BlockKind.PARAGRAPH, line=start, end_line=last, text="\n".join(swallowed)))


def _front_matter(walk: _Walk, token: Token) -> dict[str, Json]:
    try:
        return read_yaml(token.content)
    except UnreadableFrontMatter as error:
        if "contracts:" in token.content:
            walk.findings.note("bad-front-matter", _first_line(token), reason=error)
        return {}


def plain_section(block: Block) -> tuple[str, ...]:
    """The headings above a block as plain text, the outermost first."""
    return tuple(plain_text(text) for text in block.section)
