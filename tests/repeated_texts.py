"""Texts in which one construct is repeated: what a reader may look at more often than once."""

from __future__ import annotations

from collections.abc import Callable

EVENTS = "# Events\n\n| Event | Producer | Consumer | Payload |\n|---|---|---|---|\n"
FIELDS = "# Events\n## a.created\n\n| Field | Type | Required | Description |\n|---|---|---|---|\n"
MESSAGE = '# Events\n```json\n{"eventType": "a.created", '
INTERFACE = "# Events\n```ts\ninterface A { eventType: 'a.created'; a: "


def repeated(piece: str, head: str = "", tail: str = "") -> Callable[[int], str]:
    """A text of some size in which a piece is repeated between head and tail."""
    return lambda size: head + piece * (size // len(piece)) + tail


def around(head: str, tail: str, *pieces: str) -> dict[str, Callable[[int], str]]:
    """`repeated` for each of the pieces."""
    return {f"{piece!r} after {head[-12:]!r}": repeated(piece, head, tail) for piece in pieces}


def numbered(line: str, head: str = "", tail: str = "") -> Callable[[int], str]:
    """A text of some size of lines that differ in their number (`#`)."""
    return lambda size: head + "".join(line.replace("#", str(n)) for n in range(size // len(line))) + tail


# One line that grows: what a regular expression may walk more than once.
LINES: dict[str, Callable[[int], str]] = {
    **around(
        "", "\n", "`", "[^", "[a](", '[a](b "', "[", "**a ", "*", "*_", "_", "~~a ", "(", "()", "{a}", "<b ", "<sup>"
    ),
    **around(
        "", "\n", "a.", "a - ", "a → ", ": ", "**a:", "/", " / ", "POST /a ", "`POST /a` ", "x <!-- ", ">", "|", "1. "
    ),
    **around("a", "b\n", " ", "\t", "\u3000"),
    **around(
        "# Events\n## ",
        "\n",
        "a.",
        "Aa",
        "A_",
        "a-",
        "a:",
        "1.",
        "a.b / ",
        "`a` ",
        "(a",
        "(a) ",
        "GET / ",
        " v1",
        "→ a",
    ),
    **around(
        "# Events\n## a.created\n", "\n", "published by ", "Orders publishes to ", "**Producer:** a ", "when the "
    ),
    **around("# Events\n## a.created\n**Consumers:** ", "\n", "a, ", "a and ", "(", " - ", "`a` ", "~~a ", "a/"),
    **around(EVENTS + "| a.created | ", " | y | z |\n", "Go `a`, ", "Go ", "a later "),
    **around("# Events\n## a.created\nConsumers:\n\n- `a`", "\n", ", b", " ", ", `c`"),
    **around("## GET /a\n", "\n", "used by `a-b` ", "used by `", "`a`, ", "由 `a`"),
    **around("# Published events\n- ", "\n", "`a.created` ", "a.created, ", "from the ", "→ ", "by ", "(", "a: "),
    **around(EVENTS + "| ", " | x | y | z |\n", "a.created, ", "(", "`|", r"\|", "~~a~~ ", "{a}.", "<br "),
    **around(EVENTS + "| OrderPlaced", " | x | y | z |\n", " / Paid", " · StockKept", "AAA", "aA"),
    **around("# Events\n## Technical events\n`a.created`", "\n", " · `b.created`", ",", " "),
    **around(EVENTS + "| a.created | ", " | y | z |\n", "a, ", " and ", " & ", " ", "(", "the "),
    **around(EVENTS + "| a.created | x | y | ", " |\n", "{ a: ", "a: int, ", "a, ", "[", "a?"),
    **around(FIELDS + "| x | ", " | yes | z |\n", "List<", "a \\| ", "[]", "(", "string ", '"'),
    **around(FIELDS + "| x | enum | yes | ", " |\n", "A, B or ", "`A` ", '"a" ', "e.g. "),
    **around(FIELDS + "| ", " | string | yes | z |\n", "a.", "a[].", "(", "`a"),
    **around(
        "# API\n\n| Method | Path | From | To |\n|---|---|---|---|\n| GET | ", " | a | b |\n", "/{a}", "/:a", "POST /a "
    ),
    **around("<!-- contract: event=a.b ", " -->\nx\n", "planned ", "'", "required=a ", "a"),
    **around("<!-- contract: event=", " -->\nx\n", "a.b,"),
    **around("```json schema event=a.b ", "\n{}\n```\n", "planned ", "event=a.b ", "a "),
    **around(MESSAGE + '"a": "', '"}\n```\n', "a|", "a-", "string (", "[a", "{", "...", "1"),
    **around(MESSAGE + '"a": ', "}\n```\n", "a | ", "a<", "(", "'", "{a", "[", "1", "/*", "<!--", "# "),
    **around(MESSAGE + '"a": "a" // ', "\n}\n```\n", '"a" | ', "optional ", "(", " "),
    **around(INTERFACE, " }\n```\n", "'a' | ", "Array<", "{ a: ", "(", "[", "string & "),
    **around(INTERFACE + "string", " }\n```\n", "[]", "/*", " // ", " "),
    "runs of backticks of every length": lambda size: " ".join("`" * n for n in range(int((2 * size) ** 0.5))),
}

# Many blocks: what a recogniser may look through more than once.
BLOCKS: dict[str, Callable[[int], str]] = {
    "headings": numbered("## heading # of it\n\n"),
    "headings of events": numbered("## order.created#\n\n", "# Events\n"),
    "headings of services": numbered("## Order# Service\n\n"),
    "headings of routes": numbered("### POST /a#\n\n"),
    "underlined headings": lambda size: "a\n---\n" * (size // 6),
    "events with fences": numbered('## a.created#\n```json\n{"eventType":"a.created#","a":1}\n```\n', "# Events\n"),
    "examples of one event": numbered('```json\n{"eventType": "a.created", "a#": 1}\n```\n', "# Events\n"),
    "schemas of one event": numbered('```json schema event=a.b\n{"type":"object","properties":{"a#":{}}}\n```\n'),
    "values of one fence": numbered('{"eventType": "a.created", "k#": 1}\n', "# Events\n```json\n", "```\n"),
    "items with different keys": numbered('{"k#": 1},\n', MESSAGE + '"data": [', "1]}\n```\n"),
    "a union of literals": numbered("'a#' | ", INTERFACE, "string }\n```\n"),
    "interfaces that extend": numbered("interface A# extends B# { a: string }\n", "# Events\n```ts\n", "```\n"),
    "http fences": numbered('```http\nPOST /a#\n\n{"a":1}\n```\n'),
    "fences": lambda size: '```json\n{"a": 1}\n```\n' * (size // 20),
    "lines with routes": numbered("`POST /a#`\n\n"),
    "lists": numbered("- `a.created#`\n  - x: uuid\n", "# Order service\n## Published events\n"),
    "annotations": numbered('<!-- contract: event=a.b# -->\n```json\n{"a":#}\n```\n'),
    "tables": numbered("| Event | Producer |\n|---|---|\n| a.created# | x |\n\n"),
    "quotes": lambda size: "> > > a\n\n" * (size // 9),
    "a nested list": lambda size: "\n".join("  " * depth + "- a" for depth in range(int(size**0.5))),
}

# Large texts that once were slow.
LARGE: dict[str, str] = {
    "quotes": ">" * 50_000,
    "brackets": "[" * 100_000,
    "links": "[a](" * 25_000,
    "stars": "**a " * 50_000,
    "stars without a label": "*" * 100_000,
    "mixed emphasis": "*_" * 50_000 + "a",
    "a label far away": "- " + "a " * 3 + "`" * 50_000,
    "blanks in a paragraph": "a\n" + " " * 100_000 + "b",
    "fences without a heading": '```json\n{"a": 1}\n```\n' * 10_000,
    "backticks": " ".join("`" * (number % 200) for number in range(2_000)),
    "comments": "<!-- contract: " * 20_000,
    "comment blocks": "<!-- contract: event=a.b\n\n" * 5_000,
    "dotted heading": "## " + "a." * 50_000,
    "camel heading": "## " + "Aa" * 50_000,
    "brackets in a cell": "| Event | Producer |\n|---|---|\n| a.b | " + "(" * 20_000 + " |\n",
    "wide table": "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n",
    "routes in a line": "`POST /a` " * 20_000,
    "nested list": "\n".join("  " * depth + "- a" for depth in range(400)),
    "types that use types": "# Events\n```ts\n"
    + "".join(f"interface I{n} {{ a: I{n + 1}; b: I{n + 1} }}\n" for n in range(1_000))
    + "interface E { eventType: 'a.created'; p: I0 }\n```\n",
    "items with different keys": '# Events\n```json\n{"eventType": "a.created", "data": ['
    + ",".join(f'{{"k{n}": 1}}' for n in range(10_000))
    + "]}\n```\n",
    "unclosed objects": "```json\n" + '{"a": [' * 30 + "\n```\n",
    "unclosed block comments": "```json\n{" + "/*" * 50_000 + "\n```\n",
}
