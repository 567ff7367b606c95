"""Routes that no request gets into: something that they depend on always ends in an error.

What a dependency needs is filled in by FastAPI, the dependencies of it first of all. One that the
application replaces by `dependency_overrides` may be no more than a place for it. Nor is JSON a way
to send a file.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.always_failing import always_fails
from flake8_fastapi.model.never_runs.failing import is_mistaken_at
from flake8_fastapi.model.never_runs.lost_routes import is_named
from flake8_fastapi.model.never_runs.lost_uploads import needs_lost_upload
from flake8_fastapi.model.routing import is_route
from flake8_fastapi.model.syntax.expressions import Expr, Sub
from flake8_fastapi.model.syntax.functions import Argument, Class, Function
from flake8_fastapi.model.syntax.tree import FUNCTIONS
from flake8_fastapi.model.values.value_kinds import Bound, Instance, Value
from flake8_fastapi.model.values.values import Values

#: Dependencies that are looked at for one route.
MOST = 40
#: They ask for `local_kw`, and fail if they get it.
_FACTORIES = {
    "sqlalchemy.orm.scoped_session", "sqlalchemy.orm.sessionmaker",
    "sqlalchemy.ext.asyncio.async_sessionmaker",
}  # fmt: skip


class RefusedRequests:
    """Answers for the routes of one file."""

    def __init__(self, file: Layers) -> None:
        self._file = file

    def has(self, line: int) -> bool:
        """Whether a line is in a route that no request gets into, and nobody else calls."""
        tree = self._file.syntax.tree
        statement = tree.statement_at(line)
        for node in tree.ancestors(statement) if statement is not None else ():
            if isinstance(node, FUNCTIONS):
                function = self._file.syntax.reader.functions[node]
                if is_route(function):
                    return (
                        (
                            self._depends_in_vain(function)
                            or needs_lost_upload(line, node, self._file)
                        )
                        and not is_named(function, self._file)
                        and not is_mistaken_at(line, node, self._file)
                    )
        return False

    def _depends_in_vain(self, function: Function) -> bool:
        """Whether something that a function depends on, or that depends on, always fails."""
        queue = [*self._dependencies_of(function)]
        for given in queue:
            value = self._file.values.of(given)
            each = self._file.values.callee(value)
            if _asks_the_client(value) or _is_annotated(given, self._file.values):
                return True
            if each is None:
                continue
            if always_fails(each, self._file) and not self._file.is_overridden(each.called_as):
                return True
            if len(queue) < MOST:
                queue += self._dependencies_of(each)
        return False

    def _dependencies_of(self, function: Function) -> Iterator[Expr]:
        found = map(self._file.values.dependency, function.arguments)
        return (given for given in found if given is not None)


def _is_annotated(given: Expr, values: Values) -> bool:
    """Whether it is an alias of an annotation, as in `Depends(UserDep)`: asks for `args`."""
    given = values.expand(given) or given
    return isinstance(given, Sub) and values.qualname(given.of) == "typing.Annotated"


def _asks_the_client(value: Value | None) -> bool:
    """Whether FastAPI takes a parameter for one of the query that is none, and so answers 422.

    As it does with `self`, of a method that no object was asked for: `Depends(check)` in a class.
    """
    match value:
        case Instance(cls=cls):
            return cls in _FACTORIES
        case Bound(of=Class(), function=method):
            value = method
    match value:
        case Function(owner=str(), decorators=(), arguments=[Argument(name="self"), *_]):
            return True
    return False
