"""Reading takes work in proportion to the text, whatever construct is repeated.

Work is counted in instructions, so that nothing here depends on the machine. What happens inside of C code (a regular
expression that walks back and forth) is not seen here: the limits of the service are what catches that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeAlias

import pytest

from contracts.documents import read_design_document
from tests.repeated_texts import BLOCKS, LINES

TraceFunction: TypeAlias = Callable[[FrameType, str, object], Any]  # as sys.settrace has it
MOST_GROWTH = (
    2.3  # twice the text: twice the steps, and a little more where pairs are merged; a square would be four times
)
FIRST_STEPS = 20_000  # what any text costs


def steps_of(text: str) -> int:
    """How many instructions of Python's byte code are run to read a text."""
    count = 0

    def step(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal count
        count += event == "opcode"
        return step

    def enter(frame: FrameType, _event: str, _argument: object) -> TraceFunction:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return step

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        read_design_document(text, path="any.md")
    finally:
        sys.settrace(before)
    return count


def grows_linearly(build: Callable[[int], str], size: int) -> bool:
    """Whether twice the text takes about twice the steps."""
    steps_of(build(8))  # what is made once in a process, such as compiled expressions, is made now
    return steps_of(build(2 * size)) <= MOST_GROWTH * steps_of(build(size)) + FIRST_STEPS


@pytest.mark.parametrize("name", sorted(LINES))
def test_a_line_that_grows_is_read_in_linear_work(name: str) -> None:
    """No recogniser starts over at each piece of a line."""
    assert grows_linearly(LINES[name], 4_000)


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_a_document_of_many_blocks_is_read_in_linear_work(name: str) -> None:
    """Every recogniser looks at a block a fixed number of times."""
    assert grows_linearly(BLOCKS[name], 10_000)
