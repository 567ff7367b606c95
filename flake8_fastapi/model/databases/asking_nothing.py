"""Queries that read no table, of a database that is a file: over in microseconds."""

from __future__ import annotations

from collections.abc import Iterable

from flake8_fastapi.model.event_loop import BlockingCall
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.files import read_text
from flake8_fastapi.model.syntax.expressions import Call, Const, Expr
from flake8_fastapi.model.values.values import Values

_EXECUTES = {"Connection.execute", "Connection.scalar", "Session.execute", "Session.scalar"}
_READS_NO_TABLE = regex(r"(?i)\s*select\s+\d+\s*;?\s*")
_MAKES_ENGINE = regex(r"\bcreate_engine\(")
#: What an engine is given, whatever else: the address of a file, or what only SQLite takes.
_OF_SQLITE = regex(
    r"\s*[\"']sqlite[:+]"
    r"|(?:[^()]|\([^()]*\))*?\bconnect_args\s*=\s*\{[^{}]*\bcheck_same_thread\b[^{}]*\}\s*[,)]"
)
_LONGEST_CALL = 1000  #: characters of a call that are looked at


def asks_nothing(call: BlockingCall, file: Layers) -> bool:
    """Whether a call only asks SQLite whether it is there: `db.execute(text("SELECT 1"))`."""
    return (
        call.name in _EXECUTES
        and not call.through
        and isinstance(call.call, Call)
        and _reads_no_table(call.call.argument("statement", 0), file.values)
        and _is_all_sqlite(file)
    )


def _reads_no_table(statement: Expr | None, values: Values) -> bool:
    match values.expand(statement):
        case Call(callee=callee, args=(first, *others)):
            if values.qualname(callee) == "sqlalchemy.text":
                return _READS_NO_TABLE.fullmatch(values.text(first) or "") is not None
            is_select = values.qualname(callee) == "sqlalchemy.select"
            return is_select and all(isinstance(each, Const) for each in (first, *others))
    return False


def _is_all_sqlite(file: Layers) -> bool:
    """Whether each engine that the application makes is certainly one of SQLite."""
    made = [
        _OF_SQLITE.match(text, found.end(), found.end() + _LONGEST_CALL)
        for text in _texts(file)
        for found in _MAKES_ENGINE.finditer(text)
    ]
    return bool(made) and None not in made


def _texts(file: Layers) -> Iterable[str]:
    """The files that may make engines, and that an application may have together with a file."""
    project, usage = file.project, file.usage
    paths = usage.mentioning("create_engine") if usage is not None else None
    if project is None or usage is None or paths is None:
        return [file.source]
    beside = usage.in_one_application(project.path, paths) - {project.path}
    return [file.source, *map(read_text, beside)]
