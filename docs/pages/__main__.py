"""Write the pages below `docs/reference` and the figures in `README.md`: `python -m docs.pages`, `make reference`."""

from __future__ import annotations

from docs.pages.benchmarks import README, with_benchmarks
from docs.pages.reference import PAGES, REFERENCE

README.write_text(with_benchmarks(README.read_text(encoding="utf-8")), encoding="utf-8")
for name, page in PAGES.items():
    (REFERENCE / name).write_text(page(), encoding="utf-8")
