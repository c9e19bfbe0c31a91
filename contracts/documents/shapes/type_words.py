# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""Type words of many languages -> JSON Schema: `string[]`, `List<UUID>`, `"A" | "B"`, `decimal(10,2)`, `string?`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.type_table import FORMAT_WORDS, TYPE_WORDS
from contracts.documents.text.remembered import remembered

if TYPE_CHECKING:
    from contracts.keywords import Json

_STRING: Final = {"type": "string"}
_VAGUE: Final = {
    "email": "mail",
    "uri": r"ur[il]|link|href|image|avatar|site|webhook|callback",
    "date": r"date|day|on$|birth",
}
_TABLE: Final[dict[str, dict[str, Json]]] = {
    **{word: ({"type": name} if name else {}) for name, row in TYPE_WORDS.items() for word in row.split()},
    **{word: {"type": "string", "format": name} for name, row in FORMAT_WORDS.items() for word in row.split()},
}
_ARRAY_OF: Final = re.compile(
    r"^(?:array|list|arr|set|collection|vector|seq|iterable)s?\s*(?:of\s+|\s*[<(\[]\s*)(.+?)[>)\]]?$", re.IGNORECASE
)
_GENERIC: Final = re.compile(
    r"^(?:I?List|Array|Set|Collection|ReadonlyArray|IEnumerable|ICollection|Seq|Vec|Iterable|Sequence|ArrayList)\s*[<\[](.+)[>\]]$",
    re.IGNORECASE,
)
_MAP: Final = re.compile(
    r"^(?:Map|Record|Dict|Dictionary|HashMap|IDictionary|Mapping|map)\s*[<\[][^,\]]+[,\]]\s*(.+?)[>\]]?$", re.IGNORECASE
)
_MAYBE: Final = re.compile(r"^(?:Optional|Nullable|Maybe|Option)\s*[<\[](.+)[>\]]$", re.IGNORECASE)
_SIZED: Final = re.compile(
    r"^([A-Za-z_]+)\s*\(\s*(?:max\s*)?\d+(?:\s*[,.-]+\s*\d+)*\s*(?:chars?|characters)?\)$", re.IGNORECASE
)
_NOTED: Final = re.compile(r"^([A-Za-z_][\w\[\]<>-]*)\s*[(（]([^()（）]*)[)）]$")
_ENUM: Final = re.compile(
    r"^(?:string\s+)?(?:enumeraci[oó]n|enumera[cç][aã]o|[eé]num[eé]ration|enumerado|numaralandırma|enum|枚举|열거형|列挙型?)"
    r"\s*[:(\[{<]?\s*(.*?)[)\]}>]?$",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"^([\"'`])(.*)\1$")
_LITERAL: Final = re.compile(r"^[A-Za-z][\w.-]*$")
_OR: Final = re.compile(r"\s*\|\s*|\s+or\s+|\s+oder\s+|\s*또는\s*|\s*或\s*", re.IGNORECASE)
_NULLS: Final = re.compile(r"[,;]?\s*\b(?:nullable|or null)\b|\s*[(（]nullable[)）]", re.IGNORECASE)
_OPTIONAL: Final = re.compile(r"[,;]?\s*\(?\boptional\b(?![\[<])\)?", re.IGNORECASE)
_REQUIRED: Final = re.compile(r"[,;]?\s*\(?\brequired\b\)?", re.IGNORECASE)
_NULL_WORDS: Final = frozenset({"null", "nil", "undefined"})  # `none` is a value where it stands beside values
_OTHER_STANDARD: Final = re.compile(r"^ISO[ -]?(?!8601)\d", re.IGNORECASE)  # of currencies, countries, languages
_MEMBER_MARK: Final = re.compile(r"[{\[(<}\])>,;\n]")
_MAX_TEXT: Final = 400
_MAX_DEPTH: Final = 8
_MAX_OPTIONS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeReading:
    """What a type text says. `schema` is `{}` where anything goes; `is_required` is None where nothing is said."""

    schema: dict[str, Json]
    is_nullable: bool = False
    is_required: bool | None = None
    is_known: bool = True
    lacks_values: bool = False

    @property
    def full_schema(self) -> dict[str, Json]:
        """The schema with null allowed where the text says so."""
        return nullable(self.schema) if self.is_nullable else self.schema


def nullable(schema: dict[str, Json]) -> dict[str, Json]:
    """The schema that also accepts null."""
    kind = schema.get("type")
    if not schema or kind == "null" or (isinstance(kind, list) and "null" in kind):
        return schema
    if "const" in schema or not isinstance(kind, str):
        return {"anyOf": [schema, {"type": "null"}]}
    widened = {**schema, "type": [kind, "null"]}
    if "enum" in schema:
        widened["enum"] = [*schema["enum"], None]
    return widened


def is_type_word(text: str) -> bool:
    """Whether the text is one type word: `uuid`, `ISO-8601`, `integer`."""
    return _word_key(text) in _TABLE


