"""How the application is put together, across files: what ends up where, in which order."""
