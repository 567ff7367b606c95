"""What is imported when Flake8 starts, and from where."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import flake8_fastapi
from tests.checker.running import write


def test_start_up_imports_neither_model_nor_rules(tmp_path: Path) -> None:
    write(tmp_path, other="import os\n\nprint(os.name)\n")
    program = """
import sys
from flake8.main.cli import main
main(["--isolated", "other.py"])
loaded = [n for n in sys.modules if n.startswith(("flake8_fastapi.", "packaging", "tomllib"))]
print(*sorted(loaded))
"""
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.split() == [
        "flake8_fastapi.checker",
        "flake8_fastapi.options",
        "flake8_fastapi.registry",
        "flake8_fastapi.rules",
    ]


def test_the_package_works_without_its_init(tmp_path: Path) -> None:
    """What is left when the old flake8-fastapi, of the same import name, is uninstalled."""
    package = tmp_path / "flake8_fastapi"
    shutil.copytree(Path(flake8_fastapi.__file__).parent, package)
    (package / "__init__.py").unlink()
    code = "from flake8_fastapi import checker; print(checker.Routing.section, checker.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == ["FPI0", str(package / "checker.py")]
