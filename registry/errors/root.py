"""The root of what the service refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from contracts.errors import BinderyError

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNAVAILABLE = 503


class ServiceError(BinderyError):
    """The root of what the service refuses: `code` never changes, `status` is an HTTP status, `title` one phrase."""

    code: ClassVar[str] = "internal-error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "The registry failed"

    @property
    def headers(self) -> Mapping[str, str]:
        """What the answer says beside its body."""
        return {"retry-after": "1"} if self.status == _UNAVAILABLE else {}
