"""The client of Bindery: enforces contracts where messages are published and consumed."""
