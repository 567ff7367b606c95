"""The pack under pytest-flake8."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.checker.running import HELPER, SLEEPS, write
from tests.examples import ROOT


def pytest_flake8(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "--flake8", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_pytest_flake8_reports(tmp_path: Path) -> None:
    write(tmp_path, app=SLEEPS, helpers=HELPER)
    run = pytest_flake8(tmp_path)
    assert "app.py:10:5: FPI201" in run.stdout
    assert "1 failed, 1 passed" in run.stdout


def test_pytest_flake8_passes_on_us() -> None:
    run = pytest_flake8(ROOT, "flake8_fastapi/options.py", "flake8_fastapi/rule.py")
    assert "2 passed" in run.stdout, run.stdout
