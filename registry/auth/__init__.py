"""Who asks, and what they may: roles, API keys, tokens, rate limits. No look-ups and no SQL; those are in services."""
