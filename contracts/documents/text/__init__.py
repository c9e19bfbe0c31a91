"""Text of a document -> blocks, rows and runs of text, each with its line."""
