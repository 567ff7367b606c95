"""What loggers are asked to do: those of `logging`, of `loguru` and of `structlog`."""

from __future__ import annotations

#: Methods of all loggers, by which they are told something.
LOGGING = frozenset({
    "critical", "debug", "error", "exception", "info", "log", "warn", "warning",
})  # fmt: skip
