"""Engines, statements, rows and what commits them."""
