"""Who shares a session or connection of a module, and whether that was thought of."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator

from flake8_fastapi.model.resources.following import Resource, called_name
from flake8_fastapi.model.resources.opening import DEEPEST
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Awaited,
    Call,
    Entered,
    Expr,
    Ref,
    options_of,
)
from flake8_fastapi.model.syntax.functions import Class, Function, Summary
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FUNCTIONS, ScopeNode, spells_none
from flake8_fastapi.model.values.arguments import argument_given
from flake8_fastapi.model.values.value_kinds import Bound
from flake8_fastapi.model.values.values import Values

#: Arguments, attributes and methods of a connection whose statements are not one transaction:
#: each is its own, or (`uri`) they only read.
APART = {
    "autocommit", "isolation_level", "set_autocommit", "set_isolation_level", "set_session", "uri",
}  # fmt: skip


class Sharing:
    """Looks for the functions of one file that use what its import opens.

    `loads` finds where a variable is read.
    """

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        loads: Callable[[str, ScopeNode], Iterator[ast.Name]],
    ) -> None:
        self._syntax = syntax
        self._tree = syntax.tree
        self._values = values
        self._loads = loads

    def holders(self, found: Resource) -> set[str]:
        """The global names under which it is used: its own, its cursor's, that of an object."""
        names = {found.name} if found.name else set()
        tree = self._tree
        statements = [*tree.nodes(ast.Assign), *tree.nodes(ast.AnnAssign)]
        for statement in sorted(statements, key=lambda each: each.lineno):
            if tree.scope(statement) is not tree.root:
                continue
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as node):
                    pass
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as node):
                    pass
                case _:
                    continue
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            match node.func:
                case ast.Attribute(value=ast.Name(id=of), attr="cursor") if of in names:
                    names.add(name)
                case ast.Name():
                    cls = self._values.of(self._syntax.expr(node.func))
                    is_given = any(
                        isinstance(each, ast.Name) and each.id in names for each in given
                    )
                    if isinstance(cls, Class) and (
                        is_given or self._takes_by_itself(cls, self._syntax.call(node), names)
                    ):
                        names.add(name)
        return names

    def _takes_by_itself(self, cls: Class, call: Call, names: set[str]) -> bool:
        """Whether an object that a call makes has a global of the file without being given it."""
        full = {f"{self._syntax.summary.name}.{name}" for name in names}
        maker = self._values.method(cls, "__init__")
        return keeps(cls, full) or (
            maker is not None and takes_default(maker, call, full, self._values)
        )

    def is_guarded(self, found: Resource) -> bool:
        """Whether its sharing was thought of, or does no harm as far as it shows."""
        node = self._syntax.call_node(found.call)
        if node is None or any(isinstance(each, ast.If) for each in self._around(node)):
            return not found.call.once
        if self.is_apart(found.call):
            return True
        if not found.is_global:
            return False
        place = self._syntax.names.lookup(found.name or "", self._tree.root)
        bindings = [
            binding.node for binding in (place[1] if place else ()) if not spells_none(binding.node)
        ]
        return len(bindings) != 1 or any(
            attribute.attr in APART
            and isinstance(attribute.value, ast.Name)
            and attribute.value.id == found.name
            for attribute in self._tree.nodes(ast.Attribute)
        )

    def is_apart(self, call: Call, depth: int = 0) -> bool:
        """Whether a call, or the helper that it calls, opens a connection in autocommit mode."""
        callee = self._values.of(call.callee)
        function = callee.function if isinstance(callee, Bound) else callee
        words = {word for word, _ in call.keywords}
        if isinstance(function, Function):
            words.update(function.sets)
            for inner in function.calls:
                words.update((called_name(inner.callee), *(word for word, _ in inner.keywords)))
            for given in (*function.returned, *function.yielded):
                for option in options_of(given):
                    opened = option.of if isinstance(option, (Awaited, Entered)) else option
                    if isinstance(opened, Call) and depth < DEEPEST:
                        if self.is_apart(opened, depth + 1):
                            return True
        return not words.isdisjoint(APART)

    def _around(self, node: ast.AST) -> Iterator[ast.AST]:
        for parent in self._tree.ancestors(node):
            if isinstance(parent, FUNCTIONS):
                return
            yield parent

    def users(self, found: Resource, names: set[str]) -> Iterator[Function]:
        """The functions of this file that read one of its global names, or use such an object."""
        seen: set[Function] = set()
        for name in sorted(names):
            for load in self._loads(name, self._tree.root):
                if name not in (found.name, found.text):
                    if not isinstance(self._tree.parent(load), ast.Attribute):
                        continue
                function = self._syntax.function_at(load)
                if function is not None and function not in seen:
                    seen.add(function)
                    yield function


def reads(user: Function, names: set[str]) -> bool:
    """Whether calls of a function show that it reads one of the global names, written in full."""
    return any(
        isinstance(part, Ref) and any(f"{part.name}.".startswith(f"{name}.") for name in names)
        for call in user.calls
        for part in (_root(call.callee), *call.given)
    )


def keeps(cls: Class, names: set[str]) -> bool:
    """Whether objects of a class have one of the global names, written in full, on `self`."""
    return any(_is_one_of(value, names) for value in cls.attributes.values())


def taking(summary: Summary, names: set[str]) -> Iterator[Function]:
    """The functions of a file one of whose parameters is one of the global names by default."""
    for function in summary.functions.values():
        if any(_is_one_of(argument.default, names) for argument in function.arguments):
            yield function


def takes_default(function: Function, call: Call, names: set[str], values: Values) -> bool:
    """Whether a call leaves a parameter of a function at one of the global names."""
    return any(
        _is_one_of(argument.default, names)
        and argument_given(argument.name, function, call, values) is argument.default
        for argument in function.arguments
    )


def _is_one_of(expression: Expr | None, names: set[str]) -> bool:
    return isinstance(expression, Ref) and expression.name in names


def passed_on(names: set[str], summaries: Iterable[Summary]) -> set[str]:
    """Further names of the same: a package imports it, so that others import it from there."""
    return {
        f"{package.name}.{name}"
        for package in summaries
        if package.is_package
        for name, bound in package.names.items()
        if isinstance(bound, Ref) and bound.name in names
    }


def _root(expression: Expr) -> Expr:
    """The `a` of `a.b().c`."""
    while isinstance(expression, (Attr, Call)):
        expression = expression.of if isinstance(expression, Attr) else expression.callee
    return expression
