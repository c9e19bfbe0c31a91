"""Bodies that a line shows beside its label: `**Request:** { "sku": "string" }`, or `**Parameters:**` over it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from contracts.documents.payload_cells import payload_cell_shape
from contracts.documents.vocabulary.labels import Label, labels_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.documents.shapes.shape import Shape
    from contracts.documents.text.markdown import Block

_FIELDS: Final = re.compile("[:,]")
_ROLES: Final = frozenset({"request", "response", "parameters"})


def inline_bodies(block: Block, *, has_request: bool) -> Iterator[tuple[Label, Shape]]:
    """The objects of a paragraph or list item with their labels; `has_request`: the method carries a body.

    Parameters written as an object are the request of such a method, and the query of another one.
    """
    labels = {label.line: label for label in labels_of(block)}
    above: Label | None = None
    for number, line in enumerate(block.text.split("\n"), block.line) if labels else ():
        above = labels.get(number, above)
        text = (labels[number].value if number in labels else line).strip()
        shape = _object(text, number) if above and above.role in _ROLES else None
        if above and shape and (above.role != "parameters" or has_request):
            yield replace(above, role="request" if above.role == "parameters" else above.role), shape


def _object(text: str, line: int) -> Shape | None:
    """The shape of `{ "sku": "string" }` or `{ sku, quantity }`; `{body}` is a place to fill in."""
    bare = text.strip("`")
    is_object = bare.startswith("{") and bare.endswith("}") and bool(_FIELDS.search(bare))
    return payload_cell_shape(text, line=line) if is_object else None
