"""FPI7: middleware and its order."""
