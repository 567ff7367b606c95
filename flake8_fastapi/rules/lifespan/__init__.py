"""FPI3: start-up and shutdown."""
