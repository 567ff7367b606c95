"""Sessions and connections of databases: which calls open one, and what becomes of it.

What is opened (`opening`) is followed through the function that opens it (`following`): used,
closed, entered by `with`, returned, yielded. Handed to a function of the project, it is followed
there; handed to anything else, or kept anywhere, it *escapes*: nobody knows who closes it then.
What the import of a file opens, requests may share (`sharing`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain

from flake8_fastapi.model import libraries
from flake8_fastapi.model.exceptions.teardown import CLOSING
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.resources.following import STACKING, Following, Resource, called_name
from flake8_fastapi.model.resources.objects import Kept, kept
from flake8_fastapi.model.resources.opening import Opening
from flake8_fastapi.model.resources.sharing import Sharing
from flake8_fastapi.model.syntax.calls import Calls
from flake8_fastapi.model.syntax.expressions import Attr, Call, Entered, Expr, last_name
from flake8_fastapi.model.syntax.flow import statements, types_of
from flake8_fastapi.model.syntax.functions import Function, is_parameter
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FUNCTIONS, TRY, FunctionNode
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

#: A sieve, not a reason: what neither bears such a name nor is bound to one, nor returned by a
#: function of one, is not looked up: to look up every call would be to read every file of the
#: project.
_NAMES = regex(
    r"(?i).*(sess|conn|db|database|cursor|acquire|pool|mak(e|ing)|factory|cnx|open|transaction)"
    r"|next|new"
)
_VARIABLES = regex(r"(?i)(.*_)?(db|con|conn|connection|cnx|cxn|database|s|sess|session|store)")

#: Ends of the names of what pools lend by: what is not given back is lost to them, dead or not.
_LENDING = (".acquire", ".get_connection", ".getconn")
#: Methods that only note something: a session takes its connection when it is asked.
_TAKING_NONE = {"add", "add_all", "begin", "expire_all", "expunge", "expunge_all"}
_PROBE = regex(r"(?i)\s*select\s+1\s*;?\s*")
#: `Error` is what drivers derive all their exceptions from.
_BROAD = {"BaseException", "Error", "Exception"}


class Resources:
    """The sessions and connections that one file opens."""

    def __init__(self, syntax: Syntax, values: Values, calls: Calls) -> None:
        self._syntax = syntax
        self._values = values
        self._calls = calls
        self._tree = syntax.tree
        self._opening = Opening(syntax, values)
        self._following = Following(syntax, values)
        sharing = Sharing(syntax, values, self._following.loads)
        self.holders = sharing.holders
        self.is_guarded = sharing.is_guarded
        self.users = sharing.users

    def __iter__(self) -> Iterator[Resource]:
        for node in self._candidates():
            call = self._syntax.call(node)
            cls = self._opening.opened_by(call)
            if cls is not None:
                kind = self._opening.kind(cls)
                assert kind is not None
                found = Resource(call, cls, kind, self._syntax.function_at(node))
                found.text = ast.unparse(node) if len(node.args) < 3 else ""
                if not 0 < len(found.text) < 40:
                    found.text = f"{self._syntax.callee_text(call)}()"
                found.escapes = call.once  # made the first time only: it is kept
                if kind == "session":
                    found.borrows = self._opening.is_connection(call.argument("bind", 0))
                self._following.follow(node, found, 0)
                yield found

    def _candidates(self) -> list[ast.Call]:
        """The calls that are worth a look at what they call: their names say so."""
        tree = self._tree
        found = {node for node in self._calls.spelled(_sounds_so) if not self._is_dropped(node)}
        bound: Iterable[tuple[ast.expr | None, ast.expr | None]] = chain(
            ((each.targets[0], each.value) for each in tree.each(ast.Assign)),
            ((each.target, each.value) for each in tree.each(ast.AnnAssign)),
            ((each.optional_vars, each.context_expr) for each in tree.each(ast.withitem)),
        )
        for target, value in bound:
            if isinstance(target, ast.Name) and _sounds_like_one(target.id):
                found.update(_called(value))
        makers: list[FunctionNode] = [
            *tree.each(ast.FunctionDef),
            *tree.each(ast.AsyncFunctionDef),
        ]
        for maker in makers:
            if _sounds_like_one(maker.name):
                for returned in tree.inside(maker, ast.Return):
                    found.update(_called(returned.value))
        return sorted(found, key=lambda node: (node.lineno, node.col_offset))

    def _is_dropped(self, node: ast.AST) -> bool:
        """Whether nobody gets what a call gives."""
        top = self._tree.parent(node)
        while isinstance(top, (ast.Await, ast.NamedExpr)):
            top = self._tree.parent(top)
        return isinstance(top, ast.Expr)

    def kept(self, found: Resource) -> Kept | None:
        """The attribute of an object or class that holds it: see `objects`."""
        return kept(found, self._syntax, self._values)

    def is_closed_for_sure(self, found: Resource) -> bool:
        """Whether an exception, too, leads to a call that closes it, as far as one may tell."""
        tree = self._tree
        for closing in found.closings:
            around: set[ast.AST] = set()
            child: ast.AST = closing
            for parent in tree.ancestors(closing):
                if isinstance(parent, (*FUNCTIONS, ast.Lambda)):
                    break
                handled = isinstance(parent, ast.ExceptHandler)
                if handled or (isinstance(parent, TRY) and child in parent.finalbody):  # type: ignore[attr-defined]
                    covering = tree.parent(parent) if handled else parent
                    return covering is None or not self._is_left_before(found, covering)
                around.add(parent)
                child = parent
            before = [use for use in found.used if use.lineno < closing.lineno]  # type: ignore[attr-defined]
            if not before or (
                not (self._opener(found) or "").endswith(_LENDING)
                and all(map(self._asks_nothing, before))
            ):
                return True  # nothing stands in between that may go wrong and leave it open
            for use in found.used:
                for parent in tree.ancestors(use):
                    if isinstance(parent, TRY) and parent.handlers and parent not in around:  # type: ignore[attr-defined]
                        return True  # what goes wrong is caught before
        return False

    def _is_left_before(self, found: Resource, covering: ast.AST) -> bool:
        """Whether its function raises between a use of it and the `try` that closes it."""
        tree = self._tree
        ends: int = covering.lineno  # type: ignore[attr-defined]
        asking = (use for use in found.used if self._may_ask(use) and not self._asks_nothing(use))
        used = [use.lineno for use in asking if use.lineno < ends]  # type: ignore[attr-defined]
        function = tree.function(covering)
        if not used or function is None:
            return False
        closed = [each.lineno for each in found.closings]
        return any(
            min(used) < each.lineno < ends
            and tree.function(each) is function
            and not any(line <= each.lineno for line in closed)
            and not any(isinstance(parent, TRY) for parent in tree.ancestors(each))
            for each in tree.inside(function, ast.Raise)
        )

    def _may_ask(self, use: ast.AST) -> bool:
        """Whether a method is called that may take a connection out of the pool."""
        method = self._tree.parent(use)
        if not isinstance(method, ast.Attribute) or method.attr in _TAKING_NONE:
            return False
        return isinstance(self._tree.parent(method), ast.Call)

    def _asks_nothing(self, use: ast.AST) -> bool:
        """Whether it only asks the database whether it is there: without it, no place is taken."""
        method = self._tree.parent(use)
        call = self._tree.parent(method) if isinstance(method, ast.Attribute) else None
        if not isinstance(call, ast.Call) or not isinstance(method, ast.Attribute):
            return False
        if method.attr == "cursor":
            within = self._tree.function(call)
            asked = [
                each
                for each in (self._tree.inside(within, ast.Call) if within is not None else ())
                if isinstance(each.func, ast.Attribute) and each.func.attr.startswith("execute")
            ]
            return bool(asked) and all(map(self._is_probe, asked))
        return self._is_probe(call)

    def _is_probe(self, call: ast.Call) -> bool:
        """Whether a call hands over no other statement than `SELECT 1`."""
        if not call.args:
            return False
        asked = self._syntax.expr(call.args[0])
        if isinstance(asked, Call) and last_name(asked.callee) == "text":
            asked = asked.argument("text", 0) or asked
        return _PROBE.fullmatch(self._values.text(asked) or "") is not None

    def is_caught(self, found: Resource, answering: bool = False) -> bool:
        """Whether its function catches whatever goes wrong with it, and goes on.

        `answering`: or raises an HTTPException in its place.
        """

        def goes_on(handler: ast.ExceptHandler, raised: ast.Raise) -> bool:
            if not answering:
                return False
            if raised.exc is None:
                kinds = [self._values.qualname(self._syntax.expr(it)) for it in types_of(handler)]
                return all(
                    it and self._values.derives(it, libraries.HTTP_EXCEPTION)
                    for it in kinds or [None]
                )
            made = self._syntax.expr(raised.exc)
            return self._values.is_instance(made, libraries.HTTP_EXCEPTION) is True

        return all(
            any(_ends_all(tried, goes_on) for tried in self._tried_around(use))
            for use in found.used
        )

    def _tried_around(self, node: ast.AST) -> Iterator[ast.Try]:
        """The `try` statements of its function in whose body a node stands."""
        child = node
        for parent in self._tree.ancestors(node):
            if isinstance(parent, (*FUNCTIONS, ast.Lambda)):
                return
            if isinstance(parent, TRY) and child in parent.body:  # type: ignore[attr-defined]
                yield parent  # type: ignore[misc]
            child = parent

    def closing_itself(self, found: Resource) -> str | None:
        """Before which Python it closes itself with the last reference to it; None: it does not."""
        opener = self._opener(found)
        return libraries.closing_itself(opener) if opener else None

    def is_opened_elsewhere(self, found: Resource) -> bool:
        """Whether a helper gives it of which only the class is known, and not who opened it."""
        return self._opener(found) is None

    def remedy(self, found: Resource) -> str:
        """What closes it whatever happens: "a `with` block", or "`close()` in `finally`"."""
        names = (self._opener(found), *self._values.ancestry(found.cls))
        known = (libraries.closed_for_sure(name) for name in names if name)
        return next(filter(None, known), "a `with` block")

    def _opener(self, found: Resource) -> str | None:
        """The function or method that makes it, by dotted name; None: that is not known."""
        value = self._values.of(found.call)
        made = value.made if isinstance(value, Instance) else None
        return self._values.library_name(made.callee) if made is not None else None


@lru_cache(maxsize=4096)
def _sounds_so(name: str) -> bool:
    return _NAMES.match(name) is not None


@lru_cache(maxsize=4096)
def _sounds_like_one(variable: str) -> bool:
    return _VARIABLES.fullmatch(variable) is not None


def _called(value: ast.expr | None) -> tuple[ast.Call, ...]:
    """The call that gives a value, if it is one."""
    while isinstance(value, (ast.Await, ast.NamedExpr)):
        value = value.value
    return (value,) if isinstance(value, ast.Call) else ()


def _ends_all(tried: ast.Try, but: Callable[[ast.ExceptHandler, ast.Raise], bool]) -> bool:
    """Whether a `try` catches everything, or every error of a driver, and raises nothing `but`."""
    types = [each for handler in tried.handlers for each in types_of(handler)]
    broad = len(types) < len(tried.handlers) or any(
        ast.unparse(each).rpartition(".")[2] in _BROAD for each in types
    )
    return broad and not any(
        isinstance(each, ast.Raise) and not but(handler, each)
        for handler in tried.handlers
        for each in statements(handler.body)
    )


def closes_dependency(user: Function, dependency: Function, values: Values) -> bool:
    """Whether a function closes the argument that it gets from a dependency."""
    for argument in user.arguments:
        taken = values.dependency(argument)
        if taken is None or values.callee(values.of(taken)) is not dependency:
            continue
        if any(is_parameter(_root(entered), user, argument.name) for entered in user.entered):
            return True
        for call in user.calls:
            if isinstance(call.callee, Attr):
                of = _root(call.callee.of)
                if isinstance(of, Entered) and is_parameter(of.of, user, argument.name):
                    return True
                if is_parameter(of, user, argument.name) and call.callee.name in CLOSING:
                    return True
            if called_name(call.callee) in ("closing", "aclosing", *STACKING):
                if any(is_parameter(_root(given), user, argument.name) for given in call.args):
                    return True
    return False


def _root(expression: Expr) -> Expr:
    """The `a` of `a.b.c`: of an object that holds what is closed."""
    while isinstance(expression, Attr):
        expression = expression.of
    return expression
