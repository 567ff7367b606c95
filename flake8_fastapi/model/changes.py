"""Containers and attributes that are changed after they got their value: it is no constant then.

Told by name alone: `d["a"] = 2`, `items.append(x)` and `a.limit = 2` change whatever else in the
same file, or the same function for a name of its own, is called `d`, `items` and `limit`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_fastapi.model.expressions import UNKNOWN, Expr, Items, OneOf, Pairs, Text, Typed
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.tree import Kinds, Tree, Unit

#: Methods of lists, dicts and sets that change them.
CHANGING = frozenset({
    "append", "extend", "insert", "update", "setdefault", "pop", "popitem", "clear", "remove",
    "add", "discard", "sort", "reverse",
})  # fmt: skip
#: Whose attributes are no business of others: what a class sets on itself is read with the class.
_SELF = {"self", "cls"}

_OPENS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
#: What stands behind a name that is changed: `["a"] = 2`, `["a"].append(`, `.pop(`.
_BEHIND = regex(
    r"(?:\[[^\n=]*\])?\.(?:" + "|".join(sorted(CHANGING)) + r")\("
    r"|\[[^\n=]*\][ \t]*(?:[-+*/|&^%@]|//|\*\*|<<|>>)?=(?!=)"
)
#: The same for an attribute, whose name needs no brackets.
_SET = regex(r"[ \t]*(?::[^\n=]*|[-+*/|&^%@]|//|\*\*|<<|>>)?=(?!=)")


def changed_in(tree: Tree, unit: Unit) -> set[str]:
    """The names of what is changed in a unit of a file, and in those that lie in it."""
    found: set[str] = set()
    for kinds in _units(tree, unit):
        for node in _changed(kinds):
            while isinstance(node, ast.Subscript):
                node = node.value
            if isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
        for attribute in kinds.get(ast.Attribute, ()):
            if attribute.ctx.__class__ is not ast.Load:  # type: ignore[attr-defined]
                of = attribute.value  # type: ignore[attr-defined]
                if not isinstance(of, ast.Name) or of.id not in _SELF:
                    found.add(attribute.attr)  # type: ignore[attr-defined]
    return found


def _units(tree: Tree, unit: Unit) -> Iterator[Kinds]:
    kinds = tree.units[unit]
    yield kinds
    for kind in _OPENS:
        for inner in kinds.get(kind, ()):
            yield from _units(tree, inner)  # type: ignore[arg-type]


def _changed(kinds: Kinds) -> Iterator[ast.expr]:
    for node in kinds.get(ast.Subscript, ()):
        if node.ctx.__class__ is not ast.Load:  # type: ignore[attr-defined]
            yield node.value  # type: ignore[attr-defined]
    for node in kinds.get(ast.Call, ()):
        func = node.func  # type: ignore[attr-defined]
        if func.__class__ is ast.Attribute and func.attr in CHANGING:
            yield func.value


def is_changed_in(lines: Iterable[str], name: str) -> bool:
    """Whether something of that name is changed in a text, as far as its lines tell."""
    return any(name in line and _is_changed(line, name) for line in lines)


def _is_changed(line: str, name: str) -> bool:
    start = line.find(name)
    while start >= 0:
        end = start + len(name)
        before = line[start - 1 : start]
        if not (before.isalnum() or before == "_"):
            if _BEHIND.match(line, end):
                return True
            if before == "." and _SET.match(line, end):
                if line[: start - 1].rpartition(" ")[2] not in _SELF:
                    return True
            if line.lstrip().startswith("del "):
                after = line[end : end + 1]
                if after == "[" or (before == "." and after != "."):
                    return True
        start = line.find(name, end)
    return False


def unless_changed(value: Expr) -> Expr:
    """What is left to say of a value that is changed: of a container, the declared type."""
    match value:
        case Items() | Pairs() | Text(how="+"):
            return UNKNOWN
        case Typed(annotation=annotation, value=inner):
            left = unless_changed(inner)
            return value if left is inner else Typed(annotation, left)
        case OneOf(options=options):
            several = tuple(map(unless_changed, options))
            return value if several == options else OneOf(several)
    return value


__all__ = ["changed_in", "is_changed_in", "unless_changed"]
