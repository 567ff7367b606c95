"""`python -m flake8_fastapi` lists the rules; with codes, it explains them."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Sequence

from flake8_fastapi import registry
from flake8_fastapi.engine import INTERNAL_ERROR


def main(arguments: Sequence[str]) -> int:
    """Print what was asked for; return 2 for a code that does not exist, else 0."""
    if not arguments:
        for rule in registry.all_rules():
            print(f"{rule.code} {rule.title}{' (opt-in)' if rule.opt_in else ''}")
        return 0
    codes = [argument.upper() for argument in arguments]
    known = {*registry.known_codes(), INTERNAL_ERROR}
    if unknown := [code for code in codes if code not in known]:
        print(
            f"There is no rule {', '.join(unknown)}; `python -m flake8_fastapi` lists them.",
            file=sys.stderr,
        )
        return 2
    print("\n\n".join(map(_explanation, codes)))
    return 0


def _explanation(code: str) -> str:
    if code == INTERNAL_ERROR:
        return (
            f"{code}: Internal error\n\n"
            "A rule failed on this file; the others went on. It is a bug of this package: please\n"
            "report it with the traceback, which FPI_DEBUG=1 in the environment shows."
        )
    rule = registry.rule(code)
    module = importlib.import_module(registry.module_names()[code])
    how = f"opt-in: --fpi-enable={code}" if rule.opt_in else "on by default"
    heading = f"{code}: {rule.title}\n{rule.name}, {how}"
    return "\n\n".join([heading, rule.message, inspect.cleandoc(module.__doc__ or "")])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BrokenPipeError:  # the reader has seen enough
        sys.exit(0)
