"""The catalogue of what can be found wrong in a design document: one row per code, never renamed or reused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from contracts.model import Ignored, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRule:
    """A row of the catalogue; `message` and `fix` are templates with the values of the finding."""

    code: str
    severity: Severity
    message: str
    fix: str


_ROWS: Final = (
    # limits and text
    ("unreadable-text", _E, "the document is not UTF-8 text: {reason}", "save the file as UTF-8"),
    ("document-too-large", _E, "the document has {size} bytes, the limit is {limit}", "split the document"),
    ("fence-too-large", _E, "the code block has {size} bytes, the limit is {limit}", "split the block"),
    ("nested-too-deeply", _E, "{what} is nested more than {limit} levels deep", "flatten the structure"),
    ("too-many-rows", _E, "the table has more than {limit} rows", "split the table"),
    ("unclosed-fence", _E, "the code block is never closed", "end it with {fence} on a line of its own"),
    ("bad-front-matter", _E, "the front matter cannot be read: {reason}", "correct the YAML between the --- lines"),
    # claimed content that cannot be used
    (
        "unreadable-example",
        _E,
        "{what} cannot be read: {reason}",
        "correct the JSON, or mark it <!-- contract: ignore -->",
    ),
    ("unreadable-typescript", _E, "{what} cannot be read: {reason}", "use interface, type, unions, arrays and objects"),
    ("row-has-extra-cells", _E, "the row has {found} cells, its header {expected}", r"write | inside a cell as \|"),
    (
        "event-disagreement",
        _E,
        "{name} is described by two different schemas (also line {other})",
        "keep one schema, or name the new one {name}.v2",
    ),
    (
        "field-disagreement",
        _E,
        "{name}: field {field} is {strong} here and {weak} at line {other}",
        "make both the same",
    ),
    (
        "example-fails-schema",
        _E,
        "the example of {name} is not valid under its own schema (line {other}): {reason}",
        "correct the example or the field's type",
    ),
    ("invalid-schema", _E, "the schema of {name} is not a JSON Schema: {reason}", "correct the schema"),
    (
        "unsupported-schema",
        _E,
        "the schema of {name} cannot be judged: {reason}",
        "use JSON Schema draft 4, 6, 7, 2019-09 or 2020-12, and keep what $ref names in the same schema, under $defs",
    ),
    ("bad-annotation", _E, "the annotation cannot be read: {reason}", "<!-- contract: event=order.created -->"),
    ("unreadable-data", _E, "the YAML or JSON cannot be read: {reason}", "correct it at this place"),
    (
        "unknown-data",
        _E,
        "the YAML or JSON does not say what it is",
        "begin it with openapi: 3.1.0 (a converter turns Swagger 2.0 into it) or asyncapi: 3.0.0",
    ),
    ("too-many-values", _E, "{reason}", "split the document"),
    (
        "bad-reference",
        _E,
        "the reference {reference} leads {where}",
        "keep what it names in this document, under components",
    ),
    ("bad-service-name", _E, "{name} is no service name", "write a name without ':'"),
    # OpenAPI documents
    (
        "not-openapi",
        _E,
        "the file is no OpenAPI 3 document: {reason}",
        "write `openapi: 3.1.0` at its top (a converter turns Swagger 2.0 into it), or name another file",
    ),
    ("unreadable-openapi", _E, "the document cannot be read: {reason}", "correct the YAML or JSON at this line"),
    (
        "expands-too-far",
        _E,
        "with its references written out, the document says more than is read",
        "split the document, or let its schemas refer to fewer others",
    ),
    ("unresolved-reference", _E, "{reference} leads nowhere in this document", "define it under components"),
    (
        "outside-reference",
        _E,
        "{reference} leads out of this document",
        "bundle what it names into the components of this document",
    ),
    ("bad-openapi", _E, "{what} is not {wanted}", "write it as the OpenAPI Specification says"),
    (
        "operation-twice",
        _E,
        "{name} is described twice (also line {other}): names of path parameters make no difference",
        "keep one of the two",
    ),
    # registered, but flagged
    (
        "unknown-security-scheme",
        _W,
        "{name} is not among components.securitySchemes",
        "declare the scheme {name} there",
    ),
    (
        "body-example-fails-schema",
        _W,
        "an example of {name} is not valid under its schema: {reason}",
        "correct the example, or the schema",
    ),
    ("missing-producer", _W, "{name} names no producer", "<!-- contract: event={name} producer=SERVICE -->"),
    ("missing-consumer", _W, "{name} names no consumer", "<!-- contract: event={name} consumers=SERVICE -->"),
    ("missing-caller", _W, "{name} names no caller", "<!-- contract: {route} from=SERVICE to={provider} -->"),
    (
        "unknown-provider",
        _W,
        "{name} names no service that provides it",
        "add a To column, or front matter contracts: service: SERVICE",
    ),
    (
        "never-published",
        _W,
        "{name} is consumed but nobody publishes it",
        "<!-- contract: event={name} producer=SERVICE -->",
    ),
    ("no-schema", _W, "{name} has no schema: its messages cannot be checked", "add an example or a field table"),
    (
        "foreign-schema",
        _W,
        "{name}: its schema is written in {format}, which is not read",
        "write the payload as JSON Schema",
    ),
    ("names-only-payload", _W, "{name}: the payload lists names without types", "add a field table with types"),
    ("null-field", _W, "{name}: field {field} is only ever null, its type is unknown", 'write a type: "string | null"'),
    ("open-object", _W, "{name}: field {field} is an open object, anything is valid in it", "list its fields"),
    ("open-array", _W, "{name}: the items of {field} are unknown, anything is valid in it", "show one item"),
    ("unknown-type", _W, "{name}: the type of {field} ({type}) is not known, anything is valid", "use a type of JSON"),
    (
        "enum-without-values",
        _W,
        "{name}: field {field} is an enum without values",
        "list the values in its description",
    ),
    ("no-required-column", _W, "{name}: the field table does not say what is required", "add a Required column"),
    (
        "inferred-producer",
        _W,
        "{name}: the producer {service} is taken from a heading",
        "write **Producer:** {service}",
    ),
    (
        "inferred-provider",
        _W,
        "{name}: the provider {service} is taken from a heading",
        "write **Provider:** {service} below its heading, or add a To column",
    ),
    ("wildcard-party", _W, "{name}: '{party}' is not one service", "list the services by name"),
    ("party-not-a-name", _W, "{name}: '{party}' does not name a service", "write service names separated by commas"),
    ("unlisted-service", _W, "{service} is not among the services of this document", "add it to the service table"),
    ("similar-services", _W, "{service} and {other} may be one service", "use one spelling everywhere"),
    ("similar-events", _W, "{name} and {other} may be one event", "use one spelling everywhere"),
    ("assumed-status", _W, "{name}: the response has no status, {status} is assumed", "write **Response ({status}):**"),
    ("body-on-get", _W, "{name} has a request body, which {method} should not have", "use query parameters or POST"),
    ("planned-contract", _W, "{name} is planned, not in use", "move it to the events in use when it is"),
    ("wire-name-unclear", _W, "'{text}' in the event column is not a name on the wire", "write it as `order.created`"),
    ("missing-method", _W, "{path} has no HTTP method", "write its method, as in `GET {path}`"),
    ("shared-example", _W, "one example stands for {names}", "give each event its own example"),
    # only said
    ("template-not-filled", _I, "the template is not filled: no contract is declared", "replace the {{placeholders}}"),
    ("unfilled-row", _I, "the row still holds a placeholder: {text}", "replace {text}"),
    (
        "channel-row",
        _I,
        "'{text}' is read as a channel, not as an event",
        "if it is an event, give it a row of its own under a header such as Event",
    ),
    ("unlabelled-json", _I, "it is not said what this JSON is", "write **Request:** or **Response (200):** above it"),
    ("literal-maybe-enum", _I, "{name}: is {field} an enumeration? {value} looks like one of several", '"A | B | C"'),
    ("endpoint-in-prose", _I, "{text} stands in a sentence and is not taken", "give it a heading or a table row"),
    (
        "provider-from-title",
        _I,
        "the provider {service} is taken from the title",
        "write x-service: {service} at the top",
    ),
    ("diagram", _I, "diagrams are not read", "describe the interaction in a table too"),
)

CATALOGUE: Final[Mapping[str, ProblemRule]] = {
    code: ProblemRule(code=code, severity=severity, message=message, fix=fix) for code, severity, message, fix in _ROWS
}


@dataclass(slots=True, kw_only=True)
class Findings:
    """What the recognisers note while they read one document: problems, and blocks that were not taken."""

    path: str
    problems: list[Problem] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)

    def note(self, code: str, line: int, column: int = 1, *, fix: str = "", **values: object) -> None:
        """Add a problem of the catalogue; `values` fill its templates, `fix` is for documents that are no Markdown."""
        rule = CATALOGUE[code]
        found = Problem(
            code=code,
            severity=rule.severity,
            path=self.path,
            line=line,
            column=column,
            message=rule.message.format(**values),
            fix=fix or rule.fix.format(**values),
        )
        self.problems.append(found)

    def ignore(self, what: str, reason: str, *, line: int, end_line: int) -> None:
        """Record a block that was looked at and not taken."""
        self.ignored.append(Ignored(line=line, end_line=end_line, what=what, reason=reason))

    def sorted_problems(self) -> tuple[Problem, ...]:
        """Every problem once, in the order of the document."""
        unique = dict.fromkeys(self.problems)
        return tuple(sorted(unique, key=lambda found: (found.line, found.column, found.code, found.message)))
