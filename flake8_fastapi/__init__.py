"""Flake8 rules for FastAPI applications."""

__version__ = "0.1.0"
