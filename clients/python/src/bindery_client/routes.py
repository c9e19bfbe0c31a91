"""Which operation a request is of: method and path against the contracts of one provider."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bindery_client.operations import OperationContract

_PARAMETER = "{}"


class OperationRoutes:
    """Operations by method and path. A path without parameters wins over one with them, as in every web framework."""

    def __init__(self, operations: Iterable[OperationContract], *, path_prefix: str = "") -> None:
        self._prefix = path_prefix.rstrip("/")
        self._exact: dict[tuple[str, str], OperationContract] = {}
        self._patterns: list[tuple[str, re.Pattern[str], OperationContract]] = []
        for operation in sorted(operations, key=lambda operation: operation.path.count(_PARAMETER)):
            if _PARAMETER in operation.path:
                self._patterns.append((operation.method, _pattern(operation.path), operation))
            else:
                self._exact[operation.method, operation.path] = operation

    def find(self, method: str, path: str) -> OperationContract | None:
        """The operation of a request, None if no contract speaks of it. A slash at the end does not matter."""
        if not path.startswith(self._prefix):
            return None
        bare = path[len(self._prefix) :].rstrip("/") or "/"
        exact = self._exact.get((method, bare))
        if exact is not None:
            return exact
        fitting = (found for verb, pattern, found in self._patterns if verb == method and pattern.fullmatch(bare))
        return next(fitting, None)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("[^/]+".join(re.escape(text) for text in path.rstrip("/").split(_PARAMETER)))
