"""Recognisers of events: tables, lists, headings, sections and fences -> claims -> contracts."""