def word_schema(text: str, *, name: str) -> dict[str, Json] | None:
    """The schema of a type word that stands as the example value of the field `name`.

    `"channel": "email"` is a value and `"contactEmail": "email"` is a type: a word that is also an ordinary value sets
    its format only where the name of the field agrees.
    """
    schema = _TABLE.get(_word_key(text))
    if schema is None:
        return None
    agrees = _VAGUE.get(str(schema.get("format", "")))
    if agrees and not re.search(agrees, name, re.IGNORECASE):
        return dict(_STRING)
    return dict(schema)


@remembered
def _word_key(text: str) -> str:
    word = text.strip().strip("<>{}()").strip().casefold()
    return "-".join(word.replace("/", "/").split())


@remembered
def read_type(text: str, *, depth: int = 0) -> TypeReading | None:
    """What a type text says; None if it is no type text at all."""
    bare = text.strip().strip("`").strip().rstrip(".,;").strip()
    if not bare or depth > _MAX_DEPTH or len(bare) > _MAX_TEXT:
        return None
    flags, bare = _flags(bare)
    read = _read_bare(bare, depth) if bare else None
    if read is None:
        return None
    return replace(
        read,
        is_nullable=read.is_nullable or flags.is_nullable,
        is_required=flags.is_required if read.is_required is None else read.is_required,
    )


def _flags(text: str) -> tuple[TypeReading, str]:
    kept, nulls = _NULLS.subn("", text)
    kept, optional = _OPTIONAL.subn("", kept)
    kept, required = _REQUIRED.subn("", kept)
    kept = kept.strip().strip(",;").strip()
    is_optional = bool(optional)
    if kept.endswith("?") and len(kept) > 1:
        kept, is_optional = kept[:-1].strip(), True
    is_required = False if is_optional else (True if required else None)
    return TypeReading(schema={}, is_nullable=bool(nulls), is_required=is_required), kept


def _read_bare(text: str, depth: int) -> TypeReading | None:
    schema = _TABLE.get(_word_key(text))
    if schema is not None:
        return TypeReading(schema=dict(schema))
    if _OTHER_STANDARD.match(text):
        return None
    for reader in (_read_union, _read_array, _read_wrapped, _read_enum, _read_literal, _read_noted):
        read = reader(text, depth)
        if read is not None:
            return read
    return None


def _read_union(text: str, depth: int) -> TypeReading | None:
    if text.count("|") > _MAX_OPTIONS:
        return None
    parts = [part for part in _OR.split(text.strip().strip("()")) if part]
    if len(parts) <= 1:
        return None
    said = [part for part in parts if _word_key(part) not in _NULL_WORDS]
    others = said if _are_literals(said) else [part for part in said if _word_key(part) != "none"]
    is_nullable = len(others) < len(parts)
    quoted = [match[2] for match in map(_QUOTED.match, others) if match]
    if others and len(quoted) == len(others):
        return TypeReading(schema={"type": "string", "enum": list(dict.fromkeys(quoted))}, is_nullable=is_nullable)
    if len(others) > 1 and _are_literals(others):
        return TypeReading(schema={"type": "string", "enum": list(dict.fromkeys(others))}, is_nullable=is_nullable)
    readings = [read_type(part, depth=depth + 1) for part in others]
    schemas = [reading.full_schema for reading in readings if reading]
    if not schemas or len(schemas) < len(others):
        return None
    is_nullable = is_nullable or any(reading.is_nullable for reading in readings if reading)
    unique = [schema for index, schema in enumerate(schemas) if schema not in schemas[:index]]
    return TypeReading(schema=unique[0] if len(unique) == 1 else {"anyOf": unique}, is_nullable=is_nullable)


def _are_literals(parts: list[str]) -> bool:
    """Whether the parts of a union are values: in `email | sms | none` a word that may be a type is one too."""
    kinds = [None if _word_key(part) == "none" else _TABLE.get(_word_key(part)) for part in parts]
    is_value_list = any(kind is None and _word_key(part) != "none" for part, kind in zip(parts, kinds, strict=True))
    return is_value_list and all(
        _LITERAL.match(part) and (kind is None or kind.get("format") in _VAGUE)
        for part, kind in zip(parts, kinds, strict=True)
    )


def _read_array(text: str, depth: int) -> TypeReading | None:
    if text.endswith("[]"):
        inner = text[:-2].strip()
    elif match := _GENERIC.match(text) or _ARRAY_OF.match(text):
        inner = match[1].strip()
    elif text.startswith("[") and text.endswith("]") and text != "[]":
        inner = text[1:-1].strip()
    else:
        return None
    item = read_type(inner, depth=depth + 1) or read_type(inner.removesuffix("s"), depth=depth + 1)
    if item is None or not item.full_schema:
        return TypeReading(schema={"type": "array"}, is_known=item is not None)
    return TypeReading(schema={"type": "array", "items": item.full_schema})


