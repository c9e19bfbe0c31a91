"""The pages below `docs/reference`, each written from the table or the program that it describes."""
