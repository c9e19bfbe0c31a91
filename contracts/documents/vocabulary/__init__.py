"""What words, names and labels of a document mean, in the languages that documents are written in."""
