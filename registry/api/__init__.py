"""The HTTP interface: routes, bodies and problems. No SQL, no decisions about contracts."""

from registry.api.router import add_api

__all__ = ["add_api"]
