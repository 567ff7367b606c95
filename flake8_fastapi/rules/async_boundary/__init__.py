"""FPI2: what blocks the event loop, and what never runs on it."""
