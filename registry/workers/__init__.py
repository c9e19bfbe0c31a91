"""Processes that run proofs, and whatever else hostile input can make slow, and are killed when they take too much."""

from registry.workers.answering import Question
from registry.workers.pool import ProofPool, Starved

__all__ = ["ProofPool", "Question", "Starved"]
