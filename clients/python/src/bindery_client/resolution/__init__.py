"""Where contracts come from: the lock file, the disk cache, the registry; each checked against its fingerprints."""
