"""The JSON of services."""

from typing import Self

from registry.api.bodies import Answer, ListQuery
from registry.entrance.places import ServiceCursor
from registry.storage.views import ServiceView


class ServiceQuery(ListQuery):
    """Which services to list."""

    cursor: ServiceCursor = None


class ServiceAnswer(Answer):
    """A service; `roles` counts the contracts in which it has a role."""

    name: str
    title: str
    responsibility: str
    tech_stack: str
    aliases: list[str]
    roles: dict[str, int]

    @classmethod
    def of(cls, view: ServiceView) -> Self:
        """The answer that shows this service."""
        return cls(
            name=view.name,
            title=view.title,
            responsibility=view.responsibility,
            tech_stack=view.tech_stack,
            aliases=list(view.aliases),
            roles=view.roles,
        )
