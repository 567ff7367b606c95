"""Another file, read piece by piece when something asks for it."""
