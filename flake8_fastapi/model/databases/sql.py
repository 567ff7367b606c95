"""What is put into the text of SQL statements, and where in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Literal

from flake8_fastapi.model.databases.executing import Executing
from flake8_fastapi.model.databases.text_origin import Origin, TextOrigins
from flake8_fastapi.model.lean import dataclass, regex
from flake8_fastapi.model.libraries.spellings import canonical
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import Call, Expr, Param, last_name
from flake8_fastapi.model.syntax.flow import always_leaves
from flake8_fastapi.model.syntax.strings import Piece, Pieces, Strings
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode, names_within
from flake8_fastapi.model.values.value_kinds import Bound, Instance, Method, Value
from flake8_fastapi.model.values.values import Values

#: Methods and functions that are given a statement first, or by one of the keywords. What they
#: are methods of need not be known: the text says that it is SQL.
_EXECUTE = (
    "execute", "executemany", "executescript", "exec_driver_sql", "exec", "scalar", "scalars",
    "stream", "stream_scalars", "fetch", "fetchrow", "fetchval", "fetch_all", "fetch_one",
    "fetch_val", "fetchone", "fetchall", "iterate", "query", "raw", "sql", "read_sql",
    "read_sql_query", "execute_query", "execute_query_dict", "execute_script", "execute_sql",
    "execute_raw", "query_raw", "run_query",
)  # fmt: skip
_KEYWORDS = ("statement", "query", "sql", "operation", "clause", "text")
#: Methods that take a condition of SQL first, or by one of the keywords, and no parameters to it.
_CONDITIONS = {
    "lancedb.query.AsyncQuery": {"where"},
    "lancedb.query.LanceQueryBuilder": {"where"},
    "lancedb.table.AsyncTable": {"count_rows", "delete", "update"},
    "lancedb.table.Table": {"count_rows", "delete", "update"},
}
_CONDITION_KEYWORDS = ("where", "filter", "predicate")
#: What may be a text put together.
_TEXTS = (ast.JoinedStr, ast.BinOp, ast.Call, ast.Name)
#: Libraries whose queries look like SQL and have no parameters.
_NO_SQL = ("simple_salesforce.",)
#: What makes SQL of a text, verb or not: a condition, an expression.
_FRAGMENTS = ("sqlalchemy.text", "sqlalchemy.literal_column", "psycopg.sql.SQL", "psycopg2.sql.SQL")
_HANDS_ON = {*_FRAGMENTS, "builtins.str", "textwrap.dedent", "inspect.cleandoc", "typing.cast"}

#: How a text begins that may be a statement, seen before it is read as a whole.
_VERB = regex(r"\s*(?:SELECT|INSERT|REPLACE|UPDATE|DELETE|MERGE|WITH|CREATE|DROP|ALTER)\s", re.I)
_HOLE = "\0"  #: stands for what is put in, in the text around it
_STATEMENT = regex(
    r"\s*(?:SELECT\b.*?\b(?:FROM|WHERE)\b|SELECT\s+\0|INSERT\s+(?:OR\s+\w+\s+)?INTO\b"
    r"|REPLACE\s+INTO\b|UPDATE\s+\S+\s+(?:AS\s+\w+\s+)?SET\b|DELETE\s+FROM\b|MERGE\s+INTO\b"
    r"|WITH\s+(?:RECURSIVE\s+)?\S+\s+AS\b|(?P<ddl>(?:CREATE|DROP|ALTER|TRUNCATE)\s+"
    r"(?:TABLE|DATABASE|SCHEMA|VIEW|INDEX|USER|ROLE|SEQUENCE|MATERIALIZED|UNIQUE|TEMP)\b"
    r"|SET\s+(?:LOCAL\s+|SESSION\s+)?[\w.]+\s+TO\b))",
    re.I | re.S,
)
#: Where a text in quotes is a file, an interval, ... that cannot be bound as a parameter.
_UNBINDABLE = regex(
    r"(?:\b(?:FROM|JOIN|COPY|TO|DATABASE|INTERVAL|DATE|TIMESTAMP|ZONE|COLLATE|AS)\s*"
    r"|\b(?!IN\b|VALUES\b|AND\b|OR\b|NOT\b|LIKE\b|ANY\b|ALL\b)\w*(?:read|scan|glob)\w*\s*\(\s*)'[^']*\Z",
    re.I,
)
#: Who asks for the names of tables asks for those of the program.
_CATALOGUE = regex(
    r"\binformation_schema\b|\bpg_[a-z]+\b|\bsqlite_(?:master|schema)\b"
    r"|\b(?:FROM|JOIN)\s+(?:sys|syscat|all_tables|user_tables)\b",
    re.I,
)
_SUBQUERY = regex(r"(?:\bFROM|\bJOIN|\bEXISTS|\bIN|\bAS)\s*\(\s*\Z", re.I)

_TESTS = {
    "isidentifier", "isalnum", "isalpha", "isdigit", "isdecimal", "isnumeric", "match", "fullmatch",
    "search", "int", "float", "UUID", "Decimal", "fromisoformat", "strptime", "index", "issubset",
    "has_table",
}  # fmt: skip
_TEST_NAME = regex(
    r"valid|check|verif|ensure|assert|sanit|safe|allow|clean|escape|quot|whitelist|permit|parse"
    r"|(?:table|column)s?_?exist",
    re.I,
)


@dataclass(frozen=True, eq=False)
class SqlPiece:
    """An unchecked text that is put into the text of an SQL statement."""

    lineno: int
    col_offset: int
    name: str  #: as the source names it
    origin: Origin
    part: Literal["value", "name"]  #: a value in the statement, or anything else of it
    quoted: bool  #: stands between quotes
    bindable: bool  #: what runs it takes parameters, too


class SqlPieces:
    """Reads the statements of one file; `never_runs` tells of a line whether nobody gets to it."""

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        client: TextOrigins,
        never_runs: Callable[[int], bool],
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._routing = routing
        self._client = client
        self._never_runs = never_runs
        self._strings = Strings(syntax.tree, syntax.names, self._text, self._hands_on)
        self._executing = Executing(
            values, _KEYWORDS, self._is_executing, _may_refuse, self._is_handing_on
        )
        self._checks: dict[FunctionNode | ast.Lambda, _Checks] = {}

    def __iter__(self) -> Iterator[SqlPiece]:
        """Yield each piece once, however many statements it is put into."""
        seen: set[tuple[int, int, str]] = set()
        for piece in chain(self._in_statements(), self._in_conditions()):
            key = (piece.lineno, piece.col_offset, piece.name)
            if key not in seen:
                seen.add(key)
                yield piece

    def _in_statements(self) -> Iterator[SqlPiece]:
        for call, statement, is_sql in self._statements():
            for way in self._strings.ways(statement):
                for piece in self._unchecked(way, is_sql, is_sql and self._orders(call)):
                    # asked last: few texts are SQL, and have pieces
                    if is_sql or not self._is_no_sql(self._values.of(call.callee)):
                        if not self._never_runs(call.lineno):
                            yield piece

    def _in_conditions(self) -> Iterator[SqlPiece]:
        for call, condition in self._conditions():
            for way in self._strings.ways(condition):
                for piece in self._unchecked(way, True, False):
                    if self._takes_condition(call):  # asked last, as above
                        yield replace(piece, bindable=False)

    def _statements(self) -> Iterator[tuple[Call, ast.expr, bool]]:
        """What calls are given to be executed, and whether it is SQL without looking."""
        for call, _ in self._routing.calls_named(*_EXECUTE):
            for given in self._given(self._syntax.call_node(call)):
                yield call, given, False
        for call, _ in self._routing.calls_of(*_FRAGMENTS):
            for given in self._given(self._syntax.call_node(call)):
                yield call, given, True

        for call, given in self._handed_over():
            yield call, given, False

    def _handed_over(self) -> Iterator[tuple[Call, ast.expr]]:
        """What functions are given that have it executed, where there are texts of SQL around."""
        tree = self._syntax.tree
        around = {
            tree.function(each)
            for each in tree.nodes(ast.Constant)
            if isinstance(each.value, str) and _VERB.match(each.value)
        }
        for function in around:
            for node in tree.inside(function, ast.Call) if function is not None else ():
                given = [*node.args, *(word.value for word in node.keywords)]
                if not any(isinstance(each, _TEXTS) for each in given):
                    continue
                call = self._syntax.reader.call(node)
                executed = self._executing.given(call)
                for each, handed in zip(given, call.given):
                    if any(handed is one for one in executed):
                        yield call, each

    def _is_executing(self, call: Call) -> bool:
        return last_name(call.callee) in _EXECUTE and not self._is_no_sql(
            self._values.of(call.callee)
        )

    def _conditions(self) -> Iterator[tuple[Call, ast.expr]]:
        """What may be a condition that stands alone, put together of texts."""
        for call, _ in self._routing.calls_named(*set().union(*_CONDITIONS.values())):
            for given in self._given(self._syntax.call_node(call), _CONDITION_KEYWORDS):
                if isinstance(given, _TEXTS):
                    yield call, given

    def _takes_condition(self, call: Call) -> bool:
        match self._values.of(call.callee):
            case Method(of=Instance(cls=cls), name=name):
                return name in _CONDITIONS.get(canonical(cls), ())
        return False

    def _orders(self, call: Call) -> bool:
        """Whether what a call makes of a text is what a query is ordered by, as it stands there."""
        node = self._syntax.call_node(call)
        outer = self._syntax.tree.parent(node) if node is not None else None
        return (
            isinstance(outer, ast.Call)
            and isinstance(outer.func, ast.Attribute)
            and outer.func.attr in ("order_by", "group_by")
        )

    def _is_no_sql(self, value: Value | None) -> bool:
        """Whether a method is one of a library with another language, or hands on to it."""
        match value:
            case Method(of=Instance(cls=cls)):
                return cls.startswith(_NO_SQL)
            case Bound(function=function):
                return any(
                    isinstance(inner := self._values.of(call.callee), Method)
                    and self._is_no_sql(inner)
                    for call in function.calls
                    if last_name(call.callee) in _EXECUTE or last_name(call.callee) == function.name
                )
        return False

    def _given(
        self, call: ast.Call | None, words: tuple[str, ...] = _KEYWORDS
    ) -> Iterator[ast.expr]:
        if call is None:
            return
        for given in (*call.args[:1], *(w.value for w in call.keywords if w.arg in words)):
            if not isinstance(given, (ast.Constant, ast.Starred)):
                yield given

    def _text(self, node: ast.expr) -> str | None:
        return self._values.text(self._syntax.expr(node))

    def _hands_on(self, function: ast.expr) -> bool:
        return self._is_handing_on(self._syntax.expr(function))

    def _is_handing_on(self, function: Expr) -> bool:
        return self._values.qualname(function) in _HANDS_ON

    # -- pieces ----------------------------------------------------------------------------

    def _unchecked(self, way: Pieces, is_sql: bool, orders: bool) -> Iterator[SqlPiece]:
        if all(piece.text is not None for piece in way):
            return
        whole = "".join(_HOLE if piece.text is None else piece.text for piece in way)
        found = _STATEMENT.match(whole)
        if (not found and not is_sql) or _CATALOGUE.search(whole):
            return
        before = ""
        for piece in way:
            if piece.text is not None:
                before += piece.text
                continue
            read = self._read(piece, before, bool(found and found["ddl"]), bool(found), orders)
            if read is not None and not self._is_checked(piece):
                yield read
            before += _HOLE

    def _read(
        self, piece: Piece, before: str, ddl: bool, statement: bool, orders: bool
    ) -> SqlPiece | None:
        """The piece, if it is a text of somebody else; None if it is not, or in doubt."""
        node, place = piece.node, piece.place
        if node is None or place is None:
            return None
        quoted = before.count("'") % 2 == 1
        is_value = quoted or bool(_VALUE.search(before))
        if is_value and (ddl or _UNBINDABLE.search(before)):
            return None
        if not is_value and not orders:
            if not statement or _SUBQUERY.search(before) or not before.strip():
                return None
        origin = self._origin(piece)
        if origin is None:
            return None
        name = ast.unparse(node)
        name = name if len(name) <= 40 else f"{name[:37]}..."
        part: Literal["value", "name"] = "value" if is_value else "name"
        return SqlPiece(place.lineno, place.col_offset, name, origin, part, quoted, True)

    def _origin(self, piece: Piece) -> Origin | None:
        assert piece.node is not None
        if isinstance(piece.node, ast.Name) and piece.parameter is None:
            if not isinstance(self._syntax.tree.scope(piece.node), _COMPREHENSIONS):
                return None  # changed on its way in a manner that is not followed
        if piece.parameter is None:
            return self._client.origin(self._syntax.expr(piece.node))
        names, name = self._syntax.names, piece.parameter.arg
        found = names.lookup(name, self._syntax.tree.scope(piece.node))
        if found is None or found[0] not in names.qualnames:
            return None
        parameter = Param(names.qualnames[found[0]], name)
        return self._client.origin(parameter)

    # -- checks ----------------------------------------------------------------------------

    def _is_checked(self, piece: Piece) -> bool:
        """Whether the function looks at the text before it uses it: an allow-list, a pattern.

        Or one around it, if the name is still the same.
        """
        node, tree = piece.node, self._syntax.tree
        assert node is not None
        texts = {ast.unparse(node), *piece.names}
        place = piece.place or node
        around = [place, *tree.ancestors(place)]
        function = tree.function(node)
        while function is not None and texts:
            checks = self._checks.get(function)
            if checks is None:
                checks = self._checks[function] = _Checks(function)
            if not texts.isdisjoint(checks.anywhere):
                return True
            if any(not texts.isdisjoint(checks.inside.get(id(outer), ())) for outer in around):
                return True
            bound = self._syntax.names.bindings(function)
            texts = {each for each in texts if _first_name(each) not in bound}
            function = tree.function(function)
        return False


_VALUE = regex(
    r"(?:=|<>|!=|<|>|\bCAST\s*\(|\bI?LIKE|\bIN\s*\(|\bVALUES\s*\((?:[^()]*,)?|\bBETWEEN|\bANY\s*\()\s*\Z",
    re.I,
)
#: Methods that give a part of a text, or its parts.
_CUTTING = {
    "split", "rsplit", "partition", "rpartition", "strip", "lstrip", "rstrip", "removeprefix",
    "removesuffix",
}  # fmt: skip
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class _Checks:
    """What a function compares, matches and tests."""

    def __init__(self, function: FunctionNode | ast.Lambda) -> None:
        self.anywhere: set[str] = set()  #: checked for all of the function
        self.inside: dict[int, set[str]] = {}  #: checked for what stands in that branch
        looked_up: set[str] = set()
        found: dict[str, set[str]] = {}  # by variable: what it was looked up by
        nodes = list(ast.walk(function))
        self._statements: set[str] = set()  # variables that are texts of SQL
        self._cut_from: dict[str, set[str]] = {}  # by variable: the texts that it is a part of
        for node in nodes:
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value)
                    | ast.NamedExpr(target=ast.Name(id=name), value=value)
                ):
                    if _is_statement(value, self._statements):
                        self._statements.add(name)
                    found.setdefault(name, set()).update(self._looked_up_by(value))
                    if _is_part(value):
                        self._cut_from.setdefault(name, set()).update(_texts(value))
        for node in nodes:
            match node:
                case ast.Assign(targets=[ast.Attribute() as target], value=value):
                    if names_within(target).isdisjoint(names_within(value)):
                        self.anywhere.add(ast.unparse(target))  # no longer what was sent
                case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()]):
                    self.anywhere |= _texts(left)
                case ast.Call(func=func):
                    self._call(node, func)
                    if isinstance(func, ast.Attribute) and func.attr in _EXECUTE:
                        looked_up |= _given(node.args[1:], node.keywords)
                case ast.If(test=test, body=body):
                    self._test(test, body)
                    if always_leaves(body):  # what is not found is refused
                        self.anywhere |= self._looked_up_by(test)
                        self.anywhere.update(*(found.get(name, ()) for name in names_within(test)))
                case ast.IfExp(test=test, body=chosen):
                    self._test(test, [chosen])
                case ast.Match(subject=subject, cases=cases):
                    for case in cases:
                        if not isinstance(case.pattern, ast.MatchAs):
                            for statement in case.body:
                                self.inside.setdefault(id(statement), set()).update(_texts(subject))

        if looked_up and any(map(_asks_catalogue, nodes)):
            self.anywhere |= looked_up  # what is no table is not found there

    def _call(self, call: ast.Call, func: ast.expr) -> None:
        name = str(getattr(func, "attr", None) or getattr(func, "id", ""))
        if _may_refuse(name):
            self.anywhere |= _given(call.args, call.keywords)
            if isinstance(func, ast.Attribute):
                self.anywhere |= _texts(func.value)
        if name == "fullmatch":  # `key = sort.split(".")[1]`: who refuses some, refuses others
            for given in _given(call.args, call.keywords):
                self.anywhere |= self._cut_from.get(given, set())

    def _looked_up_by(self, node: ast.expr) -> set[str]:
        """The texts that are arguments of the calls in an expression, but for statements.

        What is put into a statement has been run with it when nothing is found.
        """
        given: set[str] = set()
        for call in ast.walk(node):
            if isinstance(call, ast.Call):
                arguments = [*call.args, *(word.value for word in call.keywords)]
                given.update(
                    *(_texts(it) for it in arguments if not _is_statement(it, self._statements))
                )
        return given

    def _test(self, test: ast.expr, body: list[ast.stmt] | list[ast.expr]) -> None:
        """`if x == "a": use(x)`, and `if x != "a": raise`."""
        for node in ast.walk(test):
            match node:
                case ast.Compare(left=left, ops=[op], comparators=[other]) if _is_set(other):
                    if isinstance(op, ast.Eq):
                        for each in body:
                            self.inside.setdefault(id(each), set()).update(_texts(left))
                    elif isinstance(op, ast.NotEq) and isinstance(body[0], ast.stmt):
                        if always_leaves(body):
                            self.anywhere |= _texts(left)


def _first_name(text: str) -> str:
    """The variable that a spelling begins with: `body` of `body.sort`."""
    return text.partition(".")[0].partition("[")[0]


def _may_refuse(name: str) -> bool:
    """Whether a function of that name may refuse what it is given, or makes another text of it."""
    return name in _TESTS or _TEST_NAME.search(name) is not None


def _given(arguments: list[ast.expr], keywords: list[ast.keyword]) -> set[str]:
    given = [*arguments, *(word.value for word in keywords)]
    return set().union(*map(_texts, given))


def _is_statement(node: ast.expr, statements: set[str]) -> bool:
    """Whether a text of SQL is in an expression, or a variable that is one."""
    return any(
        (isinstance(part, ast.Name) and part.id in statements)
        or (
            isinstance(part, ast.Constant)
            and isinstance(part.value, str)
            and _VERB.match(part.value)
        )
        for part in ast.walk(node)
    )


def _asks_catalogue(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _CATALOGUE.search(node.value) is not None
    )


def _is_part(node: ast.expr) -> bool:
    """Whether an expression is cut out of a text: `sort[7:]`, `sort.split(".", 1)[1]`."""
    match node:
        case ast.Subscript(value=ast.Call(func=ast.Attribute(attr=name))):
            return name in _CUTTING
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _CUTTING
    return isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice)


def _is_set(node: ast.expr) -> bool:
    """Whether this is a certain text, and not the empty one."""
    return not isinstance(node, ast.Constant) or bool(node.value)


def _texts(node: ast.expr) -> set[str]:
    """The names, attributes and elements in an expression, as the source writes them."""
    return {
        ast.unparse(part)
        for part in ast.walk(node)
        if isinstance(part, (ast.Name, ast.Attribute, ast.Subscript))
    }


__all__ = ["SqlPiece", "SqlPieces"]
