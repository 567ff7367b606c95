"""Relations between mapped classes of which the other end is missing: no class can be queried.

`user = relationship("User", back_populates="searches")` where `User` has no `searches`: SQLAlchemy
finds out with the first query, of whichever class with that base, or the first object that is made,
and with each one that follows. See `tests/facts/test_sqlalchemy_refusals.py`.

Told of classes that are derived from nothing but one and the same base without columns, where an
application imports the one with the relation.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from flake8_fastapi.model.fails_at_import.imported_in_vain import homes
from flake8_fastapi.model.fails_at_import.unmappable import is_bare
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.files import found_once, look, read_text
from flake8_fastapi.model.project.usage import Usage
from flake8_fastapi.model.syntax.expressions import Call, Expr, last_name, receiver
from flake8_fastapi.model.syntax.functions import Class

_KEYWORD = "back_populates"
_CLASS = regex(r"^class[ \t]+(\w+)[ \t]*\([ \t]*(\w+)[ \t]*\)[ \t]*:", re.M)
_ANY_CLASS = regex(r"^class[ \t]+(\w+)\b", re.M)
#: With everything that it says written out on the way to `back_populates`.
_RELATION = regex(
    r"^[ \t]+\w+(?:[ \t]*:[^\n=]+)?[ \t]*=[ \t]*(?:\w+\.)*relationship\("
    r"""\s*["'](\w+)["'][^()#]*?\bback_populates[ \t]*=[ \t]*["'](\w+)["']""",
    re.M,
)
_TABLE = "__tablename__"


class _Relation(NamedTuple):
    base: str  #: of the class that has it
    to: str
    other_end: str  #: the name that the class there has for it


def asks_for_unrelated(call: Call, file: Layers) -> bool:
    """Whether a call makes an object of such a class, or asks the database for some."""
    bases = _bases_with_lost(file.usage) if file.usage is not None else frozenset()
    if not bases:
        return False
    asked = _asked_for(call, file)
    match file.values.of(asked) if asked is not None else None:
        case Class(bases=(base,)):
            return last_name(base) in bases
    return False


def _asked_for(call: Call, file: Layers) -> Expr | None:
    """The class that a call makes an object of, or that it asks a session for."""
    first = call.args[0] if call.args else None
    match last_name(call.callee):
        case "get" | "query":
            return first
        case "execute" | "scalar" | "scalars":
            statement = file.values.expand(first)
            while isinstance(statement, Call):
                if last_name(statement.callee) == "select":
                    return statement.args[0] if statement.args else None
                statement = receiver(statement.callee)
            return None
    return call.callee


def _bases_with_lost(usage: Usage) -> frozenset[str]:
    """The names of the bases of whose classes none can be asked for."""
    return found_once(usage, _find_bases)


def _find_bases(usage: Usage) -> frozenset[str]:
    found: set[str] = set()
    for path in usage.mentioning(_KEYWORD) or ():
        source = read_text(path)
        for each in dict.fromkeys(_relations(source)):
            if each.base not in found and _is_lost(each, path, source, usage):
                if _is_loaded(path, usage):
                    found.add(each.base)
    return frozenset(found)


def _is_loaded(path: str, usage: Usage) -> bool:
    """Whether an application imports a file, at whichever hand: else its classes are not there."""
    queue = [path]
    for each in queue:
        if "FastAPI(" in read_text(each):
            return True
        queue += (loading for loading in _loading(each, usage) if loading not in queue)
    return False


def _loading(path: str, usage: Usage) -> Iterator[str]:
    """The files that import one; a package is imported with each module of its folder."""
    yield from (user for user in usage.importing(path) if not usage.is_test(user))
    folder, name = os.path.split(path)
    if name == "__init__.py":
        modules = (each for each in look(folder).files if each.endswith(".py"))
        yield from (os.path.join(folder, each) for each in modules)


def _relations(source: str) -> Iterator[_Relation]:
    for base, block in _tables(source):
        for match in _RELATION.finditer(block):
            yield _Relation(base, match[1], match[2])


def _tables(source: str, name: str | None = None) -> Iterator[tuple[str, str]]:
    """The base and the text of each table that has one base, or of those with a name."""
    places = [*_ANY_CLASS.finditer(source)]
    for match, behind in zip(places, [*places[1:], None], strict=False):
        text = source[match.start() : behind.start() if behind else len(source)]
        head = _CLASS.match(text)
        if head and _TABLE in text and name in (None, head[1]):
            yield head[2], text


def _is_lost(relation: _Relation, home: str, source: str, usage: Usage) -> bool:
    """Whether the one class of that name says nothing of the other end, nor anybody else.

    `home`: the file that the relation is in.
    """
    name = relation.other_end
    found = [
        (path, text)
        for path in usage.deriving({relation.base}) or ()
        if relation.to in (text := read_text(path))
        for match in _ANY_CLASS.finditer(text)
        if match[1] == relation.to
    ]
    if len(found) != 1:
        return False
    ((path, text),) = found
    return any(
        base == relation.base
        and re.search(rf"\b{name}\b", block) is None
        and is_bare(base, path, text, partial(homes, usage))
        and is_bare(base, home, source, partial(homes, usage))
        and not usage.says(rf"\bbackref\b[^\n]*[\"']{name}\b|\.{name}[ \t]*=(?!=)", name)
        and not usage.says(r"\badd_property\b|\bautomap")
        for base, block in _tables(text, relation.to)
    )
