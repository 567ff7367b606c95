"""What is measured: files of packages that pip downloads, by pinned version, and never runs."""

from __future__ import annotations

import ast
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: FastAPI itself, and two applications that are built on it and whose wheels hold all of it.
PACKAGES = {"fastapi": "0.165.0", "argilla-server": "2.8.0", "lnbits": "1.6.2"}


@dataclass
class File:
    """One file, read and parsed as Flake8 would have done."""

    path: str
    text: str
    lines: list[str]
    tree: ast.Module


def unpacked(name: str, cache: Path) -> Path:
    """Return the folder of a package, downloaded if it is not there yet, as a project."""
    folder = cache / f"{name}-{PACKAGES[name]}"
    if not folder.exists():
        subprocess.run(
            [
                *[sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"],
                *["--only-binary", ":all:", "--dest", str(cache), f"{name}=={PACKAGES[name]}"],
            ],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        (wheel,) = cache.glob(f"{name.replace('-', '_')}-{PACKAGES[name]}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    # as around a checkout: what lies in the folder is one project, and all of it is looked through
    (folder / "pyproject.toml").touch()
    return folder


def files(folder: Path, pattern: str = "**/*.py") -> Iterator[File]:
    """Yield what parses; a standard library holds files that must not."""
    for path in sorted(folder.glob(pattern)):
        try:
            text = path.read_text(encoding="utf-8")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
        except (SyntaxError, ValueError):
            continue
        yield File(str(path), text, text.splitlines(keepends=True), tree)
