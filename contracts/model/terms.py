"""What an operation fixes beside its schemas: credentials, how parameters are written, where it is served."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json

# One way of being let in: each scheme that is needed, with its scopes.
Alternative: TypeAlias = "Mapping[str, tuple[str, ...]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of an operation.

    `security` lists the alternatives that let a caller in, `{"http bearer": (), "oauth2": ("orders:write",)}` for
    example; without any, nothing is asked for. `styles` is location -> parameter -> how it is written, where that is
    not the default of its location: `{"query": {"ids": {"style": "form", "explode": False}}}`. `base_paths` are the
    paths in front of the operation's own. `bodiless` are the statuses that are answered without a body.
    """

    security: tuple[Alternative, ...] = ()
    styles: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    base_paths: tuple[str, ...] = ()
    is_body_required: bool = True
    bodiless: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, value: Mapping[str, Json]) -> Terms:
        """The terms in the JSON form of an operation."""
        responses = value.get("responses") or {}
        return cls(
            security=tuple(_alternative(one) for one in value.get("security", ())),
            styles=value.get("styles", {}),
            base_paths=tuple(value.get("base_paths", ())),
            is_body_required=value.get("request_required", True),
            bodiless=tuple(sorted(status for status, media_types in responses.items() if not media_types)),
        )

    def written_into(self, definition: dict[str, Json]) -> dict[str, Json]:
        """The JSON form of an operation with its terms: those that say something."""
        said = {
            "security": [{scheme: list(scopes) for scheme, scopes in one.items()} for one in self.security],
            "styles": {location: dict(styles) for location, styles in self.styles.items()},
            "base_paths": list(self.base_paths),
        }
        responses = {**definition.get("responses", {}), **{status: {} for status in self.bodiless}}
        return {
            **definition,
            **({"responses": responses} if responses else {}),
            **{name: value for name, value in said.items() if value},
            **({} if self.is_body_required else {"request_required": False}),
        }


def _alternative(value: Mapping[str, Json]) -> Alternative:
    return {scheme: tuple(sorted(scopes)) for scheme, scopes in sorted(value.items())}
