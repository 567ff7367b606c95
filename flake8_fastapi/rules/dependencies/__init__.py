"""FPI1: dependency injection and database resources."""
