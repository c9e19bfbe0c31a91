"""One module per screen: each hands what `registry.services` give to its template, and decides nothing itself."""
