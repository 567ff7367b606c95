"""Which exceptions leave a function, and which are swallowed on the way."""
