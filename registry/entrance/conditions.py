"""Conditional requests (RFC 9110, section 13)."""


def already_has(if_none_match: str, etag: str) -> bool:
    """Whether `If-None-Match` names this entity tag, which stands in quotes; weak tags and `*` match too."""
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in known or "*" in known
