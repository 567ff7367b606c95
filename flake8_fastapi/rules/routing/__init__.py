"""FPI0: routing, responses, errors, models."""
