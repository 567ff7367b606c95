"""Which dependencies routes rely on to commit what they store.

Where some routes of an application commit by themselves, a commit behind the `yield` of a
dependency may have nothing left to do. It has where one route stores something by the session that
the dependency gives it, and leaves it at that: all code that gets hold of the session is known, and
none of it commits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set

from flake8_fastapi.model import libraries
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import DEPENDS
from flake8_fastapi.model.project.users import Users
from flake8_fastapi.model.routing import is_route
from flake8_fastapi.model.syntax.expressions import (
    Awaited,
    Call,
    Expr,
    Param,
    Sub,
    Typed,
    last_name,
    parts,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Argument, Class, Function, Summary
from flake8_fastapi.model.values.arguments import arguments_given, is_super
from flake8_fastapi.model.values.switches import is_met, left_out
from flake8_fastapi.model.values.value_kinds import Bound, Instance, Method, Value
from flake8_fastapi.model.values.values import Values

#: Methods of a session that store something, with the next commit.
_STORING = {"add", "add_all", "delete", "flush", "merge"}
_EXECUTING = {"exec", "execute", "scalar", "scalars"}
#: What makes a statement that stores something.
_STATEMENTS = {
    "sqlalchemy.delete", "sqlalchemy.dialects.mysql.insert",
    "sqlalchemy.dialects.postgresql.insert", "sqlalchemy.dialects.sqlite.insert",
    "sqlalchemy.insert", "sqlalchemy.update",
}  # fmt: skip
#: What makes any statement, or a part of it: none has a session, whatever it is made of.
_BUILDING = _STATEMENTS | {
    "sqlalchemy.and_", "sqlalchemy.asc", "sqlalchemy.desc", "sqlalchemy.exists",
    "sqlalchemy.func.count", "sqlalchemy.not_", "sqlalchemy.or_", "sqlalchemy.select",
    "sqlmodel.select",
}  # fmt: skip
#: Connections, and their cursors, that take SQL as it is written.
_RAW = {
    "psycopg.AsyncConnection", "psycopg.AsyncCursor", "psycopg.Connection", "psycopg.Cursor",
    "psycopg2.extensions.connection", "psycopg2.extensions.cursor",
}  # fmt: skip
_STORING_SQL = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s", re.I)
#: What commits, whatever it belongs to, or begins what commits at its end.
_COMMITTING = {"begin", "commit", "transaction"}
#: Functions of libraries that don't use what they are given.
_HARMLESS = {"builtins.bool", "builtins.id", "builtins.isinstance", "builtins.print"}
#: Classes whose objects hold no session, though one has loaded them.
_DATA = ("pydantic.BaseModel", "sqlalchemy.orm.DeclarativeBase", "sqlalchemy.orm.MappedAsDataclass")
#: Functions that one route leads to; dependencies one behind the other.
_MOST, _DEEPEST = 30, 4


@dataclass(eq=False)
class _Holder:
    """A function, and the parameters by which it gets hold of the session."""

    function: Function
    names: set[str]
    unmet: frozenset[str] = frozenset()  #: the conditions that its callers leave out


class Relying:
    """Looks at the routes that take what a dependency of one file gives.

    `serves` says of other files whether they belong to an application, and are no tests.
    """

    def __init__(
        self,
        summary: Summary,
        values: Values,
        users: Users,
        serves: Callable[[str], bool | None],
    ) -> None:
        self._summary = summary
        self._values = values
        self._users = users
        self._serves = serves

    def on(self, dependency: Function) -> bool:
        """Whether a route certainly leaves it to a dependency to commit what it stores."""
        return any(
            self._stores_only(holders)
            for summary in self._files(dependency)
            for function in summary.functions.values()
            if is_route(function) and (holders := self._holders(function, dependency))
        )

    # -- who takes it --------------------------------------------------------------------------

    def _files(self, dependency: Function) -> Iterator[Summary]:
        """The files that name a dependency, or an `Annotated[...]` with it."""
        others = self._users.depending(dependency)
        queue = [self._summary, *(each for each in others if self._serves(each.path))]
        aliases: set[str] = set()
        for summary in queue:
            yield summary
            found = {
                name
                for name, bound in summary.names.items()
                if (isinstance(bound, (Sub, Typed)) or name in aliases)
                and self._is_alias(bound, dependency)
            }
            aliases |= found
            if found:
                queue += [it for it in self._users.naming(summary, found) if it not in queue]

    def _is_alias(self, bound: Expr, dependency: Function) -> bool:
        annotated = bound.value if isinstance(bound, Typed) else bound
        return any(
            self._values.qualname(marker.callee) in DEPENDS
            and self._function(marker.argument("dependency", 0)) is dependency
            for marker in self._values.metadata(annotated)
        )

    def _function(self, given: Expr | None) -> Function | None:
        return self._values.callee(self._values.of(given))

    def _holders(self, route: Function, dependency: Function) -> list[_Holder]:
        """A route, and its other dependencies, as far as they take what the dependency gives.

        None where it takes nothing of it, or not all is known.
        """
        taken: set[str] = set()
        holders = [_Holder(route, taken)]
        for argument in route.arguments:
            given = self._values.dependency(argument)
            other = self._function(given)
            if other is dependency:
                taken.add(argument.name)
            elif given is not None and self._values.of(given) is None:
                return []
            elif other is not None and (names := self._taking(other, dependency)):
                taken.add(argument.name)
                holders.append(_Holder(other, names))
        return holders if taken and len(route.decorators) == 1 else []

    def _taking(self, function: Function, dependency: Function, depth: int = 0) -> set[str]:
        """The parameters of a dependency by which it gets hold of what another gives."""

        def takes(argument: Argument) -> bool:
            other = self._function(self._values.dependency(argument))
            if other is None or depth > _DEEPEST:
                return False
            return other is dependency or bool(self._taking(other, dependency, depth + 1))

        return {argument.name for argument in function.arguments if takes(argument)}

    # -- what becomes of it --------------------------------------------------------------------

    def _stores_only(self, queue: list[_Holder]) -> bool:
        """Whether functions, and those that they hand the session to, store and do not commit."""
        stores = False
        for number, holder in enumerate(queue):
            if len(queue) > _MOST or (number and not self._values.is_plain(holder.function)):
                return False
            inner = self._values.inner(holder.function)
            for call in (*holder.function.calls, *(call for each in inner for call in each.calls)):
                if not self._may_make(call, holder):
                    continue
                name, value = last_name(call.callee), self._values.of(call.callee)
                handed = self._handed(call, value, holder)
                if name in _COMMITTING or handed is None:
                    return False
                if handed.names and not any(_is_same(handed, each) for each in queue):
                    queue.append(handed)
                if self._is_of_session(value) and self._stores(call, value):
                    stores = stores or self._holds(receiver(call.callee), holder)
        return stores

    def _may_make(self, call: Call, holder: _Holder) -> bool:
        """Whether a function may come to a call, with what it is given: `if commit: ...`."""
        return not call.off and (
            call.within != holder.function.qualname
            or is_met(call.needs, holder.unmet, self._values)
        )

    def _is_of_session(self, value: Value | None) -> bool:
        """Whether it is a method of a session of SQLAlchemy, or of a connection or its cursor."""
        if not isinstance(value, Method) or not isinstance(value.of, Instance):
            return False
        return libraries.resource_kind(value.of.cls) == "session" or value.of.cls in _RAW

    def _stores(self, call: Call, value: Value | None) -> bool:
        """Whether a method of a session stores something, with the next commit."""
        name, made = last_name(call.callee), call.argument("statement", 0)
        if isinstance(value, Method) and value.of.cls in _RAW:
            text = self._values.text(call.args[0]) if call.args else None
            executes = name in ("execute", "executemany")
            return executes and text is not None and _STORING_SQL.match(text) is not None
        return name in _STORING or (name in _EXECUTING and self._makes(_STATEMENTS, made))

    def _makes(self, statements: Set[str], expression: Expr | None) -> bool:
        """Whether one of some functions began a statement: `insert(User).values(...)`."""
        while isinstance(expression, Call):
            if self._values.qualname(expression.callee) in statements:
                return True
            expression = receiver(expression.callee)
        return False

    def _handed(self, call: Call, value: Value | None, holder: _Holder) -> _Holder | None:
        """Who gets hold of the session by a call, with which parameters; None: nobody knows."""
        of = receiver(call.callee)
        is_method = self._is_held(of, holder)
        nobody = _Holder(holder.function, set())
        if self._is_of_session(value) or self._makes(_BUILDING, call):
            return nobody
        if not is_method and not any(self._holds(each, holder) for each in call.given):
            return nobody
        function = self._values.callee(value)
        if function is None:
            is_known = isinstance(value, Class) or self._values.qualname(call.callee) in _HARMLESS
            return nobody if is_known else None
        arguments = arguments_given(value, call, self._values)
        if arguments is None:
            return None
        names = {name for name, each in arguments.items() if self._holds(each, holder)}
        may_have = is_method or isinstance(value, Class) or bool(function.sets)
        if may_have and isinstance(value, (Class, Bound)) and function.owner and function.arguments:
            names.add(function.arguments[0].name)
        unmet = left_out(function, arguments, call.within, self._values, holder.unmet)
        return _Holder(function, names, unmet)

    def _is_held(self, of: Expr | None, holder: _Holder) -> bool:
        """Whether the object of a method may have the session: of `super().get`, that is `self`."""
        if is_super(of, self._values):
            own = holder.function.arguments[:1]
            return not own or own[0].name in holder.names
        return self._holds(of, holder)

    def _holds(self, expression: Expr | None, holder: _Holder, depth: int = 0) -> bool:
        """Whether an expression may be the session, or an object that has it."""
        if expression is None or depth > _DEEPEST:
            return expression is not None
        match expression:
            case Param(function=function, name=name):
                return name in holder.names and function == holder.function.qualname
            case Call(callee=callee):
                if self._is_data(expression) or self._makes(_BUILDING, expression):
                    return False
                inner = [*expression.given]
                if last_name(callee) == "cursor" or not self._is_of_session(
                    self._values.of(callee)
                ):
                    inner += filter(None, [receiver(callee)])
            case Awaited() if self._is_data(expression):
                return False
            case _:
                inner = parts(expression)
        return any(self._holds(each, holder, depth + 1) for each in inner)

    def _is_data(self, expression: Expr) -> bool:
        """Whether it is a row, a model or something plain, which has no session to hand on."""
        value = self._values.of(expression)
        if not isinstance(value, Instance):
            return False
        if value.known is None:
            return libraries.resource_kind(value.cls) is None and value.cls not in _RAW
        return self._values.derives_from_any(value.cls, _DATA) is True


def _is_same(one: _Holder, other: _Holder) -> bool:
    return (one.function, one.names, one.unmet) == (other.function, other.names, other.unmet)
