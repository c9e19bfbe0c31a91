"""Security requirements of OpenAPI -> alternatives whose schemes say what is sent, whatever they are called.

`{"http bearer": []}`, `{"apiKey header x-api-key": []}`, `{"oauth2": ["orders:write"]}`, `{"mutualTLS": []}`: renaming
a scheme is no change, another kind of credentials is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.documents.openapi.references import Library
    from contracts.documents.openapi.tree import Tree
    from contracts.keywords import Json


def read_security(operation: Tree, library: Library) -> list[Json]:
    """The alternatives of an operation, else those of the document; empty where no credentials are asked for.

    Beside `x-auth` they were only guessed from its words, by the export.
    """
    stated = operation.at("security") or library.root.at("security")
    if stated is None or operation.text_at("x-auth"):
        return []
    if not isinstance(stated.value, list):
        library.findings.note("bad-openapi", stated.line, what="`security`", wanted="a list")
    alternatives = [_alternative(item, library) for item in stated.items]
    ordered = sorted(alternatives, key=lambda one: sorted(one.items()))
    return [one for place, one in enumerate(ordered) if one not in ordered[:place]] if any(ordered) else []


def _alternative(tree: Tree, library: Library) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, scopes in tree.members.items():
        scheme = _scheme(name, tree, library)
        found[scheme] = sorted({*found.get(scheme, []), *(scope.text for scope in scopes.items)})
    return found


def _scheme(name: str, tree: Tree, library: Library) -> str:
    declared = library.root.at("components", "securitySchemes", name)
    if declared is None:
        library.findings.note("unknown-security-scheme", tree.line, name=name)
        return name
    scheme = library.resolved(declared)
    kind = scheme.text_at("type")
    if kind == "apiKey":
        place, key = scheme.text_at("in"), scheme.text_at("name")
        return f"apiKey {place} {key.lower() if place == 'header' else key}"
    words = {"http": scheme.text_at("scheme").lower(), "openIdConnect": scheme.text_at("openIdConnectUrl")}
    return f"{kind or name} {words.get(kind, '')}".strip()
