"""Which tests are no question: what functions of the project give is never false, or None.

`if not updated: raise HTTPException(404)` never does where `update` returns an object or raises,
`if items is None:` never where `items` is what a query gives.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection

from flake8_fastapi.model.assembly.parameters import parameters
from flake8_fastapi.model.middleware.all_paths import takes_every_path
from flake8_fastapi.model.never_runs.inserted import Inserted
from flake8_fastapi.model.never_runs.sqlalchemy_refusals import RESULTS
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Awaited,
    Call,
    Const,
    Entered,
    Expr,
    Items,
    Pairs,
    Param,
    Ref,
    Star,
    Sub,
    Typed,
)
from flake8_fastapi.model.syntax.flow import always_leaves
from flake8_fastapi.model.syntax.functions import Argument, Class, Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import (
    FUNCTIONS,
    FunctionNode,
    Tree,
    block_with,
    statements_before,
)
from flake8_fastapi.model.values.inheritance import MARKER_BASES
from flake8_fastapi.model.values.value_kinds import Bound, External, Instance, Method
from flake8_fastapi.model.values.values import Values

_IS = (ast.Is, ast.Eq, ast.IsNot, ast.NotEq)
#: Methods of libraries, of cursors and queries, that give a list, empty or not.
_GIVING_LISTS = {"all", "fetchall", "fetchmany"}
#: Of some classes, what gives an object or raises: `NoFile`.
_GIVING_OBJECTS = {"gridfs.GridFS": {"get", "get_last_version", "get_version"}}
#: Methods of Supabase that raise where there is no such user: their result has a `user`.
_GIVING_USERS = {
    "auth.admin.create_user", "auth.admin.get_user_by_id", "auth.admin.invite_user_by_email",
    "auth.admin.update_user_by_id", "auth.get_user", "auth.update_user",
}  # fmt: skip
#: Functions that hand a result on, one to the other.
DEEPEST = 3
#: Bases whose objects are always true.
_TRUE = {
    *MARKER_BASES, "pydantic.BaseModel", "sqlmodel.SQLModel", "sqlalchemy.orm.DeclarativeBase",
}  # fmt: skip
#: Classes whose objects FastAPI fills in for each request; they are always true.
_FILLED_IN = (
    "starlette.background.BackgroundTasks", "starlette.requests.HTTPConnection",
    "starlette.responses.Response",
)  # fmt: skip


#: What makes one of these gives nothing else, and each is true.
_SESSIONS = ("sqlalchemy.orm.Session", "sqlalchemy.ext.asyncio.AsyncSession")
#: Objects of these, too, are always true; a request without them is answered with 422.
_READ = ("starlette.datastructures.UploadFile", "pydantic.BaseModel")


def is_filled_in(argument: Argument, function: Function, values: Values) -> bool:
    """Whether an argument of a function that FastAPI calls is always an object that is true.

    One that FastAPI makes, or that it reads from the request, which has to have it.
    """
    declared = values.expand(argument.annotation) if argument.annotation else None
    if isinstance(declared, Sub) and values.qualname(declared.of) == "typing.Annotated":
        parts = declared.index.items if isinstance(declared.index, Items) else ()
        declared = values.expand(parts[0]) if parts else None
    if not isinstance(declared, Ref):
        return False
    if any(values.is_subclass(declared, cls) for cls in _FILLED_IN):
        return True
    return (
        any(values.is_subclass(declared, cls) for cls in _READ)
        and is_always_true(values.of(declared), values)
        and any(
            each.name == argument.name and each.required for each in parameters(function, values)
        )
    )


def is_session_of_request(argument: Argument, values: Values) -> bool:
    """Whether a dependency fills an argument with a session, which it makes for each request."""
    given = values.dependency(argument)
    dependency = values.of(given) if given is not None else None
    return (
        isinstance(dependency, Function)
        and bool(dependency.is_generator)
        and bool(dependency.yielded)
        and all(_is_new_session(each, values) for each in dependency.yielded)
    )


def _is_new_session(given: Expr, values: Values) -> bool:
    """Whether a library makes a session there: of what the project declares, it is not certain."""
    made = given.of if isinstance(given, Entered) else given
    if not isinstance(made, Call) or values.callee(values.of(made.callee)) is not None:
        return False
    return any(values.is_instance(made, each) is True for each in _SESSIONS)


def is_always_true(cls: object, values: Values) -> bool:
    """Whether no class that this one is derived from says that an object may be false."""
    if isinstance(cls, External):
        return cls.name.endswith(".UploadFile")
    if not isinstance(cls, Class):
        return False
    for base in values.ancestry(cls.qualname):
        known = values.known_class(base) if base is not None else None
        if known is None:
            if base not in _TRUE:
                return False
        elif "__bool__" in known.methods or "__len__" in known.methods:
            return False
    return True


class Giving:
    """Answers about tests; `located` gives the definition of a function, and its file.

    `may_be_other` tells whether another method may run in the place of one, `is_for_requests`
    whether a function is a route that nobody else calls, `texts_of` which of its parameters are
    always texts with something in them.
    """

    def __init__(
        self,
        values: Values,
        located: Callable[[Function], tuple[FunctionNode, Syntax] | None],
        may_be_other: Callable[[Class, str], bool],
        is_for_requests: Callable[[Function], bool],
        texts_of: Callable[[Function], Collection[str]],
    ) -> None:
        self._values = values
        self._located = located
        self._inserted = Inserted(values, located)
        self._may_be_other = may_be_other
        self._is_for_requests = is_for_requests
        self._texts_of = texts_of

    def truth(self, test: ast.expr, syntax: Syntax) -> bool | None:
        """What a test always comes to: of a result that is never false, or never None.

        Or of a method that an object is asked for, and has, or of what all paths begin with, or
        have: `{name}` matches no empty text.
        """
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                found = self.truth(operand, syntax)
                return None if found is None else not found
            case ast.BoolOp(op=op, values=tests):
                decisive = isinstance(op, ast.Or)  # one of these decides; none, if all are others
                each = [self.truth(it, syntax) for it in tests]
                if decisive in each:
                    return decisive
                return None if None in each else not decisive
            case ast.Name() | ast.Attribute(attr="data" | "user"):
                return self._is_sure(syntax.expr(test), none_only=False) or None
            case ast.Compare(
                left=ast.Name() as name, ops=[op], comparators=[ast.Constant(value=None)]
            ) if isinstance(op, _IS) and self._is_sure(syntax.expr(name), none_only=True):
                return not isinstance(op, (ast.Is, ast.Eq))
            case ast.Call(func=ast.Name("hasattr"), args=[of, ast.Constant(value=str(name))]) if (
                self._has_method(syntax.expr(of), name)
            ):
                return True
            case ast.Call() if takes_every_path(test, syntax, self._values):
                return True
        return None

    def _has_method(self, expression: Expr, name: str) -> bool:
        match self._values.of(expression):
            case Instance(known=Class() as cls):
                return self._values.method(cls, name) is not None
        return False

    def _is_sure(self, expression: Expr, none_only: bool, depth: int = 0) -> bool:
        """Whether an expression is certainly true, or at least not None."""
        match expression:
            case Const(value=value):
                return value is not None and (none_only or bool(value))
            case Items(items=items) | Pairs(pairs=items):
                return none_only or (bool(items) and not any(isinstance(i, Star) for i in items))
            case Awaited(of=Call() as call):
                return self._gives(call, none_only, depth, awaited=True)
            case Call():
                return self._gives(expression, none_only, depth, awaited=False)
            case Param():
                return self._is_always_given(expression, none_only)
            case Attr(of=Call(callee=Attr(of=Call(callee=Attr(name="single")), name="execute"))):
                return expression.name == "data"  # supabase raises where there is no such row
            case Attr(of=Call() as result, name="data"):
                return self._inserted.has(result)
            case Attr(of=Call() | Awaited(of=Call()) as given, name="user"):
                return self._has_user(given)
        return False

    def _is_always_given(self, parameter: Param, none_only: bool) -> bool:
        """Whether FastAPI makes what a route gets for a parameter, or a dependency gives it."""
        values = self._values
        function = values.function(parameter.function)
        for each in function.arguments if function is not None else ():
            if each.name == parameter.name and function and self._is_for_requests(function):
                given = values.dependency(each)
                if given is None:
                    if each.name in self._texts_of(function):
                        return True
                    return is_filled_in(each, function, values)
                if is_session_of_request(each, values):
                    return True
                dependency = values.of(given)
                return isinstance(dependency, Function) and self._is_given_by(
                    dependency, none_only, 0
                )
        return False

    def _gives(self, call: Call, none_only: bool, depth: int, awaited: bool) -> bool:
        callee = self._values.of(call.callee)
        if isinstance(callee, Class):
            return not awaited and (none_only or is_always_true(callee, self._values))
        function = self._values.callee(callee)
        if function is None:
            if none_only and isinstance(callee, Method):
                if callee.name in _GIVING_OBJECTS.get(callee.of.cls, _GIVING_LISTS):
                    return True
            given = self._values.of(Awaited(call) if awaited else call)
            # such a result is true, whatever rows it has
            return isinstance(given, Instance) and given.cls in RESULTS
        if function.is_async is not awaited or self._is_doubtful(callee, function):
            return False
        return self._is_given_by(function, none_only, depth)

    def _has_user(self, given: Expr) -> bool:
        """Whether Supabase gives a user, or raises."""
        call = given.of if isinstance(given, Awaited) else given
        method = self._values.of(call.callee) if isinstance(call, Call) else None
        name = method.cls if isinstance(method, Instance) else ""
        return name.startswith("supabase.") and name.partition("Client.")[2] in _GIVING_USERS

    def _is_given_by(self, function: Function, none_only: bool, depth: int) -> bool:
        """Whether what a function returns is certainly true, or at least not None."""
        if depth > DEEPEST or function.is_generator or function.decorators:
            return False
        found = self._located(function)
        return found is not None and self._returns(*found, none_only, depth)

    def _is_doubtful(self, callee: object, function: Function) -> bool:
        """Whether the method of a derived class may run instead."""
        match callee:
            case Bound(of=Instance(known=Class() as cls)) | Bound(of=Class() as cls):
                return self._may_be_other(cls, function.name)
        return function.owner is not None

    def _returns(self, function: FunctionNode, syntax: Syntax, none_only: bool, depth: int) -> bool:
        """Whether all that a function returns is so, and it never gets to its end."""
        if not always_leaves(function.body):
            return False
        returned = syntax.tree.inside(function, ast.Return)
        return bool(returned) and all(
            each.value is not None
            and (
                _is_guarded(each, syntax.tree, none_only)
                or (self._is_row(each, syntax) and _is_guarded(each, syntax.tree, True))
                or self._is_sure(syntax.expr(each.value), none_only, depth + 1)
            )
            for each in returned
        )

    def _is_row(self, returned: ast.Return, syntax: Syntax) -> bool:
        """Whether what a function returns is always true where it is not None: a row, or none.

        What a parameter is declared to be is not certain.
        """
        found = syntax.expr(returned.value) if returned.value is not None else None
        if isinstance(found, Typed):
            found = found.value
        match self._values.of(found):
            case Instance(known=Class() as cls) if not isinstance(found, Param):
                return is_always_true(cls, self._values)
        return False


def _asked(test: ast.expr) -> tuple[ast.Name, bool] | None:
    """The name that a test asks about, and whether it asks only for None."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name() as name):
            return name, False
        case ast.Compare(
            left=ast.Name() as name,
            ops=[ast.Is() | ast.Eq()],
            comparators=[ast.Constant(value=None)],
        ):
            return name, True
    return None


