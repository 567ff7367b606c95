"""Containers and attributes that are changed after they got their value: it is no constant then.

Told by name alone: `d["a"] = 2`, `items.append(x)` and `a.limit = 2` change whatever else in the
same file, or the same function for a name of its own, is called `d`, `items` and `limit`. So it
does under another name: of `from a import d as e`, or of `e = d`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.syntax.expressions import UNKNOWN, Expr, Items, OneOf, Pairs, Text, Typed
from flake8_fastapi.model.syntax.tree import FunctionNode, Kinds, Tree, Unit

#: Methods of lists, dicts and sets that change them.
CHANGING = frozenset({
    "append", "extend", "insert", "update", "setdefault", "pop", "popitem", "clear", "remove",
    "add", "discard", "sort", "reverse",
})  # fmt: skip
_UNITS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
#: Whose attributes are no business of others: what a class sets on itself is read with the class.
_SELF = {"self", "cls"}

#: Methods of dicts that leave them as they are.
_READING = {"get", "items", "keys", "values", "copy"}

#: What stands behind a name that is changed: `["a"] = 2`, `["a"].append(`, `.pop(`.
_BEHIND = regex(
    r"(?:\[[^\n=]*\])?\.(?:" + "|".join(sorted(CHANGING)) + r")\("
    r"|\[[^\n=]*\][ \t]*(?:[-+*/|&^%@]|//|\*\*|<<|>>)?=(?!=)"
)
#: The same for an attribute, whose name needs no brackets.
_SET = regex(r"[ \t]*(?::[^\n=]*|[-+*/|&^%@]|//|\*\*|<<|>>)?=(?!=)")
#: `d as e`; `e = d`, `e = x.d`
_RENAMED = regex(
    r"(\w+)[ \t]+as[ \t]+(\w+)|^[ \t]*(\w+)[ \t]*=[ \t]*(?:\w+\.)*(\w+)[ \t]*(?:#.*)?$"
)

_AS = regex(r"[ \t]as[ \t]")


def changed_in(tree: Tree, unit: Unit) -> set[str]:
    """The names of what is changed in a unit of a file, and in those that lie in it."""
    found: set[str] = set()
    for kinds in tree.within(unit):
        for node in _changed(kinds):
            while isinstance(node, ast.Subscript):
                node = node.value
            if isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
        found.update(_set(kinds))
    return found | set(_other_names(tree, unit, found)) if found else found


def sets(tree: Tree, unit: Unit, name: str) -> bool:
    """Whether a unit of a file, or one in it, sets an attribute of that name on other objects."""
    return any(name in _set(kinds) for kinds in tree.within(unit))


def _set(kinds: Kinds) -> Iterator[str]:
    for attribute in kinds.get(ast.Attribute, ()):
        if attribute.ctx.__class__ is not ast.Load:  # type: ignore[attr-defined]
            of = attribute.value  # type: ignore[attr-defined]
            if not isinstance(of, ast.Name) or of.id not in _SELF:
                yield attribute.attr  # type: ignore[attr-defined]


def lines_that_change(tree: Tree, function: FunctionNode, name: str) -> Iterator[int]:
    """The lines in which a function may change a dict of its own, or hands it out of sight."""
    return (use.lineno for use in _uses(tree, function, name) if not _only_reads(tree, use))


def lines_that_change_given(tree: Tree, function: FunctionNode, name: str) -> Iterator[int]:
    """The same of a dict that a function is given, by that name or one that it is bound to.

    Of a model, a dict is made: `data = given if isinstance(given, dict) else given.dict()`.
    """
    for use in _uses(tree, function, name):
        made = _dict_of(tree, use)
        if made is None and (_only_reads(tree, use) or _is_looked_at(tree, use)):
            continue
        other = _bound_to(tree, made or use)
        if other is None and made is not None:
            continue  # whoever has it, has another one
        if other is None:
            yield use.lineno
        elif other != name:
            yield from (
                again.lineno
                for again in _uses(tree, function, other)
                if again.ctx.__class__ is not ast.Store and not _only_reads(tree, again)
            )


def _is_looked_at(tree: Tree, use: ast.Name) -> bool:
    around = tree.parent(use)
    match around:
        case ast.Call(func=ast.Name("isinstance" | "len" | "bool")):
            return True
        case ast.Attribute(attr=name, ctx=ast.Load()) if name not in CHANGING:
            asked = tree.parent(around)  # a field of a model; a method may do anything
            return not (isinstance(asked, ast.Call) and asked.func is around)
    return False


def _dict_of(tree: Tree, use: ast.Name) -> ast.Call | None:
    """The call that makes a dict of a model, or a copy of a dict: `item.model_dump()`."""
    around = tree.parent(use)
    match around:
        case ast.Attribute(attr="copy" | "dict" | "model_dump"):
            made = tree.parent(around)
            return made if isinstance(made, ast.Call) and made.func is around else None
    return None


def _bound_to(tree: Tree, use: ast.Name | ast.Call) -> str | None:
    """The variable to which a name, or what a call gives, is bound as it is."""
    around = tree.parent(use)
    if isinstance(around, ast.IfExp) and use is not around.test:
        around = tree.parent(around)
    match around:
        case ast.Assign(targets=[ast.Name(id=name)]):
            stored = isinstance(use, ast.Name) and not isinstance(use.ctx, ast.Load)
            return None if stored else name
    return None


def _uses(tree: Tree, function: FunctionNode, name: str) -> Iterator[ast.Name]:
    names = (it for kinds in tree.within(function) for it in kinds.get(ast.Name, ()))
    return (it for it in names if it.id == name)  # type: ignore[attr-defined, misc]


def _only_reads(tree: Tree, use: ast.Name) -> bool:
    """Whether a dict is as it was behind the place where it is named."""
    match tree.parent(use):
        case ast.Attribute(attr=name):
            return name in _READING
        case ast.Subscript(ctx=ast.Load(), value=value):
            return value is use
        case ast.keyword(arg=None) | ast.Compare():
            return True
        case ast.Call(func=ast.Attribute(attr="update")):  # of another one
            return True
        case ast.Dict(keys=keys, values=values):
            return keys[values.index(use)] is None  # `{**given}`
        case ast.If(test=test) | ast.IfExp(test=test):
            return test is use
    return False


def added_to(
    tree: Tree, function: FunctionNode, name: str
) -> list[tuple[ast.expr | None, ast.expr]] | None:
    """What a function adds to a dict that it has bound to a name: keys and values.

    The key None stands for another dict. None for all: it may add other things.
    """
    added: list[tuple[ast.expr | None, ast.expr]] = []
    for use in _uses(tree, function, name):
        around = tree.parent(use)
        beyond = tree.parent(around) if around is not None else None
        match around:
            case ast.Assign() | ast.AnnAssign() if use.ctx.__class__ is ast.Store:
                continue
            case ast.Subscript(value=value, slice=key, ctx=ast.Store()) if value is use:
                if isinstance(beyond, ast.Assign):
                    added.append((key, beyond.value))
                    continue
            case ast.Attribute(attr="update"):
                match beyond:
                    case ast.Call(args=given, keywords=words) if beyond.func is around:
                        added += [(None, each) for each in given]
                        added += [
                            (ast.Constant(word.arg) if word.arg else None, word.value)
                            for word in words
                        ]
                        continue
        if not _only_reads(tree, use):
            return None
    return added


def appended_to(
    tree: Tree, function: FunctionNode, name: str, changes: Callable[[Unit, str], bool]
) -> list[ast.expr] | None:
    """What a function appends to a list that it has bound to a name; None: it may do other things.

    `changes` tells whether something of a name is changed in a unit, or in one that lies in it.
    """
    kinds = tree.units[function]
    inner = (each for kind in _UNITS for each in kinds.get(kind, ()))
    if any(changes(each, name) for each in inner):  # type: ignore[arg-type]
        return None
    for node in kinds.get(ast.Subscript, ()):
        match node:
            case ast.Subscript(value=ast.Name(id=owner), ctx=ast.Store()) if owner == name:
                return None
    added: list[ast.expr] = []
    for node in kinds.get(ast.Call, ()):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method), args=args):
                if owner != name or method not in CHANGING:
                    continue
                if method != "append" or len(args) != 1:
                    return None
                added.append(args[0])
    return added


def _other_names(tree: Tree, unit: Unit, changed: set[str]) -> Iterator[str]:
    """What else is called as something that is changed."""
    for kinds in tree.within(unit):
        for node in kinds.get(ast.ImportFrom, ()):
            for alias in node.names:  # type: ignore[attr-defined]
                if alias.asname in changed:
                    yield alias.name
        for node in kinds.get(ast.Assign, ()):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in changed:
                    if isinstance(value, ast.Name):
                        yield value.id
                    elif isinstance(value, ast.Attribute):
                        yield value.attr


def _changed(kinds: Kinds) -> Iterator[ast.expr]:
    for node in kinds.get(ast.Subscript, ()):
        if node.ctx.__class__ is not ast.Load:  # type: ignore[attr-defined]
            yield node.value  # type: ignore[attr-defined]
    for node in kinds.get(ast.Call, ()):
        func = node.func  # type: ignore[attr-defined]
        if func.__class__ is ast.Attribute and func.attr in CHANGING:
            yield func.value


def is_changed_in(text: str, name: str) -> bool:
    """Whether something of that name is changed in a text, as far as its lines tell."""
    said = list(_lines_with(name, text))
    if any(_is_changed(line, name) for line in said):
        return True
    others = {other for line in said for other in _names_for(line, name)}
    return any(_is_changed(line, other) for other in others for line in _lines_with(other, text))


def is_set_in(text: str, name: str) -> bool:
    """Whether an attribute of that name is set on other objects than `self`, by the lines."""
    attribute = f".{name}"
    return any(
        _SET.match(line, found.end()) is not None
        and line[: found.start()].rpartition(" ")[2] not in _SELF
        for line in _lines_with(name, text)
        for found in re.finditer(re.escape(attribute), line)
    )


def _lines_with(name: str, text: str) -> Iterator[str]:
    place = text.find(name)
    while place >= 0:
        start = text.rfind("\n", 0, place) + 1
        end = text.find("\n", place)
        yield text[start:end] if end >= 0 else text[start:]
        place = text.find(name, end) if end >= 0 else -1


def _names_for(line: str, name: str) -> Iterator[str]:
    """Other names that a line gives to something: `import d as e`, `e = d`."""
    if "=" not in line and not _AS.search(line):
        return  # most lines
    for match in _RENAMED.finditer(line):
        if name in (match[1], match[4]):
            yield match[2] or match[3]


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


__all__ = [
    "added_to",
    "changed_in",
    "is_changed_in",
    "is_set_in",
    "lines_that_change",
    "sets",
    "unless_changed",
]
