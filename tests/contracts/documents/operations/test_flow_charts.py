"""Flow charts in fences declare no endpoint; requests with responses behind arrows do."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document


@pytest.mark.parametrize(
    "fence",
    [
        "```text\nPOST /seats\n  -> seat.taken\n  -> mail worker consumes\n```",
        "```\nPOST /seats\n↓\nhall-service\n↓ stores it\n→ seat.taken\n```",
        "```text\nPOST /seats\n├── hall-service\n└── mail-service\n```",
        "```text\nPOST /seats\n  |--> hall\n  |--> mail\n```",
    ],
)
def test_a_request_followed_by_steps_is_a_flow_chart(fence: str) -> None:
    """What happens after a request is no declaration of it."""
    assert read_design_document(f"# Seats\n## Flow\n\n{fence}\n", path="a.md").contracts == ()


@pytest.mark.parametrize(
    "fence",
    [
        '```http\nPOST /seats\nAccept: *\n\n{"seat": 4}\n→ 201 Created\n{"id": "S-1"}\n→ 409 Conflict\n```',
        '```text\nPOST /seats\n-> { "id": "S-1" }\n```',
        "```text\nPOST /seats\n-> 201\n-> 409\n```",
    ],
)
def test_responses_behind_arrows_are_no_steps(fence: str) -> None:
    """A status or a body stands behind the arrow."""
    (contract,) = read_design_document(f"# Seats\n## Flow\n\n{fence}\n", path="a.md").contracts
    assert (contract.method, contract.path) == ("POST", "/seats")
