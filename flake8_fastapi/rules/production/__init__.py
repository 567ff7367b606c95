"""FPI9: deployment, settings, performance."""
