"""What queries give: `db.get(User, 1)`, `db.scalar(select(User))`, each of `db.query(User).all()`.

Only of a session: a connection gives columns, whatever class the query names
(`tests/facts/test_sessions.py`).
"""

from __future__ import annotations

from flake8_fastapi.model import libraries
from flake8_fastapi.model.syntax.expressions import Attr, Call, Expr, OneOf, last_name, receiver
from flake8_fastapi.model.syntax.functions import Class
from flake8_fastapi.model.values.evaluation import Evaluator
from flake8_fastapi.model.values.operations import methods_on
from flake8_fastapi.model.values.value_kinds import Instance, Value

_SESSIONS = ("sqlalchemy.orm.Session", "sqlalchemy.ext.asyncio.AsyncSession")
_QUERY = "sqlalchemy.orm.Query"
_RESULTS = ("sqlalchemy.Result", "sqlalchemy.ScalarResult")
_SELECTS = {"sqlalchemy.select", "sqlmodel.select"}
#: Methods of a session that load an object of the class which they are given.
LOADING = {"get", "get_one"}
#: Methods of a result, or of a query, that give one object.
_ONE = {"first", "get", "one", "one_or_none"}
_ONE_SCALAR = {"scalar", "scalar_one", "scalar_one_or_none"}
#: Methods of a result that give the same objects.
_SAME = {"all", "fetchall", "unique", "yield_per"}
#: Methods of a query that make it one for something else.
_RESHAPING = {"add_columns", "add_entity", "with_entities"}
#: Methods of `select(User)` that leave it to give users.
_KEEPING = {
    "distinct", "execution_options", "filter", "filter_by", "from_statement", "group_by", "having",
    "join", "join_from", "limit", "offset", "options", "order_by", "outerjoin", "outerjoin_from",
    "params", "select_from", "slice", "where", "with_for_update",
}  # fmt: skip


class Rows:
    """Follows objects back to the query that they come from."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def given(self, of: Instance, name: str, call: Call) -> Instance | None:
        """The object that a method of a session, a query or a result gives."""
        cls = None
        if _is_a(of, *_SESSIONS):
            if name in LOADING:
                cls = self._class(call.argument("entity", 0))
            elif name == "scalar":
                cls = self._selected(call.argument("statement", 0))
        elif _is_a(of, _QUERY, *_RESULTS) and name in (_ONE | _ONE_SCALAR):
            cls = self._queried(of, name in _ONE_SCALAR)
        return Instance(cls.qualname, cls) if cls is not None else None

    def each(self, value: Value | None) -> Instance | None:
        """What one gets who goes through a result, a query, or the list that they give."""
        cls = self._queried(value, False) if isinstance(value, Instance) else None
        return Instance(cls.qualname, cls) if cls is not None else None

    def _queried(self, value: Value | None, scalars: bool) -> Class | None:
        """The class of which a result holds objects; of a result of rows, in their first place."""
        made = value.made if isinstance(value, Instance) else None
        of = self._evaluator.of(receiver(made.callee)) if made is not None else None
        if made is None or not isinstance(of, Instance):
            return None
        name = last_name(made.callee)
        if _is_a(of, *_SESSIONS):
            if name == "query":
                return self._class(made.args[0]) if len(made.given) == 1 else None
            if name in ("exec", "scalars") or (name == "execute" and scalars):
                return self._selected(made.argument("statement", 0))
        elif _is_a(of, *_RESULTS) and (name in _SAME or (name == "scalars" and not made.given)):
            return self._queried(of, scalars or name == "scalars")
        elif _is_a(of, _QUERY) and name not in _RESHAPING:
            return self._queried(of, scalars)
        return None

    def _selected(self, statement: Expr | None) -> Class | None:
        """The class whose objects a statement is for: `select(User).where(...)`."""
        while True:
            statement = self._evaluator.expand(statement)
            if isinstance(statement, OneOf):
                return self._of_all(statement)
            if not isinstance(statement, Call):
                return None
            if self._evaluator.qualname(statement.callee) in _SELECTS:
                return self._class(statement.args[0]) if len(statement.given) == 1 else None
            if not isinstance(statement.callee, Attr) or statement.callee.name not in _KEEPING:
                return None
            statement = statement.callee.of

    def _of_all(self, statement: OneOf) -> Class | None:
        """The same of `statement = statement.where(...)`, which a branch may have made of it."""
        found: list[Class | None] = []
        for option in statement.options:
            further = methods_on(option, statement)
            if not further:
                found.append(self._selected(option))
            elif not {last_name(call.callee) for call in further} <= _KEEPING:
                return None
        return found[0] if found and all(each is found[0] for each in found) else None

    def _class(self, entity: Expr | None) -> Class | None:
        value = self._evaluator.of(entity)
        return value if isinstance(value, Class) else None


def _is_a(of: Instance, *classes: str) -> bool:
    return not set(libraries.ancestry(of.cls)).isdisjoint(classes)
