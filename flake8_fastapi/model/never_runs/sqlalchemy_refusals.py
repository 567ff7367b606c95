"""Calls that SQLAlchemy answers with an error, whatever the database holds."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model.syntax.expressions import Attr, Call, last_name
from flake8_fastapi.model.target import Target
from flake8_fastapi.model.values.value_kinds import External, Instance, Method
from flake8_fastapi.model.values.values import Values

_LOADERS = {
    "contains_eager", "defaultload", "defer", "immediateload", "joinedload", "lazyload",
    "load_only", "noload", "raiseload", "selectinload", "subqueryload", "undefer",
}  # fmt: skip
#: What a statement gives.
RESULTS = {
    "sqlalchemy.CursorResult", "sqlalchemy.MappingResult", "sqlalchemy.Result",
    "sqlalchemy.ScalarResult",
}  # fmt: skip
#: Methods of a result that close it: they look for one row.
_CLOSING = {"first", "one", "one_or_none", "scalar", "scalar_one", "scalar_one_or_none"}
#: Methods that read rows, and have none to read of a closed one.
_READING = {*_CLOSING, "all", "fetchall", "fetchone", "fetchmany", "scalars"}


def names_by_text(call: Call, values: Values, target: Target) -> bool:
    """Whether a loader is given the name of an attribute: an ArgumentError since SQLAlchemy 2.

    `joinedload("user")`, or `joinedload(Order.user).joinedload("address")`.
    """
    if last_name(call.callee) not in _LOADERS or not call.args:
        return False
    if values.text(call.args[0]) is None or not target.always_has("sqlalchemy", "2"):
        return False
    first = call
    while isinstance(first.callee, Attr) and isinstance(first.callee.of, Call):
        first = first.callee.of
    match values.of(first.callee):
        case External(name=name):
            return name == f"sqlalchemy.orm.{last_name(first.callee)}"
    return False


def closed_by(call: Call, values: Values) -> Iterator[Call]:
    """The calls of the same function that may close the result that a call reads rows of.

    `result.scalar()` for the second time is a ResourceClosedError, as is `result.scalars()` then.
    """
    made = _made(call, _READING, values)
    function = values.function(call.within) if made is not None else None
    for other in function.calls if function is not None else ():
        if other is not call and _made(other, _CLOSING, values) is made:
            yield other


def _made(call: Call, names: set[str], values: Values) -> Call | None:
    """The call that made the result of which one of some methods is called."""
    if last_name(call.callee) not in names:
        return None
    match values.of(call.callee):
        case Method(of=Instance(cls=cls, made=Call() as made)) if cls in RESULTS:
            return made
    return None
