"""Who calls a function, and what surely does."""
