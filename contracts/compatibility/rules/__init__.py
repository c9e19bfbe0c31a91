"""The catalogue of changes as data: one row per rule, grouped by what it speaks of."""
