"""What a file runs whenever it is imported: what stands in a `try` or an `if` is provided for.

Not so in a `try` that ends the program if something fails: `except ImportError: sys.exit(1)`.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.syntax.tree import PERHAPS, Tree, evaluated_first, spelled_name

#: What may go on for as long as the program does: what stands behind it is of no interest.
_RUNNING = regex(r"(?:\w+_)?(?:loop|main|run|serve|start)(?:_\w+)?")

#: What ends the program.
_ENDING = {"exit", "quit", "_exit"}


def calls_at_import(root: ast.Module) -> Iterator[ast.Call]:
    """The calls that are made whenever a file is imported, those in class bodies too."""
    queue = [*takewhile(_goes_on_at_once, root.body)]
    for statement in queue:
        if isinstance(statement, ast.ClassDef):
            queue += statement.body
        for node in _parts(evaluated(statement)):
            if isinstance(node, ast.Call):
                yield node


def evaluated_in(statements: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """What some statements evaluate in any case."""
    for statement in statements:
        yield from _parts(evaluated(statement))


def run_at_once(tree: Tree) -> Iterator[ast.stmt]:
    """The statements at the top level of a file, up to one that may go on for very long."""
    called = (*tree.called_names, *tree.called_methods)
    if ast.While in tree.kinds or any(map(_RUNNING.fullmatch, called)):
        return _with_tried(takewhile(_goes_on_at_once, tree.root.body))
    return _with_tried(tree.root.body)


def _with_tried(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Some statements, and those in a `try` that nothing goes on after if they fail."""
    for statement in statements:
        yield statement
        if isinstance(statement, ast.Try) and all(map(_gives_up, statement.handlers)):
            yield from _with_tried(statement.body)


def _gives_up(handler: ast.ExceptHandler) -> bool:
    """Whether a handler ends in an exception, or with the program."""
    match handler.body[-1]:
        case ast.Raise():
            return True
        case ast.Expr(value=ast.Call(func=func)):
            return spelled_name(func) in _ENDING
    return False


def imports_of_called(statements: list[ast.stmt], called: Collection[str]) -> Iterator[ast.stmt]:
    """The imports in functions that the statements of the top level call: `app = create_app()`.

    `called`: the names that anything is called by.
    """
    functions = (it for it in statements if isinstance(it, ast.FunctionDef))
    defined = {it.name: it for it in functions if it.name in called}
    for statement in statements if defined else ():
        for node in _parts(evaluated(statement)):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in defined:
                    yield from _imports_at_once(defined[name])


def _imports_at_once(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    """The imports that a call of a function runs in any case."""
    parts = map(type, ast.walk(function))
    if not function.decorator_list and {ast.Yield, ast.YieldFrom}.isdisjoint(parts):
        for statement in takewhile(_goes_on_at_once, function.body):
            if isinstance(statement, (ast.Return, ast.Raise)):
                return
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                yield statement


def _goes_on_at_once(statement: ast.stmt) -> bool:
    """Whether what stands behind a statement is run at once: not so behind `uvicorn.run(app)`."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return True
    return not any(
        isinstance(node, ast.While)
        or (isinstance(node, ast.Call) and _RUNNING.fullmatch(spelled_name(node.func)))
        for node in ast.walk(statement)
    )


def evaluated(statement: ast.stmt) -> list[ast.expr]:
    """The expressions of a statement of the top level that are evaluated in any case.

    Annotations are not, in some version of Python.
    """
    match statement:
        case ast.Expr(value=value) | ast.AugAssign(value=value):
            return [value]
        case ast.Assign(targets=targets, value=value):
            return [value, *targets]
        case ast.AnnAssign(value=value):
            return [] if value is None else [value]
        case ast.With(items=[first, *_]):
            return [first.context_expr]
        case ast.FunctionDef(args=given) | ast.AsyncFunctionDef(args=given):
            return [*statement.decorator_list, *given.defaults, *filter(None, given.kw_defaults)]
        case ast.ClassDef():
            return statement.decorator_list
    return evaluated_first(statement)


def names_in(expressions: list[ast.expr]) -> Iterator[ast.Name]:
    """The names that are read to evaluate some expressions."""
    for node in _parts(expressions):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node


def _parts(expressions: list[ast.expr]) -> Iterator[ast.AST]:
    """What is evaluated with some expressions in any case."""
    queue: list[ast.AST] = [*expressions]
    for node in queue:
        yield node
        if not isinstance(node, PERHAPS):
            queue += ast.iter_child_nodes(node)
