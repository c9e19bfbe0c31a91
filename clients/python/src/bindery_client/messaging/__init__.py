"""What all adapters share, in no broker's words: stamps, deliveries, handlers and dead letters."""
