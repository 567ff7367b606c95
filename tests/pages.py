"""Renders what is generated: the page of a rule, and the table of rules in the README."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby
from pathlib import Path

from flake8_fastapi import registry
from flake8_fastapi.options import Options, option_name
from flake8_fastapi.rule import Rule
from flake8_fastapi.skill import STATEMENTS
from tests.examples import ROOT, Example, examples, folder, output

BEGIN, END = "<!-- rules -->", "<!-- /rules -->"


def page(rule: Rule) -> str:
    """Render a rule from its record, the docstring of its module, and its examples."""
    module = registry.module_names()[rule.code]
    shown = [example for example in examples(rule) if example.kind in ("bad", "good")]
    parts = [
        "<!-- Generated from the rule and its examples: `pytest --update` -->",
        f"# {rule.title} ({rule.code})",
        f"`{rule.name}` · {'opt-in' if rule.opt_in else 'on by default'}",
        rationale(rule),
        *_notes(rule),
        *(part for example in shown for part in _case(example)),
        f"Source: [`{module}`](../../../{module.replace('.', '/')}.py)."
        " All rules: [README](../../../README.md).",
    ]
    return "\n\n".join(parts) + "\n"


def rationale(rule: Rule) -> str:
    module = importlib.import_module(registry.module_names()[rule.code])
    return inspect.cleandoc(module.__doc__ or "")


def _notes(rule: Rule) -> Iterator[str]:
    if rule.opt_in:
        yield f"Switch it on with `--extend-select={rule.code}` or `--fpi-enable={rule.code}`."
    if rule.follows_imports:
        yield "It looks through imports into the other files of the project."
    if rule.versions:
        wanted = ", ".join(f"{name} {specifier}" for name, specifier in rule.versions.items())
        yield f"Silent where the project's versions rule it out; it holds for {wanted}."
    for each in fields(Options):
        if each.name in rule.options:
            yield f"Option `--{option_name(each)}`: {each.metadata['help']}."
    for number in rule.skill:
        statement = STATEMENTS[number]
        but = f" Not quite: {statement.but}." if statement.but else ""
        yield f"From the skill, statement {number}: **{statement.text}**.{but}"


def _case(example: Example) -> Iterator[str]:
    """Render a case: its files, and what Flake8 says about them."""
    yield f"## {example.path.stem.replace('_', ' ').capitalize()}"
    for path in example.files:
        if text := path.read_text():
            if example.path.is_dir():
                yield f"`{path.relative_to(example.path.parent).as_posix()}`:"
            yield f"```python\n{text}```"
    if said := output(example):
        yield f"```text\n{said}```"


def with_table(readme: str) -> str:
    """Return the text of a README with the table of rules between its markers renewed."""
    pattern = f"{re.escape(BEGIN)}.*?{re.escape(END)}"
    renewed, count = re.subn(pattern, lambda _: f"{BEGIN}\n{table()}{END}", readme, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"{count} pairs of {BEGIN} and {END}")
    return renewed


def table() -> str:
    """Render a table of all rules, one per section."""
    text = ""
    for group, rules in groupby(registry.all_rules(), key=lambda rule: folder(rule).parent):
        text += (
            f"\n### {_section(group)}\n\n| code | what it reports | skill | |\n|---|---|---|---|\n"
        )
        for rule in rules:
            link = folder(rule).relative_to(ROOT).as_posix()
            title = rule.title.replace("|", "\\|")
            off = "opt-in" if rule.opt_in else ""
            text += f"| [{rule.code}]({link}) | {title} | {', '.join(rule.skill)} | {off} |\n"
    return text + "\n" if text else ""


def _section(group: Path) -> str:
    package = importlib.import_module(f"flake8_fastapi.rules.{group.name}")
    code, _, words = (package.__doc__ or "").partition(": ")
    return f"{code}xx: {words.removesuffix('.')}"
