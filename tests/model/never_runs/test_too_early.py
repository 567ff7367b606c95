"""Names that a function reads before it binds them."""

from __future__ import annotations

import ast
from textwrap import indent

import pytest

from flake8_fastapi.model.never_runs.too_early import read_too_early
from flake8_fastapi.model.syntax.tree import FUNCTIONS
from tests.model.build import module


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("use(Kind.A)\nfrom app.kinds import Kind", ["Kind"]),
        ("use(Kind.A)\nif given:\n    from app.kinds import Kind", ["Kind"]),
        ("use(json.loads)\nimport json", ["json"]),
        ("if given:\n    use(found)\nfound = 1", ["found"]),
        ("use(helper)\ndef helper(): ...", ["helper"]),
        ("from app.kinds import Kind\nuse(Kind.A)", []),
        ("use(Kind.A)", []),
        ("use(given)\ngiven = 1", []),
        ("global found\nuse(found)\nfound = 1", []),
        ("for each in given:\n    if each:\n        use(found)\n    found = each", []),
        ("while given:\n    use(found)\n    found = 1", []),
        ("def inner():\n    use(found)\nfound = 1", []),
        ("later = lambda: found\nfound = 1", []),
        ("use([found for found in given])\nfound = 1", []),
        ("try:\n    use()\nexcept Error as found:\n    pass\nuse(found)\nfound = 1", []),
        ("match given:\n    case {'a': found}:\n        use(found)\nfound = 1", []),
        ("if given:\n    found = 1\nuse(found)\nfound = 2", []),
        ("if (found := given):\n    use(found)\nfound = 2", []),
        ("found = use(found)", ["found"]),
        ("found: int = use(\n    found\n)", ["found"]),
        ("found += use(found)", ["found"]),
        ("with use(found) as found: ...", ["found"]),
        ("found = use(found := 1) + found", []),
        ("found = found.next = use()", []),
        ("found.next = found = use()", ["found"]),
        ("found, found.next = use()", []),
        ("found = 1; use(found)", []),
        ("found = 1\nfound = use(found)", []),
        ("given = use(given)", []),
        ("for found in given:\n    found = use(found)", []),
        ("while given:\n    found = use(found)", []),
        ("found = [use(found) for found in given]", []),
        ("found = (found for _ in given)", []),
        ("found = lambda: found", []),
        ("found: found = use()", []),
        ("use(json); import json", ["json"]),
        ("import json; use(json)", []),
        ("try:\n    found = 1\nexcept Error: ...\nfound = use(found)", []),
        ("global found\nfound = use(found)", []),
    ],
)
def test_of_a_function(body: str, expected: list[str]) -> None:
    opened = module(f"import json\nasync def read(given):\n{indent(body, '    ')}\n")
    (function, *_) = [node for node in ast.walk(opened.syntax.tree.root) if type(node) in FUNCTIONS]
    assert isinstance(function, FUNCTIONS)
    assert [each.id for each in read_too_early(function, opened.syntax.names)] == expected


def test_a_name_of_the_function_around() -> None:
    body = "nonlocal number\n        number = number + 1"
    opened = module(f"def count():\n    number = 0\n    def more():\n        {body}\n")
    for node in opened.syntax.tree.each(ast.FunctionDef):
        assert not [*read_too_early(node, opened.syntax.names)]
