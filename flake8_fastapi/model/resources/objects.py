"""Sessions and connections on `self` or on a class: who uses the object of the module that has one.

Only what is put there once counts: by `__init__`, by start-up code, or when it is first asked for.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_fastapi.model.lean import cached_property, dataclass
from flake8_fastapi.model.resources.following import Resource
from flake8_fastapi.model.resources.sharing import APART
from flake8_fastapi.model.syntax.expressions import Expr, Unknown, is_none, options_of
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.singletons import is_singleton
from flake8_fastapi.model.values.values import Values

_ITSELF = ("self", "cls")


@dataclass(eq=False)
class Kept:
    """An attribute that holds a session or connection."""

    syntax: Syntax
    values: Values
    cls: Class
    name: str
    of_class: bool  #: all objects of the class have the same one, or there is but one of these

    @cached_property
    def methods(self) -> dict[str, Function]:
        """The methods that use it, also through others of the same object."""
        found: dict[str, Function] = {}
        used = {self.name}
        reads = list(self._reads(_ITSELF, lambda function: function.owner == self.cls.qualname))
        while new := [each for name, each in reads if name in used and each.name not in found]:
            found.update((each.name, each) for each in new)
            used.update(found)
        return found

    @cached_property
    def objects(self) -> list[str]:
        """The global variables that hold an object of the class."""
        tree = self.syntax.tree
        return [
            target.id
            for statement in tree.nodes(ast.Assign)
            if tree.parent(statement) is tree.root and isinstance(statement.value, ast.Call)
            for target in statement.targets
            if isinstance(target, ast.Name)
            and self.values.of(self.syntax.expr(statement.value.func)) is self.cls
        ]

    @property
    def paths(self) -> set[str]:
        """What leads to it, in full: `app.database.db.load`."""
        module = self.syntax.summary.name
        return {
            f"{module}.{of}.{name}" for of in self.objects for name in (self.name, *self.methods)
        }

    def users(self) -> Iterator[Function]:
        """The functions of this file that use it through an object of the module, or the class."""
        if self.of_class:
            yield from self.methods.values()
        names = (self.name, *self.methods)
        for name, function in self._reads(tuple(self.objects), lambda function: True):
            if name in names:
                yield function

    def _reads(
        self, variables: tuple[str, ...], within: Callable[[Function], bool]
    ) -> Iterator[tuple[str, Function]]:
        """The attributes of some variables that functions read."""
        for read in self.syntax.tree.nodes(ast.Attribute):
            if isinstance(read.value, ast.Name) and read.value.id in variables:
                function = self.syntax.function_at(read)
                if function is not None and isinstance(read.ctx, ast.Load) and within(function):
                    yield read.attr, function


def kept(found: Resource, syntax: Syntax, values: Values) -> Kept | None:
    """The attribute that is nothing but what was opened, and one transaction."""
    tree = syntax.tree
    node = syntax.call_node(found.call)
    statement = tree.parent(node) if node is not None else None
    if isinstance(statement, ast.Await):
        statement = tree.parent(statement)
    match statement:
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            pass
        case _:
            return None
    scope = tree.scope(statement)
    cls: Class | None = None
    match target:
        case ast.Attribute(value=ast.Name(id="self"), attr=name) if found.function is not None:
            if found.function.owner is not None:
                cls = values.known_class(found.function.owner)
        case ast.Name(id=name) if isinstance(scope, ast.ClassDef):
            cls = syntax.reader.classes.get(scope)
    if cls is None or (found.function is None and tree.parent(statement) is not scope):
        return None
    if values.derives(cls.qualname, "threading.local") is not False:
        return None
    given = [each[name] for each in (cls.attributes, cls.fields) if name in each]
    options = [option for each in given for option in options_of(each)]
    if len([each for each in options if not _says_nothing(each)]) != 1:
        return None
    for each in tree.nodes(ast.Attribute):
        if each.attr in APART and isinstance(each.value, ast.Attribute) and each.value.attr == name:
            by = syntax.function_at(each)
            if by is None or by.owner in (None, cls.qualname):
                return None
    return Kept(syntax, values, cls, name, found.function is None or is_singleton(cls, values))


def _says_nothing(value: Expr | None) -> bool:
    return isinstance(value, Unknown) or is_none(value)
