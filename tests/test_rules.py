"""What holds for every rule."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from flake8_fastapi import registry, rules
from flake8_fastapi.__main__ import main
from flake8_fastapi.engine import INTERNAL_ERROR, check
from flake8_fastapi.model import Module
from flake8_fastapi.model.syntax import vocabulary
from flake8_fastapi.options import DISTRIBUTIONS, Options
from flake8_fastapi.registry import all_rules, known_codes, module_names
from flake8_fastapi.rule import Finding, Rule
from flake8_fastapi.skill import STATEMENTS
from tests.examples import examples, expected, own_findings
from tests.new_rule import GROUPS, create
from tests.pages import rationale

RULES = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
MODULES = sorted(Path(rules.__path__[0]).rglob("fpi*.py"))


def source(rule: Rule) -> str:
    path = sys.modules[module_names()[rule.code]].__file__
    assert path is not None
    return Path(path).read_text()


def test_there_are_rules() -> None:
    assert all_rules()


def test_every_module_is_found_and_no_code_is_used_twice() -> None:
    assert sorted(module_names().values()) == [
        f"{rules.__name__}.{path.parent.name}.{path.stem}" for path in sorted(MODULES)
    ]
    assert [rule.code for rule in all_rules()] == sorted(known_codes())
    assert INTERNAL_ERROR not in known_codes()


@RULES
def test_module_is_named_after_its_rule(rule: Rule) -> None:
    *_, group, stem = module_names()[rule.code].split(".")
    assert stem == f"{rule.code.lower()}_{rule.name.replace('-', '_')}"
    assert group == GROUPS[int(rule.code[3])]


@RULES
def test_rule_explains_itself(rule: Rule) -> None:
    assert len(rationale(rule)) > 150
    assert not rule.title.endswith(".")
    assert rule.title[0] == rule.title[0].upper()
    assert set(rule.skill) <= set(STATEMENTS)


@RULES
def test_rule_checks_something(rule: Rule) -> None:
    assert rule.checks


@RULES
def test_words_can_stand_in_a_vocabulary(rule: Rule) -> None:
    for word in rule.words:
        assert re.fullmatch(r"\.?\w+( \w+)*|\*\w+\*", word), "names, parts of names, keywords"
        assert " " not in word or f'"{word}"' in inspect.getsource(vocabulary)


@RULES
def test_versions_can_be_compared(rule: Rule) -> None:
    assert set(rule.versions) <= DISTRIBUTIONS
    for specifier in rule.versions.values():
        assert SpecifierSet(specifier)


@RULES
def test_options_are_those_it_reads(rule: Rule) -> None:
    assert set(rule.options) <= {each.name for each in fields(Options)}
    assert set(re.findall(r"\.options\.(\w+)", source(rule))) <= set(rule.options)


@RULES
def test_message_reads_like_the_others(rule: Rule) -> None:
    assert not rule.message.endswith((".", "!", ";"))
    assert rule.message[0] in "`{" or rule.message[0] == rule.message[0].lower()


@RULES
def test_messages_as_they_are_printed(rule: Rule) -> None:
    texts = {
        finding.text
        for example in examples(rule)
        for path in example.files
        for finding in own_findings(example, path)
        if finding.text.startswith(rule.code)
    }
    assert texts
    for text in texts:
        assert len(re.sub(r"through .*?; ", "", text)) <= 160, text  # names of the project aside
        assert text.count("`") % 2 == 0, text
        assert not re.search(r"\b(should|consider|possible|possibly|please)\b|  |\n", text), text
        assert not text.endswith((".", "!", ";")), text
        assert "{" not in re.sub(r"`[^`]*`", "", text), text


def test_checks_run_only_on_their_kind() -> None:
    rule = Rule(code="FPI123", name="some-rule", title="Some rule", message="`{what}` happens")

    @rule.on(int)
    def check(subject: int, module: object) -> Iterator[Finding]:
        yield Finding(subject, 0, "FPI123")

    assert rule.checks == [(int, check)]


def test_rules_about_the_application_leave_its_tests_alone() -> None:
    def reported(everywhere: bool, filename: str) -> bool:
        rule = Rule("FPI999", "any", "Any", "any", everywhere=everywhere)
        rule.on(Module)(lambda subject, module: iter([Finding(1, 0, "FPI999 any")]))
        return bool(check(Module(ast.parse("x = 1"), filename, ["x = 1"], Options()), [rule]))

    assert reported(False, "app/main.py")
    assert reported(True, "app/main.py")
    assert reported(True, "app/tests/test_main.py")
    assert not reported(False, "app/tests/test_main.py")


def test_a_finding_is_where_its_place_is() -> None:
    class Place:
        lineno = 3
        col_offset = 4

    rule = Rule(code="FPI123", name="some-rule", title="Some rule", message="`{what}` happens")
    assert rule.at(Place(), what="this") == Finding(3, 4, "FPI123 `this` happens")


def test_listing_names_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    listed = capsys.readouterr().out
    for rule in all_rules():
        assert re.search(rf"^{rule.code} .*{re.escape(rule.title)}", listed, re.MULTILINE)


@RULES
def test_explanation(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([rule.code]) == 0
    explained = capsys.readouterr().out
    assert all(part in explained for part in (rule.title, rule.message, rationale(rule)))


def test_internal_error_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([INTERNAL_ERROR]) == 0
    assert "report" in capsys.readouterr().out


def test_unknown_code_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["FPI000"]) == 2
    assert "FPI000" in capsys.readouterr().err


def test_codes_are_known_without_importing_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise AssertionError(name)

    monkeypatch.setattr(importlib, "import_module", fail)
    registry.module_names.cache_clear()
    assert known_codes()


def test_new_rule_is_where_it_is_looked_for(tmp_path: Path) -> None:
    module, *examples = create(tmp_path, "FPI150", "some-new-rule")
    assert module == tmp_path / "flake8_fastapi/rules/dependencies/fpi150_some_new_rule.py"
    assert {path.parent for path in examples} == {
        tmp_path / "examples/dependencies/fpi150_some_new_rule"
    }
    names: dict[str, Rule] = {}
    exec(compile(module.read_text(), module, "exec"), names)
    assert (names["rule"].code, names["rule"].name) == ("FPI150", "some-new-rule")
    (bad,) = (path for path in examples if "# error: FPI150" in path.read_text())
    assert bad.name == "bad.py"
    text = bad.read_text()
    found = check(Module(ast.parse(text), "-", text.splitlines(keepends=True)), [names["rule"]])
    assert {(finding.line, finding.text[:6]) for finding in found} == expected(bad).findings


@pytest.mark.parametrize(
    ("code", "slug"), [("FPI15", "x"), ("XYZ150", "x"), ("FPI150", "Some_rule"), ("FPI150", "")]
)
def test_new_rule_needs_a_code_and_a_name(tmp_path: Path, code: str, slug: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        create(tmp_path, code, slug)
    assert not list(tmp_path.iterdir())


def test_new_rule_needs_a_free_code(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is taken"):
        create(tmp_path, min(known_codes()), "some-new-rule")
