"""`python -m tests` runs every check of the project; the summary of pytest comes last."""

from __future__ import annotations

import subprocess
import sys

from tests.examples import ROOT

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest", "--numprocesses=auto", "--dist=loadgroup", "--cov", "--cov-report=term"),
)


def main() -> int:
    """Run all of them, also after a failure, and return 1 if any failed."""
    failed = []
    for check in CHECKS:
        print(f"\n$ {' '.join(check)}", flush=True)
        if subprocess.run([sys.executable, "-m", *check], cwd=ROOT, check=False).returncode:
            failed.append(check[0])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
