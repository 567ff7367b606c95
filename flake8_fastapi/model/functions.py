"""Functions, classes and their calls: the plain facts of one file, free of its syntax tree."""

from __future__ import annotations

from dataclasses import field

from flake8_fastapi.model.expressions import UNKNOWN, Call, Expr
from flake8_fastapi.model.lean import dataclass


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
    lineno: int
    col_offset: int


@dataclass(slots=True, eq=False)
class Function:
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
    arguments: tuple[Argument, ...] = ()
    decorators: tuple[Decorator, ...] = ()
    annotation: Expr | None = None  #: of what it returns
    calls: list[Call] = field(default_factory=list)  #: of its own body, in order
    returned: list[Expr] = field(default_factory=list)
    yielded: list[Expr] = field(default_factory=list)
    raised: list[Raise] = field(default_factory=list)
    entered: list[Expr] = field(default_factory=list)  #: of `with`, not of `async with`
    #: of `for` and comprehensions, not of `async for`
    iterated: list[Expr] = field(default_factory=list)
    #: what it compares with `==` and `in`: where it takes one for another, or refuses it
    compared: list[Expr] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)  #: the attributes that it sets, of any object
    is_generator: bool = False
    always_raises: bool = False  #: no path through it returns
    is_endless: bool = False  #: has a `while True` that nothing but an exception leaves

    @property
    def plain_name(self) -> str:
        """The name for messages: a lambda has none."""
        return "a lambda" if self.is_lambda else self.name


@dataclass(slots=True, eq=False)
class Class:
    qualname: str
    name: str
    module: str
    bases: tuple[Expr, ...]
    decorators: tuple[Decorator, ...]
    methods: dict[str, str]  #: name to qualified name
    fields: dict[str, Expr]  #: class attributes and annotations
    attributes: dict[str, Expr]  #: what methods set on `self`
    lineno: int
    col_offset: int


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
    functions: dict[str, Function]  #: by qualified name, nested ones and lambdas too
    classes: dict[str, Class]  #: by qualified name
    calls: list[Call]  #: made when the module is imported, class bodies and decorators included
    is_package: bool = False

    def definition(self, qualname: str) -> Function | Class | None:
        return self.functions.get(qualname) or self.classes.get(qualname)


__all__ = [
    "UNKNOWN", "Argument", "Call", "Class", "Decorator", "Expr", "Function", "Raise", "Summary",
]  # fmt: skip
