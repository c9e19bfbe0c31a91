"""Classes, records, structs and messages of programming languages -> the fields that they declare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassField:
    """One field: its name on the wire, its type as TypeScript would write it, and whether it may be left out."""

    name: str
    type_text: str
    line: int
    is_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDeclaration:
    """A named type with its fields."""

    name: str
    line: int
    fields: tuple[ClassField, ...]


_COMMENT: Final = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_ANNOTATION: Final = re.compile(r"@\w+(?:\.\w+)*(?:\([^()]*\))?|\[[A-Z]\w*(?:\([^()]*\))?\]")
_LIST: Final = re.compile(
    r"^(?:(?:java\.util\.|typing\.)?(?:List|Set|Collection|Sequence|Iterable|IEnumerable|IReadOnlyList|IReadOnlyCollection|IList|"
    r"ICollection|ArrayList|MutableList|list|set|tuple|Array)[<\[](?P<of>[\w.]+)(?:\s*,\s*\.\.\.)?\??[>\]]|\[\](?P<go>\*?[\w.]+)|"
    r"repeated\s+(?P<proto>[\w.]+))$"
)
_MAP: Final = re.compile(r"^(?:Mutable)?(?:Map|HashMap|Dictionary|IDictionary|dict|Dict|map)\s*[<\[]")
_OPTIONAL: Final = re.compile(r"^(?:Optional|Nullable)[<\[](.+)[>\]]$")
_BODY: Final = r"\s*(?:<[^<>{}]{0,100}>)?[^{};()]{0,300}\{(?P<body>(?:[^{}]|\{[^{}]*\})*)\}"
_C_RECORD: Final = re.compile(
    r"\b(?:record|data\s+class|case\s+class)\s+(?P<name>\w+)\s*(?:<[^<>]{0,100}>)?\s*\((?P<params>[^{};]{0,3000}?)\)\s*(?=[{;:]|$|\n)"
)
_C_CLASS: Final = re.compile(r"\b(?:class|record|interface|struct)\s+(?P<name>\w+)" + _BODY)
_GO_STRUCT: Final = re.compile(r"\btype\s+(?P<name>\w+)\s+struct\s*\{(?P<body>[^{}]*)\}")
_PROTO: Final = re.compile(r"\bmessage\s+(?P<name>\w+)\s*\{(?P<body>[^{}]*)\}")
_PYTHON: Final = re.compile(r"^class\s+(?P<name>\w+)[^\n:]*:[^\n]*\n(?P<body>(?:[ \t]+[^\n]*\n|\n)+)", re.MULTILINE)
_JAVA_FIELD: Final = re.compile(
    r"^\s*(?:(?:private|protected|public|final)\s+)+(?!static|class|void|return)([\w.]+(?:<[^;=()]*>)?(?:\[\])?)\s+(\w+)\s*(?:=[^;]*)?;",
    re.MULTILINE,
)
_CS_FIELD: Final = re.compile(
    r"^\s*(?:(?:public|required|virtual|init)\s+)*(?!class|record|return)([\w.]+(?:<[^;={}]*>)?(?:\[\])?\??)\s+(\w+)\s*\{\s*get;",
    re.MULTILINE,
)
_GO_FIELD: Final = re.compile(r"^\s*(?P<name>[A-Z]\w*)\s+(?P<type>[\w.*\[\]{}]+)(?:\s+`(?P<tag>[^`]*)`)?", re.MULTILINE)
_GO_TAG: Final = re.compile(r"json:\"([\w-]+)?((?:,\w+)*)\"")
_PROTO_FIELD: Final = re.compile(
    r"^\s*(optional\s+|required\s+|repeated\s+)?(map\s*<[^>]*>|[\w.]+)\s+(\w+)\s*=\s*\d+", re.MULTILINE
)
_PYTHON_FIELD: Final = re.compile(
    r"^(?P<indent>[ \t]+)([a-z_]\w*)\s*:\s*([^=#\n]+?)\s*(=\s*[^#\n]+)?(?:#.*)?$", re.MULTILINE
)
_TYPESCRIPT_FIELD: Final = re.compile(
    r"^[ \t]*(?P<marks>(?:@\w+(?:\([^()]*\))?\s*)*)"
    r"(?:(?:public|readonly|declare)\s+)*(?P<name>[A-Za-z_$][\w$]*)(?P<open>[?!])?"
    r"[ \t]*:[ \t]*(?P<type>[^;=\n(){}]+?)[ \t]*(?P<default>=[^;\n]*)?[;,]?[ \t]*$",
    re.MULTILINE,
)
_MAY_LACK: Final = re.compile(r"@(?:IsOptional|ApiPropertyOptional)\b|required:\s*false")
_MAX_TEXT: Final = 20_000  # a longer block is a program, no declaration of messages
_WIRE_TYPES: Final = {"time.Time": "datetime", "google.protobuf.Timestamp": "datetime", "[]byte": "string"}


def read_classes(text: str, language: str, *, first_line: int) -> tuple[ClassDeclaration, ...]:
    """The types that a block declares, with at least one field each; `language` is that of its info string."""
    reader = _READERS.get(language)
    if reader is None or len(text) > _MAX_TEXT:
        return ()
    found = (
        ClassDeclaration(name=name, line=first_line + text.count("\n", 0, at), fields=fields)
        for name, at, fields in reader(text, first_line)
        if fields
    )
    return tuple({declared.name: declared for declared in found}.values())


_Found = tuple[str, int, tuple[ClassField, ...]]


def _c_like(text: str, first_line: int) -> Iterator[_Found]:
    """Java, Kotlin and C#: records with parameters, classes with fields or properties."""
    bare = _COMMENT.sub(lambda match: " " * len(match[0].split("\n")[0]) + "\n" * match[0].count("\n"), text)
    for match in _C_RECORD.finditer(bare):
        at, line = match.start("params"), first_line + bare.count("\n", 0, match.start("params"))
        yield match["name"], match.start(), tuple(_parameters(match["params"], line, bare[at : match.end("params")]))
    for match in _C_CLASS.finditer(bare):
        line = first_line + bare.count("\n", 0, match.start("body"))
        yield match["name"], match.start(), tuple(_properties(match["body"], line))


