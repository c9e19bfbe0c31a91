"""Processes that run proofs and are killed when one hangs or eats the memory."""

from registry.workers.pool import ProofPool

__all__ = ["ProofPool"]
