"""One module per rule, in one folder per section; see `flake8_fastapi.rule`."""
