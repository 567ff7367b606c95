"""What keeps a file from being imported, and an application from starting."""
