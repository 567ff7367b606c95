"""A package with relative imports, re-exports and classes."""
