"""Reads `examples/`: one folder per rule, in the place and with the stem of the rule's module.

    bad.py good.py          the documentation; required
    bad_*.py good_*.py      further cases, also shown; a folder where a case needs several files
    edge_cases.py           tested, not shown

A line that must be flagged ends in `# error: FPI101`. A known miss ends in `# todo: FPI101`, a
known false alarm in `# todo: not FPI101`: both fail when they are no longer true. A file that
starts with `# options: blocking-calls = mylib.fetch` is checked with that option.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from argparse import Namespace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flake8_fastapi import registry
from flake8_fastapi.engine import check
from flake8_fastapi.model import Module
from flake8_fastapi.options import Options
from flake8_fastapi.rule import Finding, Rule

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
_CODES = r"FPI\d{3}(?:,\s*FPI\d{3})*"
_COMMENT = re.compile(rf"#\s*(?P<kind>error:|todo:\s*not\b|todo:)\s*(?P<codes>{_CODES})")
_OPTIONS = re.compile(r"# options: (?P<name>[a-z-]+) = (?P<value>.+)")


class Example(NamedTuple):
    """One case: a file, or a folder that is a package."""

    rule: Rule
    path: Path

    @property
    def kind(self) -> str:
        return self.path.name.partition("_")[0].removesuffix(".py")

    @property
    def files(self) -> list[Path]:
        return sorted(self.path.rglob("*.py")) if self.path.is_dir() else [self.path]

    def __str__(self) -> str:
        return f"{self.rule.code}/{self.path.name}"


def folder(rule: Rule) -> Path:
    *_, group, stem = registry.module_names()[rule.code].split(".")
    return EXAMPLES / group / stem


def examples(rule: Rule) -> list[Example]:
    """Return the cases of a rule: those with the plain names first, then by name."""
    paths = [
        path
        for path in sorted(folder(rule).glob("*"))
        if path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__")
    ]
    return [Example(rule, path) for path in sorted(paths, key=lambda path: path.stem)]


def all_examples() -> list[Example]:
    return [example for rule in registry.all_rules() for example in examples(rule)]


class Expected(NamedTuple):
    """What the comments of a file say: places and codes."""

    findings: frozenset[tuple[int, str]]
    misses: frozenset[tuple[int, str]]


@cache
def expected(path: Path) -> Expected:
    findings: set[tuple[int, str]] = set()
    misses: set[tuple[int, str]] = set()
    for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline):
        if token.type == tokenize.COMMENT:
            for match in _COMMENT.finditer(token.string):
                target = misses if match["kind"] == "todo:" else findings
                target |= {(token.start[0], code) for code in re.findall(r"FPI\d+", match["codes"])}
    return Expected(frozenset(findings), frozenset(misses))


def options(path: Path) -> Options:
    """Read the options that the first line of a file asks for."""
    first, _, _ = path.read_text().partition("\n")
    if not (match := _OPTIONS.fullmatch(first)):
        return Options()
    given = {f"fpi_{match['name'].replace('-', '_')}": match["value"]}
    return Options.from_namespace(Namespace(**given), registry.known_codes())


@cache
def findings(path: Path, codes: tuple[str, ...]) -> tuple[Finding, ...]:
    """Run the rules of those codes over a file where it stands, in its project."""
    text = path.read_text()
    module = Module(ast.parse(text), str(path), text.splitlines(keepends=True), options(path))
    return tuple(check(module, [registry.rule(code) for code in codes]))


def own_findings(example: Example, path: Path) -> tuple[Finding, ...]:
    """Run the rule of an example, and any other that a comment of the file names."""
    named = {code for _, code in expected(path).findings | expected(path).misses}
    return findings(path, tuple(sorted({example.rule.code, *named})))


def output(example: Example) -> str:
    """What Flake8 prints for a case."""
    home = folder(example.rule)
    return "".join(
        f"{path.relative_to(home).as_posix()}:{line}:{column + 1}: {text}\n"
        for path in example.files
        for line, column, text in own_findings(example, path)
    )
