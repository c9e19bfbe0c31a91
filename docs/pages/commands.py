"""`docs/reference/commands.md`: every command with its arguments and options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer import Context
from typer.core import TyperArgument, TyperGroup
from typer.main import get_command

from docs.pages.tables import WRITTEN, code, table
from registry.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = f"""\
# Commands

Every command with all of its options. [The `bindery` command](../command-line.md) says what they are for, what a
PLACE is and what exit codes mean.

{WRITTEN} `bindery COMMAND --help` says the same.
"""


def commands_page() -> str:
    """The page: a section per command."""
    return _HEAD + "".join(_section(name, command) for name, command in _commands("bindery", get_command(app)))


# Any: Typer's own copy of click, which has the classes of commands and parameters, is private
def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - see above
    if isinstance(command, TyperGroup):
        for inner, found in command.commands.items():
            yield from _commands(f"{name} {inner}", found)
    else:
        yield name, command


def _section(name: str, command: Any) -> str:  # noqa: ANN401 - see above
    arguments = [_argument(parameter) for parameter in command.params if isinstance(parameter, TyperArgument)]
    rows = [_row(command, parameter) for parameter in command.params if not parameter.hidden]
    said = " ".join((name, *arguments))
    listed = table(("argument or option", "default", "what it says"), rows) if rows else ""
    return f"\n## `{said}`\n{' '.join(command.help.split())}\n\n{listed}".rstrip("\n") + "\n"


def _argument(parameter: TyperArgument) -> str:
    name = (parameter.metavar or parameter.name or "").upper()
    return name if parameter.required else f"[{name}]"


def _row(command: Any, parameter: Any) -> tuple[str, str, str]:  # noqa: ANN401 - see above
    if isinstance(parameter, TyperArgument):
        spelt = _argument(parameter)
    else:
        spelt = parameter.get_help_record(Context(command))[0]
    needed = "required" if parameter.required else _default(parameter)
    variable = f" Variable `{parameter.envvar}`." if parameter.envvar else ""
    return code(spelt), needed, f"{parameter.help or ''}{variable}"


def _default(parameter: Any) -> str:  # noqa: ANN401 - see above
    return "" if parameter.default in (None, "", False) else code(str(parameter.default))
