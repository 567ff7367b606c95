"""What runs around every request, and in which order."""