def _parameters(text: str, first_line: int, whole: str) -> Iterator[ClassField]:
    position = 0
    for part in _split(text):
        line = first_line + whole.count("\n", 0, whole.find(part, position) + len(part) - len(part.lstrip()))
        position = whole.find(part, position) + len(part)
        bare, _, default = _ANNOTATION.sub("", part).strip().partition("=")
        words = bare.split()
        if ":" in bare:  # Kotlin: val name: Type
            name, _, kind = bare.partition(":")
            yield _field(name.split()[-1], kind, line, has_default=bool(default))
        elif len(words) > 1:
            yield _field(words[-1], " ".join(words[:-1]), line, has_default=bool(default))


def _split(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for index, char in enumerate(text):
        depth += (char in "<([") - (char in ">)]")
        if char == "," and depth <= 0:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def _properties(body: str, first_line: int) -> Iterator[ClassField]:
    for pattern in (_JAVA_FIELD, _CS_FIELD):
        for match in pattern.finditer(_ANNOTATION.sub("", body)):
            line = first_line + body.count("\n", 0, match.start(2))
            yield _field(match[2], match[1].removeprefix("final "), line)


def _typescript(text: str, first_line: int) -> Iterator[_Found]:
    """Classes with typed fields, as validators and mappers of TypeScript have them."""
    bare = re.sub(r"//[^\n]*", "", text)
    for match in _C_CLASS.finditer(bare):
        line = first_line + bare.count("\n", 0, match.start("body"))
        fields = (
            _field(
                found["name"],
                found["type"].rstrip(","),
                line + match["body"].count("\n", 0, found.start("name")),
                has_default=found["open"] == "?" or bool(found["default"] or _MAY_LACK.search(found["marks"])),
            )
            for found in _TYPESCRIPT_FIELD.finditer(match["body"])
        )
        yield match["name"], match.start(), tuple(fields)


def _go(text: str, first_line: int) -> Iterator[_Found]:
    for match in _GO_STRUCT.finditer(text):
        line = first_line + text.count("\n", 0, match.start("body"))
        yield match["name"], match.start(), tuple(_go_fields(match["body"], line))


def _go_fields(body: str, first_line: int) -> Iterator[ClassField]:
    for match in _GO_FIELD.finditer(body):
        tag = _GO_TAG.search(match["tag"] or "")
        name = (tag and tag[1]) or match["name"]
        if name == "-":
            continue
        line = first_line + body.count("\n", 0, match.start("name"))
        kind = match["type"]
        yield _field(name, kind.lstrip("*") + ("?" if kind[0] == "*" else ""), line, has_default=bool(tag and tag[2]))


def _proto(text: str, first_line: int) -> Iterator[_Found]:
    """Protocol Buffers: in proto3 no field need be there, whatever its label."""
    bare = re.sub(r"//[^\n]*", "", text)
    for match in _PROTO.finditer(bare):
        line = first_line + bare.count("\n", 0, match.start("body"))
        fields = (
            _field(
                found[3],
                f"repeated {found[2]}" if (found[1] or "").startswith("repeated") else found[2],
                line + match["body"].count("\n", 0, found.start(2)),
                has_default=not (found[1] or "").startswith("required"),
            )
            for found in _PROTO_FIELD.finditer(match["body"])
        )
        yield match["name"], match.start(), tuple(fields)


def _python(text: str, first_line: int) -> Iterator[_Found]:
    """Data classes, pydantic models and typed dictionaries."""
    for match in _PYTHON.finditer(f"{text}\n"):
        line, body = first_line + text.count("\n", 0, match.start("body")), match["body"]
        indent = next((text[: len(text) - len(text.lstrip())] for text in body.split("\n") if text.strip()), "")
        fields = (
            _field(found[2], found[3], line + body.count("\n", 0, found.start(2)), has_default=bool(found[4]))
            for found in _PYTHON_FIELD.finditer(body)
            if found["indent"] == indent  # what stands deeper is code
        )
        yield match["name"], match.start(), tuple(fields)


def _field(name: str, type_text: str, line: int, *, has_default: bool = False) -> ClassField:
    kind = " ".join(type_text.split())
    is_nullable = kind.endswith("?") or bool(_OPTIONAL.match(kind)) or bool(re.search(r"\|\s*None\b", kind))
    kind = re.sub(r"\s*\|\s*None\b", "", kind.removesuffix("?"))
    if match := _OPTIONAL.match(kind):
        kind = match[1]
    wire = f"{_wire_type(kind)}{' | null' if is_nullable else ''}"
    return ClassField(name=name, type_text=wire, line=line, is_optional=has_default)


def _wire_type(kind: str) -> str:
    if kind in _WIRE_TYPES:
        return _WIRE_TYPES[kind]
    if match := _LIST.match(kind):
        return f"{_wire_type((match['of'] or match['go'] or match['proto']).lstrip('*'))}[]"
    return "object" if _MAP.match(kind) else kind


_READERS: Final[Mapping[str, Callable[[str, int], Iterator[_Found]]]] = {
    **dict.fromkeys(("java", "kotlin", "kt", "csharp", "cs", "c#", "scala"), _c_like),
    **dict.fromkeys(("go", "golang"), _go),
    **dict.fromkeys(("proto", "protobuf", "proto3"), _proto),
    **dict.fromkeys(("python", "py"), _python),
    **dict.fromkeys(("typescript", "ts"), _typescript),
}
