"""Functions, classes and their calls: the plain facts of one file, free of its syntax tree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field
from typing import Any, NamedTuple

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.syntax.expressions import (
    UNKNOWN,
    AttributeRead,
    Call,
    Entering,
    Expr,
    Iterating,
    Param,
    Read,
    TakingAll,
    last_name,
)


@dataclass(slots=True, eq=False)
class Argument:
    """A parameter as the signature of a function declares it."""

    name: str
    annotation: Expr | None
    default: Expr | None
    kind: str  #: "positional" (only), "plain", "*", "keyword" (only) or "**"
    lineno: int
    col_offset: int


@dataclass(slots=True, eq=False)
class Decorator:
    expression: Expr
    lineno: int
    col_offset: int


@dataclass(slots=True, eq=False)
class Raise:
    """A `raise` statement, and what the `try` statements around it keep from leaving."""

    exception: Expr | None  #: None for a bare `raise`
    caught: tuple[Expr | None, ...]  #: as of a call
    needs: frozenset[str]  #: as of a call
    lineno: int
    col_offset: int


#: Methods that run when an object is made: the second is that of a dataclass.
INITIALIZERS = ("__init__", "__post_init__")


@dataclass(slots=True, eq=False)
class Function(Read):
    """A function, method or lambda."""

    qualname: str
    name: str
    module: str
    owner: str | None  #: qualified name of the class whose method it is
    outer: str | None  #: qualified name of the function that it is defined in
    is_async: bool
    is_lambda: bool
    lineno: int
    col_offset: int
    arguments: tuple[Argument, ...] = field(init=False)
    decorators: tuple[Decorator, ...] = field(init=False)
    annotation: Expr | None = field(init=False)  #: of what it returns
    calls: list[Call] = field(init=False)  #: of its own body, in order
    reads: list[AttributeRead] = field(init=False)  #: of attributes that it does not call
    read_names: frozenset[str] = field(init=False)  #: of the same attributes
    #: of each parameter that it reads, the conditions of each place: see `conditions`
    parameters_read: dict[str, list[frozenset[str]]] = field(init=False)
    #: of each parameter, what it asks it for: names of attributes; "" where it does something else
    parameters_asked: dict[str, frozenset[str]] = field(init=False)
    returned: list[Expr] = field(init=False)
    yielded: list[Expr] = field(init=False)
    raised: list[Raise] = field(init=False)
    entered: list[Expr] = field(init=False)  #: of `with`, not of `async with`
    enterings: list[Entering] = field(init=False)  #: of the same, where no call makes what it is
    #: of `for` and comprehensions, not of `async for`
    iterated: list[Expr] = field(init=False)
    iterations: list[Iterating] = field(init=False)  #: of the same, over attributes
    takings: list[TakingAll] = field(init=False)  #: of the same, and of `list(...)` and its kin
    #: what it compares with `==` and `in`: where it takes one for another, or refuses it
    compared: list[Expr] = field(init=False)
    sets: list[str] = field(init=False)  #: the attributes that it sets, of any object
    #: the same, each with the object before it and with what it is set to
    settings: list[tuple[Expr, str, Expr]] = field(init=False)
    #: what it puts into one of `HOLDERS`, by name: of `app.pool = pool`, `app` and `pool`
    kept: dict[str, list[tuple[Expr, Expr]]] = field(init=False)
    #: the class of each parameter that it begins with a look at: else it leaves
    insists_on: dict[str, Expr] = field(init=False)
    #: the names that it only sets to what they were or something else: `given = given or ...`
    renewed: frozenset[str] = field(init=False)
    #: the condition on its one parameter that it answers with, and the opposite, if it does no more
    tells: tuple[str, str] | None = field(init=False)
    is_generator: bool | None = field(init=False)  #: None where the body cannot be read
    always_raises: bool = field(init=False)  #: no path through it returns
    is_endless: bool = field(init=False)  #: has a `while True` that nothing but an exception leaves
    is_empty: bool = field(init=False)  #: there is nothing in it but `pass`, `...` or a docstring

    @property
    def plain_name(self) -> str:
        """The name for messages: a lambda has none."""
        return "a lambda" if self.is_lambda else self.name

    @property
    def called_as(self) -> str:
        """The name under which it is called: an `__init__` by that of its class."""
        if self.name in INITIALIZERS and self.owner is not None:
            return self.owner.rpartition(".")[2].partition("#")[0]
        return self.plain_name

    @property
    def by_position(self) -> list[str]:
        """The parameters that can be given by their position, in that order."""
        return [each.name for each in self.arguments if each.kind in ("positional", "plain")]


def is_parameter(expression: Expr, function: Function, name: str) -> bool:
    """Whether an expression is the parameter of that name."""
    return (
        isinstance(expression, Param)
        and expression.function == function.qualname
        and expression.name == name
    )


def is_own_object(expression: Expr | None, function: Function) -> bool:
    """Whether an expression is the `self` of a method."""
    return (
        expression is not None
        and function.owner is not None
        and bool(function.arguments)
        and is_parameter(expression, function, function.arguments[0].name)
        and not any(last_name(each.expression) == "staticmethod" for each in function.decorators)
    )


#: What a function or class has of which nothing is written.
_NOTHING: dict[str, Any] = {
    "arguments": (), "decorators": (), "annotation": None, "calls": [], "reads": [],
    "read_names": frozenset(), "parameters_read": {}, "parameters_asked": {},
    "returned": [], "yielded": [], "raised": [],
    "entered": [], "enterings": [], "iterated": [], "iterations": [], "takings": [],
    "compared": [], "sets": [], "settings": [], "kept": {}, "insists_on": {},
    "renewed": frozenset(),
    "tells": None,
    "is_generator": False, "always_raises": False, "is_endless": False,
    "is_empty": False,
    "bases": (), "methods": {}, "fields": {}, "attributes": {},
}  # fmt: skip


#: What a function or class has that cannot be read.
_UNKNOWN: dict[str, Any] = {
    **_NOTHING, "decorators": (Decorator(UNKNOWN, 1, 0),), "annotation": UNKNOWN,
    "returned": [UNKNOWN], "bases": (UNKNOWN,),
    "is_generator": None, "yielded": [UNKNOWN],  # asked only where the text has the word
}  # fmt: skip


def nothing(definition: object, name: str) -> object:
    """Answer for a definition that has nothing of the kind."""
    return _NOTHING[name]


def unknown_facts(definition: object, name: str) -> object:
    """Answer for a definition that cannot be read: nothing about it is certain."""
    return _UNKNOWN[name]


def constructor_of(cls: Class) -> Function:
    """The `__init__` of a dataclass or model, which is written nowhere."""
    made = Function(
        cls.qualname, cls.name, cls.module, None, None, False, False, cls.lineno, cls.col_offset
    )
    made._node, made._read = cls, nothing
    return made


@dataclass(slots=True, eq=False)
class Class(Read):
    qualname: str
    name: str
    module: str
    lineno: int
    col_offset: int
    bases: tuple[Expr, ...] = field(init=False)
    decorators: tuple[Decorator, ...] = field(init=False)
    methods: Mapping[str, str] = field(init=False)  #: name to qualified name
    fields: Mapping[str, Expr] = field(init=False)  #: class attributes and annotations
    attributes: Mapping[str, Expr] = field(init=False)  #: what methods set on `self`

    @property
    def called_as(self) -> str:
        return self.name

    def set_by(self, method: Function) -> dict[str, Expr]:
        """The attributes that a method sets, with all that any method sets them to."""
        values = {name: self.attributes.get(name) for name in method.sets}
        return {name: value for name, value in values.items() if value is not None}


class AtImport(NamedTuple):
    """What happens when a file is imported."""

    read_calls: Callable[[], list[Call]]
    functions: list[Function]

    @property
    def calls(self) -> list[Call]:
        return self.read_calls()


@dataclass(slots=True, eq=False)
class Summary:
    """What a file says, as far as other files are concerned: a function of its text alone.

    It keeps references to other files, never what they were found to stand for, so it
    stays true whatever happens to them.
    """

    name: str  #: dotted name of the module
    path: str
    names: dict[str, Expr]  #: global names, and what each is bound to
    stars: tuple[str, ...]  #: modules of which everything is imported
    functions: Mapping[str, Function]  #: by qualified name, nested ones and lambdas too
    classes: Mapping[str, Class]  #: by qualified name
    #: reads the calls that are made when the module is imported
    read_calls: Callable[[], list[Call]]
    #: whether the file changes something of that name that it did not make anew: see `changes`
    changes: Callable[[str], bool]
    #: whether the file sets an attribute of that name on other objects than `self`
    sets: Callable[[str], bool]
    #: reads what is put into a `state` when the module is imported, as of a function
    read_kept: Callable[[], dict[str, list[tuple[Expr, Expr]]]] = dict
    is_package: bool = False

    @property
    def calls(self) -> list[Call]:
        """Those made when the module is imported, class bodies and decorators included."""
        return self.read_calls()

    def at_import(self, words: Collection[str]) -> AtImport:
        """What the file calls and defines when it is imported, as far as `words` are called."""
        return AtImport(self.read_calls, list(self.functions.values()))

    def calls_naming(self, names: Collection[str]) -> Iterator[tuple[Call, Function | None]]:
        """The calls that are made where the file names one of `names`, and perhaps others.

        With each the function that makes it; None: it is made when the file is imported.
        """
        for maker in (None, *self.functions.values()):
            for call in maker.calls if maker else self.calls:
                yield call, maker

    def keeping(self, name: str) -> Iterator[tuple[Expr, Expr]]:
        """What the file puts into one of `HOLDERS` under a name, each with that."""
        for maker in (None, *self.functions.values()):
            yield from (maker.kept if maker else self.read_kept()).get(name, ())

    def classes_naming(self, names: Collection[str]) -> Iterator[Class]:
        """The classes in whose definition the file names one of `names`, and perhaps others."""
        yield from self.classes.values()

    def says_any(self, words: Collection[str]) -> bool:
        """Whether the text may have one of the words."""
        return True

    def definition(self, qualname: str) -> Function | Class | None:
        return self.functions.get(qualname) or self.classes.get(qualname)


__all__ = [
    "UNKNOWN", "Argument", "Call", "Class", "Decorator", "Expr", "Function", "Raise", "Summary",
]  # fmt: skip
