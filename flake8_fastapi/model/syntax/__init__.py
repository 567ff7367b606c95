"""One file, read into plain facts: its tree, its names, what its expressions and calls say."""
