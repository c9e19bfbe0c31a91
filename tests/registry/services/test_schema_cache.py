"""The cache of bytes: bounded, and dropping what was not used for longest."""

from __future__ import annotations

from contracts.model import ContractKey, Kind
from registry.services.schema_cache import SchemaCache
from registry.storage.views import StoredSchema

KEY = ContractKey(kind=Kind.EVENT, name="order.created")
STORED = StoredSchema(fingerprint="sha256:0", body=b"0123456789")


def test_a_full_cache_drops_what_was_not_used_for_longest() -> None:
    """The third version pushes out the second if the first was just asked for."""
    cache = SchemaCache(max_bytes=2 * len(STORED.body))
    for number in (1, 2):
        cache.keep(KEY, number, STORED)
    cache.get(KEY, 1)
    cache.keep(KEY, 3, STORED)
    assert [cache.get(KEY, number) for number in (1, 2, 3)] == [STORED, None, STORED]


def test_keeping_twice_counts_once() -> None:
    """Two requests that fetched the same version at once do not fill the cache twice."""
    cache = SchemaCache(max_bytes=2 * len(STORED.body))
    for number in (1, 1, 1, 2):
        cache.keep(KEY, number, STORED)
    assert [cache.get(KEY, number) for number in (1, 2)] == [STORED, STORED]


def test_what_is_larger_than_the_cache_is_not_kept() -> None:
    """One huge version does not push out everything else."""
    cache = SchemaCache(max_bytes=5)
    cache.keep(KEY, 1, STORED)
    assert cache.get(KEY, 1) is None
