"""A search for a message that one schema accepts and another rejects: finding none, exhaustively, is the proof.

The question "is there a value that these schemas accept and those reject?" is split by type, by the alternatives of
each schema, by field and by item, until `scalars`, `objects` and `arrays` can answer. Every step widens the set of
values it looks for, never narrows it, so "there is none" is always true; what is found still has to be verified.
"""
