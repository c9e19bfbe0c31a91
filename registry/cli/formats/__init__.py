"""How a report is written: one module per format, and `outputs`, which puts what they write where it was asked for.

`text` is for people and `json` for programs; both show the report itself. `github`, `junit`, `sarif` and `markdown` are
for the pages of a pipeline, and are written from its summary.
"""

from registry.cli.formats.outputs import Forms, Output, outputs_of, write_report
from registry.cli.formats.report import Report, write_json

__all__ = ["Forms", "Output", "Report", "outputs_of", "write_json", "write_report"]