def _read_wrapped(text: str, depth: int) -> TypeReading | None:
    if match := _MAYBE.match(text):
        inner = read_type(match[1], depth=depth + 1)
        return replace(inner, is_nullable=True) if inner else None
    if match := _MAP.match(text):
        value = read_type(match[1], depth=depth + 1)
        schema: dict[str, Json] = {"type": "object"}
        if value and value.full_schema:
            schema["additionalProperties"] = value.full_schema
        return TypeReading(schema=schema)
    if text.startswith("{") and text.endswith("}"):
        return _read_object(text[1:-1], depth)
    return None


def _read_object(text: str, depth: int) -> TypeReading | None:
    properties: dict[str, Json] = {}
    required: list[str] = []
    for part in split_members(text):
        name, _, kind = part.partition(":")
        key = name.strip().strip("`\"'")
        if not re.fullmatch(r"[A-Za-z_@$][\w$-]*\??(?:\[\])?", key):
            return None
        read = read_type(kind, depth=depth + 1) if kind.strip() else None
        bare = key.removesuffix("[]").removesuffix("?")
        schema = read.full_schema if read else {}
        properties[bare] = {"type": "array", **({"items": schema} if schema else {})} if key.endswith("[]") else schema
        if kind.strip() and not key.endswith("?") and (read is None or read.is_required is not False):
            required.append(bare)
    schema = {"type": "object", **({"properties": properties} if properties else {})}
    return TypeReading(schema={**schema, "required": required} if required else schema)


def split_members(text: str) -> tuple[str, ...]:
    """The parts of a text between commas or semicolons that stand outside of any bracket."""
    parts, depth, start = [], 0, 0
    for mark in _MEMBER_MARK.finditer(text):
        char, index = mark[0], mark.start()
        depth += (char in "{[(<") - (char in "}])>")
        if char in ",;\n" and depth <= 0:
            parts.append(text[start:index])
            start = index + 1
    return tuple(part.strip() for part in (*parts, text[start:]) if part.strip() and part.strip() not in {"...", "…"})


def _read_enum(text: str, _depth: int) -> TypeReading | None:
    match = _ENUM.match(text)
    if not match:
        return None
    values = literal_values(match[1])
    if not values:
        return TypeReading(schema=dict(_STRING), lacks_values=True) if not match[1].strip() else None
    return TypeReading(schema={"type": "string", "enum": list(values)})


def literal_values(text: str) -> tuple[str, ...]:
    """The values that a text lists: upper-case words, or words in quotes; empty if it lists fewer than two."""
    quoted = re.findall(r"[\"'`]([\w.: -]{1,60})[\"'`]", text)
    if len(quoted) > 1:
        return tuple(dict.fromkeys(quoted))
    upper = re.findall(r"(?<![\w-])[A-Z][A-Z0-9_]+(?![\w-])", text)
    if len(upper) > 1:
        return tuple(dict.fromkeys(upper))
    words = [word.strip() for word in re.split(r"\s*[,|/、]\s*", text.strip())]
    if len(words) > 1 and all(_LITERAL.match(word) for word in words):
        return tuple(dict.fromkeys(words))
    return ()


def _read_literal(text: str, _depth: int) -> TypeReading | None:
    match = _QUOTED.match(text)
    if match:
        return TypeReading(schema={"type": "string", "const": match[2]})
    if re.fullmatch(r"-?\d{1,15}", text):
        return TypeReading(schema={"type": "integer", "const": int(text)})
    if text.casefold() in {"true", "false"}:
        return TypeReading(schema={"type": "boolean", "const": text.casefold() == "true"})
    return None


def _read_noted(text: str, depth: int) -> TypeReading | None:
    """`string (uuid)`, `decimal(10,2)`, `string (ISO 8601)`, `UUID string`, `string uuid`."""
    if match := _SIZED.match(text):
        return read_type(match[1], depth=depth + 1)
    if match := _NOTED.match(text):
        outer = read_type(match[1], depth=depth + 1)
        return _narrowed(outer, match[2], depth) if outer else None
    first, _, rest = text.partition(" ")
    outer = read_type(first.rstrip(",:"), depth=depth + 1) if rest and not rest.startswith("|") else None
    return _narrowed(outer, rest, depth) if outer and not outer.schema.get("const") else None


def _narrowed(outer: TypeReading, note: str, depth: int) -> TypeReading:
    inner = read_type(note, depth=depth + 1)
    if inner and outer.schema.get("type") == "string" and inner.schema.get("type") == "string":
        return replace(
            outer, schema={**outer.schema, **inner.schema}, is_nullable=outer.is_nullable or inner.is_nullable
        )
    values = literal_values(note) if outer.schema == _STRING or outer.lacks_values else ()
    return replace(outer, schema={"type": "string", "enum": list(values)}, lacks_values=False) if values else outer
