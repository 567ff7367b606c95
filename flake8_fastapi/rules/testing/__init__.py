"""FPI8: tests of FastAPI applications."""
