"""What people ask for in the query of a page: forgiving where the API is strict, for forms send empty fields, too."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

MAX_CHARACTERS = 1024
PAGE_SIZE = 50

# control characters stand in no name, and PostgreSQL cannot be asked for the zero byte
Text = Annotated[str, Query(max_length=MAX_CHARACTERS, pattern=r"^[^\x00-\x1f\x7f]*$")]
Cursor = Annotated[str | None, Query()]
