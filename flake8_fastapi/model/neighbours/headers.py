"""What stands above the body of a definition: most of what other files ask about it.

It is evaluated where the definition stands, so it is read there, in the rest of the file.
"""

from __future__ import annotations

import ast

from flake8_fastapi.model.lean import cached_property, regex
from flake8_fastapi.model.syntax.expressions import Call
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode

#: What is read of it: of a function, of a class.
OF_FUNCTION = frozenset({"decorators", "arguments", "annotation"})
OF_CLASS = frozenset({"bases"})
#: What makes names, and definitions, of its own.
_MAKES = regex(r"\blambda\b|\bfor\b|:=")


def is_plain(text: str) -> bool:
    """Whether all names of a header are those of the file around it."""
    return _MAKES.search(text.strip()) is None  # above it are the empty lines of the rest


class Header:
    """The header of a definition of the top level."""

    def __init__(self, rest: Syntax, node: FunctionNode | ast.ClassDef) -> None:
        """`rest` is the file without the definition, `node` has no body."""
        self._reader = rest.reader
        self._node = node
        rest.tree.graft(node)

    def fact(self, name: str) -> object:
        """What a `Function` or `Class` calls by that name."""
        return self._reader.fact(self._node, name)

    @cached_property
    def calls(self) -> list[Call]:
        """What is called when the definition is made, in the order of the source."""
        nodes = [each for each in ast.walk(self._node) if isinstance(each, ast.Call)]
        nodes.sort(key=lambda each: (each.lineno, each.col_offset))
        return [self._reader.call(each) for each in nodes]
