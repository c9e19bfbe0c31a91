"""The pages below `docs/reference` and the figures in `README.md`, each written from what it describes."""