def _is_guarded(returned: ast.Return, tree: Tree, none_only: bool) -> bool:
    """Whether a function would have left before with that name false, or None: `if not x: raise`.

    Or failed, since None has no attributes that can be set: `x.name = name`.
    """
    if not isinstance(returned.value, ast.Name):
        return False
    name = returned.value.id
    child: ast.AST = returned
    for parent in tree.ancestors(returned):
        for statement in reversed(statements_before(child, block_with(child, parent))):
            if _sets_attribute(name, statement):
                return True
            if _stores(name, statement):
                return False
            if isinstance(statement, ast.If) and always_leaves(statement.body):
                asked = _asked(statement.test)
                if asked is not None and asked[0].id == name and (none_only or not asked[1]):
                    return True
        if isinstance(parent, FUNCTIONS) or _may_store(name, parent):
            break
        child = parent
    return False


def _may_store(name: str, around: ast.AST) -> bool:
    """Whether a loop, a `try` or a `with` may bind a name again on the way to what is in it."""
    if isinstance(around, ast.If):
        return False
    return getattr(around, "name", None) == name or _stores(name, around)


def _sets_attribute(name: str, statement: ast.stmt) -> bool:
    """Whether a statement sets an attribute of what a name is: nothing that is false has any."""
    match statement:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=of))]):
            return of == name
    return False


def _stores(name: str, statement: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
        for node in ast.walk(statement)
    )


__all__ = ["Giving"]
