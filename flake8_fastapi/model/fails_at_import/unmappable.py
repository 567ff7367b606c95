"""Classes that SQLAlchemy refuses to map: to make one is an ArgumentError.

Tables without a primary key, and of SQLAlchemy 2 annotations without `Mapped[...]`. Told of classes
that are derived from nothing but a base without columns, and write all their own columns out. See
`tests/facts/test_sqlalchemy_refusals.py`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence, Set

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.neighbours.neighbour import top_level
from flake8_fastapi.model.project.files import read_text
from flake8_fastapi.model.syntax.tree import spelled_name

#: The files that a module may be, which a file imports by its name and the dots before that.
Homes = Callable[[str, str, int], Sequence[str]]

_NAME = "__tablename__"
_COLUMNS = {"Column", "mapped_column"}
#: What stands among the columns of a table and is none.
_NO_COLUMNS = {
    "CheckConstraint", "ForeignKeyConstraint", "Index", "UniqueConstraint", "association_proxy",
    "backref", "column_property", "composite", "relationship", "synonym",
}  # fmt: skip
_LITERALS = (ast.Constant, ast.Dict, ast.JoinedStr, ast.List, ast.Tuple, type(None))
#: Words with which a class may have a key, or be no table of its own.
_KEYS = {
    "primary_key", "PrimaryKeyConstraint", "__abstract__", "__mapper_args__", "__table__",
    "__table_cls__", "declared_attr",
}  # fmt: skip
#: An annotation that may lack its `Mapped[...]`.
_ANNOTATED = regex(
    r"^[ \t]+[a-z]\w*\s*:\s*(?!.*\bMapped\b)\w[^=\n]*"
    r"(?:=\s*(?:\w+\.)*(?:mapped_column|relationship)\(|$)",
    re.M,
)
_BASES = {"AsyncAttrs", "DeclarativeBase", "DeclarativeBaseNoMeta", "MappedAsDataclass"}
#: Types of columns; another name may stand for `Annotated[int, mapped_column(primary_key=True)]`.
_TYPES = {
    "Any", "Decimal", "Dict", "EmailStr", "List", "Mapped", "Optional", "UUID", "bool", "bytes",
    "date", "datetime", "dict", "float", "int", "list", "str", "time", "timedelta", "uuid",
}  # fmt: skip
#: What says that a class is one of SQLAlchemy 2, and that it may have such annotations.
_OF_VERSION_2 = {"Mapped", "mapped_column"}
_ALLOWING = "__allow_unmapped__"
#: Makes what is mapped; nothing else that a class is given is looked at.
_MAPPING = {"mapped_column", "relationship"}
#: Files that hand a base on, one to the other.
_FARTHEST = 4


def has_unmappable_class(path: str, source: str, homes: Homes) -> bool:
    """Whether one of the classes at the top of a file is such a one."""
    if _NAME not in source or not _is_suspect(source):  # most files with tables: not parsed
        return False
    return any(
        isinstance(each, ast.ClassDef)
        and _is_table(each)
        and (_is_keyless(each) or _has_unmapped(each))
        and isinstance(base := each.bases[0], ast.Name)
        and is_bare(base.id, path, source, homes)
        for each in top_level(source, path)
    )


def _is_suspect(source: str) -> bool:
    return source.count(_NAME) > source.count("primary_key") or (
        _ALLOWING not in source and _ANNOTATED.search(source) is not None
    )


def _is_table(cls: ast.ClassDef) -> bool:
    """Whether a class is one with columns of its own, as far as it says."""
    if len(cls.bases) != 1 or cls.keywords or cls.decorator_list:
        return False
    return any(_sets(each, _NAME) for each in cls.body)


def _has_unmapped(cls: ast.ClassDef) -> bool:
    """Whether an attribute that is to be mapped is annotated as what it will be: `name: str`."""
    words = _words(cls)
    if _ALLOWING in words or not words & _OF_VERSION_2:
        return False
    return any(
        isinstance(each, ast.AnnAssign)
        and isinstance(each.target, ast.Name)
        and not each.target.id.startswith("_")
        and _words(each.annotation) <= _TYPES - {"Mapped"}
        and (each.value is None or _makes(each.value, _MAPPING))
        for each in cls.body
    )


def _is_keyless(cls: ast.ClassDef) -> bool:
    """Whether none of the columns of a table is a key."""
    if _words(cls) & _KEYS:
        return False
    columns = [each for each in cls.body if isinstance(each, (ast.Assign, ast.AnnAssign))]
    return any(_makes(each.value, _COLUMNS) for each in columns) and all(
        _is_written_out(each.value)
        and (isinstance(each, ast.Assign) or _words(each.annotation) <= _TYPES)
        for each in columns
    )


def _is_written_out(value: ast.expr | None) -> bool:
    """Whether nothing of another place is given: `id: Mapped[UUID] = uuid_key()` may be a key."""
    return isinstance(value, _LITERALS) or _makes(value, _COLUMNS | _NO_COLUMNS)


def _sets(statement: ast.stmt, name: str) -> bool:
    return isinstance(statement, ast.Assign) and any(
        isinstance(each, ast.Name) and each.id == name for each in statement.targets
    )


def _makes(value: ast.expr | None, names: Set[str]) -> bool:
    return isinstance(value, ast.Call) and spelled_name(value.func) in names


def _words(node: ast.AST) -> set[str]:
    """All names, attributes and keywords in a part of the code."""
    found: set[str] = set()
    for each in ast.walk(node):
        match each:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                found.add(name)
    return found


def is_bare(name: str, path: str, source: str, homes: Homes, depth: int = 0) -> bool:
    """Whether the base of that name, in a file, has no columns for the classes derived from it."""
    if depth > _FARTHEST:
        return False
    match [each for each in top_level(source, path) if _binds(each, name)]:
        case [ast.ClassDef() as cls]:
            return set(map(spelled_name, cls.bases)) <= _BASES and not (
                cls.keywords or cls.decorator_list or _words(cls) & (_KEYS | _COLUMNS)
            )
        case [ast.Assign(value=ast.Call(func=func, args=[], keywords=keywords))]:
            is_base = spelled_name(func) == "declarative_base"
            return is_base and all(each.arg == "metadata" for each in keywords)
        case [ast.ImportFrom(module=module, level=level, names=names)]:
            (given,) = (it.name for it in names if (it.asname or it.name) == name)
            found = homes(path, module or "", level)
            return len(found) == 1 and is_bare(
                given, found[0], read_text(found[0]), homes, depth + 1
            )
    return False


def _binds(statement: ast.stmt, name: str) -> bool:
    """Whether a statement of the top level gives a name something."""
    match statement:
        case ast.ImportFrom(names=names):
            return any((each.asname or each.name) == name for each in names)
        case ast.ClassDef(name=own):
            return own == name
        case ast.Assign():
            return _sets(statement, name)
    return isinstance(statement, (ast.If, ast.Try)) and name in _words(statement)
