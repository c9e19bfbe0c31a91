"""Messages of a schema: test cases, candidates for the witness search, and the smallest valid message.

Nothing here is random. Messages are built from the schema (`composer`), changed one place at a time (`variations`), and
judged by the validator before they are handed out.
"""

from contracts.messages.candidates import candidates
from contracts.messages.cases import Case, cases, minimal_message

__all__ = ["Case", "candidates", "cases", "minimal_message"]
