"""What applications open when they start, and close when they end."""
