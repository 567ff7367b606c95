"""All uses of a function or class in its project: its calls, if there is nothing else.

Others than in `callers`, where a call whose receiver is not known is not seen, nobody else can call
it then: whoever does so has to name it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator

from flake8_fastapi.model.syntax.expressions import Call, OneOf, Ref, options_of
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import Tree, lists_exports, spelled_name
from flake8_fastapi.model.values.arguments import takes_not
from flake8_fastapi.model.values.decorators import is_plainly_decorated
from flake8_fastapi.model.values.inheritance import MARKER_BASES
from flake8_fastapi.model.values.values import Values

#: Bases that call no method of those that are derived from them, but for `__init__` and its like.
_CALLING_NOTHING = MARKER_BASES | {"sqlalchemy.orm.DeclarativeBase"}
#: Bases that call some, by their names.
_CALLING_SOME = {"starlette.middleware.base.BaseHTTPMiddleware": {"dispatch"}}
#: What asks of which class something is.
_ASKING = {"isinstance", "issubclass"}
#: Libraries that make objects for parameters which only declare their class.
_INJECTING = {"dishka", "inject", "injector", "lagom", "punq"}


class Uses:
    """Looks through the files of a project.

    `mentioning` gives the files, no tests, that have a name in their code; None: it is not known.
    `at` gives the tree of one.
    """

    def __init__(
        self,
        values: Values,
        mentioning: Callable[[str], Collection[str] | None],
        at: Callable[[str], Syntax | None],
    ) -> None:
        self._values = values
        self._mentioning = mentioning
        self._at = at
        self._calls: dict[Function | Class, list[Call] | None] = {}

    def calls_of(self, target: Function | Class) -> list[Call] | None:
        """The calls of a function or class, tests aside; None where others may call it."""
        if target not in self._calls:
            found = self._find_calls(target)
            self._calls[target] = None if None in found else [*filter(None, found)]
        return self._calls[target]

    def has_to_be_called(self, function: Function) -> bool:
        """Whether nobody calls a function who does not name it: neither FastAPI nor a base."""
        values = self._values
        if function.is_lambda or function.outer is not None or function.name.startswith("__"):
            return False
        if not is_plainly_decorated(function, (), values):
            return False
        for base in values.ancestry(function.owner) if function.owner is not None else ():
            if base == function.owner or base in _CALLING_NOTHING:
                continue
            if base in _CALLING_SOME:
                if function.name in _CALLING_SOME[base]:
                    return False
                continue
            known = values.known_class(base) if base is not None else None
            if known is None or function.name in known.methods:
                return False
        return True

    def _find_calls(self, target: Function | Class) -> list[Call | None]:
        paths = self._mentioning(target.name)
        if paths is None or (isinstance(target, Function) and not self.has_to_be_called(target)):
            return [None]
        found: list[Call | None] = []
        for path in paths:
            syntax = self._at(path)
            if syntax is None:
                found.append(None)
            elif isinstance(target, Class):
                found += self._uses_of_class(target, syntax)
            else:
                found += self._uses(target, syntax)
            if None in found:
                break
        return found

    # -- of a function ------------------------------------------------------------------------

    def _uses(self, function: Function, syntax: Syntax) -> Iterator[Call | None]:
        """The calls of a function in a file; None for whatever else may be a use of it."""
        tree, name = syntax.tree, function.name
        if name not in tree.words and not _is_imported_as(name, tree):
            return
        for word in tree.each(ast.Name):
            if word.id == name and isinstance(word.ctx, ast.Load):
                expression = syntax.expr(word)
                if any(isinstance(each, Ref) for each in options_of(expression)):
                    yield from self._use(word, function, syntax)
        for attribute in tree.each(ast.Attribute):
            if attribute.attr == name:
                yield from self._use(attribute, function, syntax)
        if _is_imported_as(name, tree) or any(
            _names(text.value, name) and not _is_exported(text, tree)
            for text in tree.each(ast.Constant)
        ):
            yield None

    def _use(self, node: ast.expr, function: Function, syntax: Syntax) -> Iterator[Call | None]:
        values, expression = self._values, syntax.expr(node)
        value = values.of(expression)
        may_be = value is None or isinstance(expression, OneOf)
        if may_be or values.callee(value) is function:
            parent = syntax.tree.parent(node)
            is_call = isinstance(parent, ast.Call) and parent.func is node
            if isinstance(parent, ast.Call) and is_call and not (may_be and function.owner is None):
                call = syntax.call(parent)
                if not (may_be and _cannot_take(function, call)):
                    yield call
            else:
                yield None

    # -- of a class ---------------------------------------------------------------------------

    def _uses_of_class(self, cls: Class, syntax: Syntax) -> Iterator[Call | None]:
        """The calls of a class in a file; None for whatever else may make an object of it."""
        tree, name = syntax.tree, cls.name
        if _is_imported_as(name, tree) or _makes_what_is_declared(tree):
            yield None
        for kind in (ast.Name, ast.Attribute):
            for node in tree.each(kind):
                named = node.id if isinstance(node, ast.Name) else getattr(node, "attr", None)
                if named != name or not isinstance(node, ast.expr):
                    continue
                parent = tree.parent(node)
                if isinstance(parent, ast.Call) and parent.func is node:
                    yield syntax.call(parent) if self._is(cls, node, syntax) else None
                elif not _is_declaration(node, tree) and not _is_asked_for(node, parent):
                    yield None
        for text in tree.each(ast.Constant):
            if _names(text.value, name):
                if not (_is_exported(text, tree) or _is_declaration(text, tree)):
                    yield None

    def _is(self, cls: Class, node: ast.expr, syntax: Syntax) -> bool:
        return self._values.of(syntax.expr(node)) is cls


def _cannot_take(method: Function, call: Call) -> bool:
    """Whether a call has not the arguments that a method needs, with its object or without."""
    if call.spreads:
        return False
    names = {name for name, _ in call.keywords if name is not None}
    return all(takes_not(method, len(call.args), names, bound) for bound in (True, False))


def _is_declaration(node: ast.AST, tree: Tree) -> bool:
    """Whether an expression stands in what declares a parameter, a result, or a variable."""
    child = node
    for parent in tree.ancestors(node):
        match parent:
            case ast.arg():
                return True
            case ast.AnnAssign(annotation=annotation):
                return annotation is child
            case ast.FunctionDef(returns=returns) | ast.AsyncFunctionDef(returns=returns):
                return returns is child
            case ast.Subscript() | ast.BinOp() | ast.Tuple() | ast.List():
                child = parent
            case _:
                return False
    return False


def _makes_what_is_declared(tree: Tree) -> bool:
    """Whether a file may have parameters for which an object of the declared class is made."""
    return not _INJECTING.isdisjoint(tree.words) or any(
        spelled_name(call.func) == "Depends" and not (call.args or call.keywords)
        for call in tree.each(ast.Call)
    )


def _is_asked_for(node: ast.expr, parent: ast.AST | None) -> bool:
    """Whether a class is what `isinstance(x, Class)` asks for."""
    match parent:
        case ast.Call(func=ast.Name(id=name), args=[_, asked]):
            return name in _ASKING and asked is node
    return False


def _is_imported_as(name: str, tree: Tree) -> bool:
    """Whether a file has something of that name under another one."""
    return any(
        each.name == name and each.asname not in (None, name) for each in tree.each(ast.alias)
    )


def _names(text: object, name: str) -> bool:
    """Whether a text may be there to find something by its name."""
    return isinstance(text, str) and (text == name or text.endswith((f".{name}", f":{name}")))


def _is_exported(node: ast.AST, tree: Tree) -> bool:
    """Whether a text stands in `__all__`."""
    listed = tree.parent(node)
    return listed is not None and lists_exports(tree.parent(listed))
