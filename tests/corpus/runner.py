"""Run the pack over checkouts, in one process, whatever is in them."""

from __future__ import annotations

import ast
import io
import os
import tokenize
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import NamedTuple

from flake8_fastapi.checker import concerns
from flake8_fastapi.engine import INTERNAL_ERROR, check, may_find
from flake8_fastapi.model import Module
from flake8_fastapi.options import Options
from flake8_fastapi.rule import Rule
from tests.corpus.ledger import Key

_NOT_THEIRS = ("site-packages", "node_modules", "__pycache__", ".git", ".tox", ".nox")
#: Of a virtual environment, which may have been made in a folder of the project's own.
_ENVIRONMENT = ("bin", "include", "lib", "lib64", "Lib", "Scripts")

#: What a team would name for FPI219, which finds nothing else: calls that take long with much data.
CONFIGURED = Options(
    blocking_calls=(
        "PIL.Image.Image.save", "PyPDF2.PdfReader", "cv2.imread", "cv2.imwrite", "docx.Document",
        "fitz.open", "joblib.dump", "joblib.load", "librosa.load", "openpyxl.load_workbook",
        "pandas.DataFrame.to_csv", "pandas.DataFrame.to_excel", "pandas.DataFrame.to_parquet",
        "pandas.read_csv", "pandas.read_excel", "pandas.read_parquet", "pdfplumber.open",
        "pypdf.PdfReader", "pytesseract.image_to_string",
        "sentence_transformers.SentenceTransformer.encode", "torch.load", "yfinance.download",
    )
)  # fmt: skip


class Found(NamedTuple):
    """A finding, and where."""

    key: Key
    column: int
    text: str


@dataclass
class Run:
    """What came of running rules over checkouts."""

    found: list[Found] = field(default_factory=list)
    repos: list[str] = field(default_factory=list)
    files: int = 0
    lines: int = 0
    concerned: int = 0
    """Files that the pack looked into."""
    unparsed: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    repo_seconds: dict[str, float] = field(default_factory=dict)
    code_seconds: dict[str, float] = field(default_factory=dict)
    """A fact of the model is paid for by the first rule that asks for it."""


def run(folder: Path, rules: Sequence[Rule], only: str = "") -> Run:
    """Run rules over each sub-folder `owner__name` whose name contains `only`."""
    result = Run()
    for checkout in sorted(folder.iterdir()):
        if checkout.is_dir() and "__" in checkout.name and only in checkout.name:
            repo = checkout.name.replace("__", "/", 1)
            result.repos.append(repo)
            root = checkout.resolve()
            started = process_time()
            for path in python_files(root):
                _run_file(repo, path, path.relative_to(root).as_posix(), rules, result)
            result.repo_seconds[repo] = process_time() - started
    return result


def _run_file(repo: str, path: Path, relative: str, rules: Sequence[Rule], result: Run) -> None:
    result.files += 1
    try:
        lines = read_lines(path)
        result.lines += len(lines)
        source = "".join(lines)
        words = {word for rule in rules for word in rule.words if word.strip("*") in source}
        rules = [rule for rule in rules if may_find(rule, words)]
        if not rules:
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OSError) as error:
        result.unparsed.append(f"{repo} {relative}: {type(error).__name__}: {error}")
        return
    try:
        if not concerns(tree, str(path), lines):
            return
        result.concerned += 1
        plain = Module(tree, str(path), lines, Options())
        check(plain, [])
        for rule in rules:
            module = Module(tree, str(path), lines, CONFIGURED) if _is_told(rule) else plain
            started = process_time()
            findings = check(module, [rule])
            spent = process_time() - started
            result.code_seconds[rule.code] = result.code_seconds.get(rule.code, 0) + spent
            for line, column, text in findings:
                if text.startswith(INTERNAL_ERROR):
                    result.raised.append(f"{repo} {relative}: {text}")
                else:
                    code, _, said = text.partition(" ")
                    result.found.append(Found(Key(repo, relative, line, code), column, said))
    except Exception as error:  # the model's; shown, and the next file runs
        result.raised.append(f"{repo} {relative}: {type(error).__name__}: {error}")


def _is_told(rule: Rule) -> bool:
    """Whether a rule reports what is named in the configuration."""
    return "blocking_calls" in rule.options


def python_files(root: Path) -> Iterator[Path]:
    """Yield a repository's own Python files, in order; not what it has installed."""
    for folder, names, files in os.walk(root):
        skipped = _NOT_THEIRS + (_ENVIRONMENT if "pyvenv.cfg" in files else ())
        names[:] = sorted(name for name in names if name not in skipped)
        for name in sorted(files):
            path = Path(folder, name)
            if name.endswith(".py") and path.is_file() and not path.is_symlink():
                yield path


def read_lines(path: Path) -> list[str]:
    """Return a file's lines as Flake8 hands them to a plugin."""
    data = path.read_bytes()
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        lines = io.TextIOWrapper(io.BytesIO(data), encoding).readlines()
    except (SyntaxError, UnicodeError):
        lines = io.TextIOWrapper(io.BytesIO(data), "latin-1").readlines()
    if lines:
        lines[0] = lines[0].removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    return lines
