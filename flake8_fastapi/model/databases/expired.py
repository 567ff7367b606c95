"""Objects of an AsyncSession that are read after `commit()` has expired them.

A session forgets the attributes of its objects when it commits, be it at the end of a `async with
session.begin():`, and loads them again when they are read. An AsyncSession cannot load without
`await`. One function at a time is looked at, and of its statements after the commit only those up
to the first that touches the session or the object; of the functions that it calls, only whether
they return what the session loads.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from flake8_fastapi.model.databases.mapped import has_column
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Awaited,
    Call,
    Const,
    Expr,
    last_name,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.flow import is_try
from flake8_fastapi.model.syntax.functions import Class, Function, is_parameter
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import names_within
from flake8_fastapi.model.values.arguments import parameter_of
from flake8_fastapi.model.values.rows import LOADING
from flake8_fastapi.model.values.value_kinds import Bound, External, Instance
from flake8_fastapi.model.values.values import Values

_SESSION = "sqlalchemy.ext.asyncio.AsyncSession"
_FACTORIES = {"sqlalchemy.ext.asyncio.async_sessionmaker", "sqlalchemy.orm.sessionmaker"}
#: What a session class has to say something about expiring.
_SETTING = {"__init__", "__new__", "begin", "commit", "sync_session_class"}
#: Run a query; the last one of SQLModel.
_QUERYING = {"execute", "scalars", "exec"}
#: Of a result: give an object that was loaded; several.
_ONE = {"first", "one", "one_or_none", "scalar_one", "scalar_one_or_none"}
_SEVERAL = {"all", "fetchall"}
#: Of a query: make it one for something else.
_RESHAPING = {"add_columns", "with_only_columns"}
_SELECTS = {"sqlalchemy.select", "sqlmodel.select"}
#: Take objects out of a session, which then does not expire them.
_REMOVING = {"expunge", "expunge_all", "delete", "close", "reset"}
_ADDING = {"add", "add_all", "merge"}
#: Of Pydantic: read every attribute of an object, and make another one.
_READING = {"model_validate", "from_orm"}


@dataclass(eq=False)
class ExpiredRead:
    """A place where an expired object is read."""

    lineno: int
    col_offset: int
    name: str  #: of the variable
    is_returned: bool  #: as the answer of a route


#: Whether a call is one of a method of a certain session.
_OfSession = Callable[[Call], bool]


@dataclass()
class _Loaded:
    """What a variable holds."""

    cls: Class
    are_several: bool = False  #: a list of its objects


class ExpiredReads:
    """Reads the functions of one file."""

    def __init__(self, syntax: Syntax, values: Values, routing: Routing) -> None:
        self._syntax = syntax
        self._tree = syntax.tree
        self._values = values
        self._routing = routing

    def __iter__(self) -> Iterator[ExpiredRead]:
        for method in ("commit", "begin"):
            for call, function in self._routing.calls_named(method):
                node = self._syntax.call_node(call)
                if function is None or not call.awaited or node is None:
                    continue
                commit = self._commit(node)
                match node.func:
                    case ast.Attribute(value=ast.Name() | ast.Attribute() as session) if commit:
                        if self._expires(receiver(call.callee)):
                            yield from self._reads(commit, ast.unparse(session), function)

    def _commit(self, call: ast.Call) -> ast.stmt | None:
        """The statement behind which all is stored: `await session.commit()`, a whole `with`."""
        match self._tree.parent(call):
            case ast.Await() as awaited:
                statement = self._tree.parent(awaited)
                return statement if isinstance(statement, ast.Expr) else None
            case ast.withitem(optional_vars=None) as begun:
                around = self._tree.parent(begun)
                if isinstance(around, ast.AsyncWith) and len(around.items) == 1:
                    return around
        return None

    def _expires(self, session: Expr | None) -> bool:
        """Whether a session was certainly made without `expire_on_commit=False`."""
        made = self._values.of(session)
        if not isinstance(made, Instance) or made.made is None:
            return False
        if not self._values.derives(made.cls, _SESSION) or self._is_special(made.cls):
            return False
        calls = [made.made]
        factory = self._values.of(made.made.callee)
        if isinstance(factory, Instance) and factory.cls in _FACTORIES and factory.made:
            calls.append(factory.made)
        elif not isinstance(factory, External):
            return False
        return not any(call.spreads or call.argument("expire_on_commit") for call in calls)

    def _is_special(self, session: str) -> bool:
        """Whether a session class of the project may have settings of its own."""
        for ancestor in self._values.ancestry(session):
            known = self._values.known_class(ancestor) if ancestor is not None else None
            if known is not None and not _SETTING.isdisjoint({*known.methods, *known.fields}):
                return True
        return False

    def _reads(self, commit: ast.stmt, session: str, function: Function) -> Iterator[ExpiredRead]:
        for name, loaded in self._objects(commit, session):
            found = self._first_read(commit, name, loaded, session, function)
            if found is not None:
                whole = isinstance(found, ast.Name)
                yield ExpiredRead(found.lineno, found.col_offset, name, whole)

    def _objects(self, commit: ast.stmt, session: str) -> Iterator[tuple[str, _Loaded]]:
        """The variables that hold objects of the session when it commits."""
        around = self._tree.function(commit)
        assert around is not None
        before = [
            call
            for call in self._tree.nodes(ast.Call)
            if call.lineno <= (commit.end_lineno or 0) and self._tree.function(call) is around
        ]
        added: set[str] = set()
        for call in before:
            if _is_called_on(call, session, _REMOVING):
                return
            if _is_called_on(call, session, _ADDING):
                added |= names_within(call)
        for call in before:
            name = self._bound_once(call, around)
            loaded = self._loaded(call, session, name in added) if name else None
            if name and loaded is not None:
                yield name, loaded

    def _bound_once(self, call: ast.Call, around: ast.AST) -> str | None:
        """The variable that holds what a call, or `await` of it, gives; set nowhere else."""
        parent = self._tree.parent(call)
        whole = parent if isinstance(parent, (ast.Await, ast.ListComp)) else call
        name = self._syntax.assigned_to(whole)
        stores = [
            node
            for node in self._tree.stored(around)
            if node.id == name and isinstance(node.ctx, ast.Store)
        ]
        return name if len(stores) == 1 else None

    def _loaded(self, call: ast.Call, session: str, is_added: bool) -> _Loaded | None:
        """What a call gives, if that is of the session."""
        made = self._syntax.call(call)
        found = self._given(made, lambda each: self._is_of(session, each))
        found = found or self._given_by_helper(call, made, session)
        if found is not None or not is_added:
            return found
        of_class = last_name(made.callee) in _READING
        cls = self._values.of(receiver(made.callee) if of_class else made.callee)
        are_several = isinstance(self._tree.parent(call), ast.ListComp)
        return _Loaded(cls, are_several) if isinstance(cls, Class) else None

    def _is_of(self, session: str, call: Call) -> bool:
        node = self._syntax.call_node(call)
        return node is not None and _is_called_on(node, session, {last_name(call.callee)})

    def _given(self, made: Call, of_session: _OfSession) -> _Loaded | None:
        """What a session loads in a call of its own, or gives as the result of a query."""
        name = last_name(made.callee)
        if name in LOADING and of_session(made):
            cls = self._values.of(made.args[0]) if made.args else None
            return _Loaded(cls) if isinstance(cls, Class) else None
        if name == "scalar" and of_session(made):
            return self._selected(made)
        if name in _ONE or name in _SEVERAL:
            query = self._query(receiver(made.callee), of_session, name.startswith("scalar"))
            return self._selected(query, name in _SEVERAL) if query is not None else None
        return None

    def _given_by_helper(self, call: ast.Call, made: Call, session: str) -> _Loaded | None:
        """What the session loads in a function that is handed the session, and returns it."""
        every = (*call.args, *(keyword.value for keyword in call.keywords))
        handed = next((given for given in every if ast.unparse(given) == session), None)
        if handed is None or not made.awaited:
            return None
        helper = self._values.of(made.callee)
        is_method = isinstance(helper, Bound) and isinstance(helper.of, Instance)
        function = helper.function if isinstance(helper, Bound) else helper
        if not isinstance(function, Function) or is_method is not (function.owner is not None):
            return None
        taken = parameter_of(function, call, handed, is_method)
        if not taken or not function.is_async or function.is_generator or function.decorators:
            return None

        def of_session(each: Call) -> bool:
            of = receiver(each.callee)
            return of is not None and is_parameter(of, function, taken)

        if any(last_name(each.callee) in _REMOVING and of_session(each) for each in function.calls):
            return None
        return self._returned(function, of_session)

    def _returned(self, function: Function, of_session: _OfSession) -> _Loaded | None:
        """What a function returns, if all of it is of the session, or None."""
        found: list[_Loaded | None] = []
        for option in (each for returned in function.returned for each in options_of(returned)):
            given = option.of if isinstance(option, Awaited) else option
            if isinstance(given, Call):
                found.append(self._given(given, of_session))
            elif not isinstance(given, Const) or given.value is not None:
                return None
        return found[0] if found and all(each == found[0] for each in found) else None

    def _query(
        self, given: Expr | None, of_session: _OfSession, gives_scalars: bool
    ) -> Call | None:
        """The call of the session with the query that a result of objects, no rows, comes from."""
        result = given
        while isinstance(result, Call) and last_name(result.callee) in ("scalars", "unique"):
            gives_scalars = gives_scalars or last_name(result.callee) == "scalars"
            result = receiver(result.callee)
        made = result.of if isinstance(result, Awaited) else None
        if not isinstance(made, Call) or last_name(made.callee) not in _QUERYING:
            return None
        if not of_session(made):
            return None
        return made if gives_scalars or last_name(made.callee) != "execute" else None

    def _selected(self, query: Call, are_several: bool = False) -> _Loaded | None:
        """The class whose objects a query is for: `select(User).where(...)`."""
        part: Expr | None = query.args[0] if query.args else None
        while isinstance(part, Call) and isinstance(part.callee, Attr):
            if part.callee.name in _RESHAPING:
                return None
            part = part.callee.of
        if not isinstance(part, Call) or self._values.qualname(part.callee) not in _SELECTS:
            return None
        cls = self._values.of(part.args[0]) if len(part.args) == 1 else None
        return _Loaded(cls, are_several) if isinstance(cls, Class) else None

    def _first_read(
        self, commit: ast.stmt, name: str, loaded: _Loaded, session: str, function: Function
    ) -> ast.expr | None:
        """The object's attribute, or the object, that is read before anything is known of it."""
        around = self._tree.function(commit)
        owner = session.partition(".")[0]  # whatever it does, it may do to the session
        for statement in self._after(commit):
            first = _first_name([statement], name, owner)
            if first is not None:
                if first.id == owner or self._tree.function(first) is not around:
                    return None
                if loaded.are_several:
                    return self._one_read(first, loaded.cls, owner, function)
                return self._as_read(first, loaded.cls, function)
            if isinstance(statement, (ast.Return, ast.Raise)):
                return None
        return None

    def _one_read(
        self, several: ast.Name, cls: Class, owner: str, function: Function
    ) -> ast.expr | None:
        """What of the objects in a list is read first, or the list, if a route returns it."""
        parent = self._tree.parent(several)
        inside: Sequence[ast.AST]
        match parent:
            case ast.For(target=ast.Name(id=one), iter=iterated, body=body) if iterated is several:
                inside = body
            case ast.comprehension(target=ast.Name(id=one), iter=iterated, ifs=[]) if (
                iterated is several
            ):
                outer = self._tree.parent(parent)
                inside = [outer.elt] if isinstance(outer, (ast.ListComp, ast.SetComp)) else []
            case _:
                whole = self._as_read(several, cls, function)
                return whole if isinstance(whole, ast.Name) else None
        first = _first_name(inside, one, owner)
        if first is None or first.id == owner:
            return None
        return self._as_read(first, cls, function)

    def _as_read(self, name: ast.Name, cls: Class, function: Function) -> ast.expr | None:
        match self._tree.parent(name):
            case ast.Attribute(attr=attribute, ctx=ast.Load()) as read:
                return read if has_column(cls, attribute, self._values) else None
            case ast.Return():
                return name if function in self._routing.answering else None
            case ast.Call(func=ast.Attribute(attr=method), args=[first, *_]) as call:
                reads = method in _READING and first is name
                return call if reads and self._takes_objects(self._syntax.call(call)) else None
        return None

    def _takes_objects(self, call: Call) -> bool:
        """Whether a Pydantic model takes objects at all: `from_attributes`."""
        model = self._values.of(receiver(call.callee))
        if call.argument("from_attributes") is not None:
            return True
        if not isinstance(model, Class):
            return False
        for name in self._values.ancestry(model.qualname):
            known = self._values.known_class(name) if name else None
            config = known.fields.get("model_config") if known else None
            if isinstance(config, Call):
                given = self._values.constant(config.argument("from_attributes"))
                return given is not None and given.value is True
        return self._values.derives(model.qualname, "sqlmodel.SQLModel") is True

    def _after(self, statement: ast.stmt) -> Iterator[ast.stmt]:
        """The statements that follow when all goes well, out of `try` and `if`, not of `with`."""
        parent = self._tree.parent(statement)
        if parent is None:
            return
        for field in ("body", "orelse", "handlers", "finalbody"):
            block = getattr(parent, field, None)
            if isinstance(block, list) and statement in block:
                yield from block[block.index(statement) + 1 :]
                if is_try(parent) and field == "body":
                    yield from parent.orelse
                if is_try(parent) and field != "finalbody":
                    yield from parent.finalbody
        if isinstance(parent, ast.If) or is_try(parent):
            yield from self._after(parent)


def _is_called_on(call: ast.Call, session: str, methods: set[str]) -> bool:
    """Whether a call is one of some methods of the session: `db`, or `self.db`."""
    match call.func:
        case ast.Attribute(value=ast.Name() | ast.Attribute() as owner, attr=method):
            return method in methods and ast.unparse(owner) == session
    return False


def _first_name(within: Sequence[ast.AST], *names: str) -> ast.Name | None:
    """The first mention of one of the names, in the order of the source."""
    found = [
        node
        for each in within
        for node in ast.walk(each)
        if isinstance(node, ast.Name) and node.id in names
    ]
    return min(found, key=lambda node: (node.lineno, node.col_offset), default=None)
