"""Notations -> shapes: JSON examples, type words, TypeScript, JSON Schema, and what is inferred from values."""
