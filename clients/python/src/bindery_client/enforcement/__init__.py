"""The hot path: a compiled schema, the verdict on a message, and the words of a refusal."""
