"""Puts a function in its own place."""

import sys


def replaced() -> int:
    return 3


sys.modules[__name__] = replaced
