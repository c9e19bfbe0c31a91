"""`docs/reference/settings.md`: what the service is told by variables of its environment."""

from __future__ import annotations

from enum import EnumType
from typing import TYPE_CHECKING, Literal, get_args, get_origin

from docs.pages.tables import WRITTEN, code, table
from registry.settings import Settings

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

_HEAD = f"""\
# Settings of the service

What `bindery serve`, `worker`, `migrate` and the other commands that open a database read from the environment, once,
when they start. A value that does not fit ends the command with the name of the setting and the reason. Variables of
the commands that ask a registry (`BINDERY_URL`, `BINDERY_TOKEN`, ...) are listed with [the
command](../command-line.md#settings).

{WRITTEN}

"""
_FILES = """
## Secrets in files
These may be given by a file, as secret stores mount them; the variable with `_FILE` at its end names it:
{}.
"""


def settings_page() -> str:
    """The page: a row per setting, in the order in which the code declares them."""
    fields = Settings.model_fields
    rows = table(
        ("variable", "default", "values", "what it says"),
        (
            (code(_variable(name)), code(_default(field)), _values(field), field.description or "")
            for name, field in fields.items()
        ),
    )
    secret = [code(f"{_variable(name)}_FILE") for name, field in fields.items() if not field.repr]
    return _HEAD + rows + _FILES.format(", ".join(secret))


def _variable(name: str) -> str:
    return f"BINDERY_{name.upper()}"


def _default(field: FieldInfo) -> str:
    """The default as it would be written into the variable."""
    default = field.default
    if default is None:
        return ""
    return ",".join(default) if isinstance(default, tuple) else str(default)


def _values(field: FieldInfo) -> str:
    """The words that may be written, or the bounds of a number."""
    if get_origin(field.annotation) is Literal:
        return ", ".join(code(str(word)) for word in get_args(field.annotation))
    if isinstance(field.annotation, EnumType):
        return ", ".join(code(str(word)) for word in field.annotation)
    bounds = {
        name: getattr(bound, name) for bound in field.metadata for name in ("gt", "ge", "le") if hasattr(bound, name)
    }
    words = {"gt": "more than {}", "ge": "at least {}", "le": "at most {}"}
    return ", ".join(words[name].format(bound) for name, bound in bounds.items())
