"""Write the pages below `docs/reference`: `python -m docs.pages`, or `make reference`."""

from __future__ import annotations

from docs.pages.reference import PAGES, REFERENCE

for name, page in PAGES.items():
    (REFERENCE / name).write_text(page(), encoding="utf-8")
