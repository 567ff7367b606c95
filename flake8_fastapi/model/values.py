"""What an expression is: a constant, a function, a class, an instance of which class.

Follows names through assignments, imports, re-exports and calls, in this file and in others.
Whatever is not certain is None: branches that disagree, names with several meanings,
annotations that contradict what is seen, code that leads back to itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from typing import Any

from flake8_fastapi.model import libraries
from flake8_fastapi.model.changes import unless_changed
from flake8_fastapi.model.expressions import (
    UNKNOWN,
    Attr,
    Awaited,
    Call,
    Const,
    Entered,
    Expr,
    Item,
    Items,
    Iterated,
    OneOf,
    Pairs,
    Param,
    Ref,
    Star,
    Sub,
    Text,
    Typed,
    Unknown,
)
from flake8_fastapi.model.functions import Argument, Class, Function, Summary
from flake8_fastapi.model.imported import Imported
from flake8_fastapi.model.lean import dataclass

#: Links followed one inside the other before the answer is "unknown".
DEEPEST = 60
#: Links followed for one question before the rest is "unknown".
MOST = 5000

CONTEXT_MANAGERS = {"contextlib.contextmanager", "contextlib.asynccontextmanager"}
CACHES = {
    "functools.lru_cache", "functools.cache", "functools.cached_property", "async_lru.alru_cache",
    "cachetools.cached", "cachetools.func.lru_cache", "cachetools.func.ttl_cache",
}  # fmt: skip
PROPERTIES = {"builtins.property", "functools.cached_property", "abc.abstractproperty"}
DEPENDS = {"fastapi.Depends", "fastapi.Security"}
#: Context managers that give what they were given.
_PASSING_ON = {"contextlib.closing", "contextlib.aclosing", "contextlib.nullcontext"}
#: Generics around the type that matters.
_WRAPPERS = {
    "typing.Annotated", "typing.Optional", "typing.ClassVar", "typing.Final", "typing.Required",
    "typing.NotRequired", "typing.Unpack", "sqlalchemy.orm.Mapped",
}  # fmt: skip
_PRODUCERS = {
    "typing.Iterator", "typing.Iterable", "typing.Generator", "typing.AsyncIterator",
    "typing.AsyncIterable", "typing.AsyncGenerator",
}  # fmt: skip
_MARKER_BASES = {"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"}
_ANYTHING = {"typing.Any", "builtins.object", "typing.Never", "typing.NoReturn"}


@dataclass(slots=True, eq=False)
class Constant:
    value: Any


@dataclass(slots=True, eq=False)
class External:
    """A module, function, class or object of a library, by its canonical dotted name."""

    name: str


@dataclass(slots=True, eq=False)
class ModuleValue:
    """A module or package of the project."""

    name: str


@dataclass(slots=True, eq=False)
class Instance:
    """An object of a known class: of a library (`known` is None) or of the project."""

    cls: str
    known: Class | None = None
    made: Call | None = None  #: the call that made it, where that is known


@dataclass(slots=True, eq=False)
class Method:
    """An attribute of a library's object; called, it is a method."""

    of: Instance
    name: str


@dataclass(slots=True, eq=False)
class Bound:
    """A method of the project, bound to an object or class."""

    function: Function
    of: Value


@dataclass(slots=True, eq=False)
class Partial:
    """`functools.partial(of, ...)`"""

    of: Value
    call: Call


@dataclass(slots=True, eq=False)
class Pending:
    """What calling an async function, a generator or a context manager gives."""

    kind: str  #: "coroutine", "generator" or "context"
    function: Function


@dataclass(slots=True, eq=False)
class Display:
    """A list, tuple, set or dict whose elements are known."""

    expression: Items | Pairs


Value = (
    Constant | External | ModuleValue | Instance | Method | Bound | Partial | Pending | Display
    | Function | Class
)  # fmt: skip


class Values:
    """Answers for the expressions of one file and of those it leads to."""

    def __init__(self, imported: Imported) -> None:
        self._imported = imported
        self._known: dict[int, tuple[Expr, Value | None]] = {}
        self._names: dict[str, Value | None] = {}
        self._given: dict[tuple[str, str], Value | None] = {}
        self._located: dict[str, tuple[Summary, str] | None] = {}
        self._files: dict[str, str | None] = {}
        self._lasting: dict[tuple[str, str], Expr] = {}  #: what global names are bound to
        self._ancestors: dict[str, tuple[str | None, ...]] = {}
        self._lineages: dict[str, tuple[Set[str], bool]] = {}
        self._exported: dict[Summary, frozenset[str | None] | None] = {}  #: by `__all__`
        self._busy: set[object] = set()
        self._depth = 0
        self._cuts = 0  #: how often a cycle or a limit cut an answer short
        self._steps = 0  #: links followed for the present question
        self._evaluate: dict[type, Callable[[Any], Value | None]] = {
            Const: lambda e: Constant(e.value),
            Param: self._parameter,
            Attr: self._attribute_of,
            Call: self._result,
            Awaited: self._awaited,
            Entered: self._entered,
            Iterated: self._iterated,
            Item: self._item,
            Sub: self._element,
            Items: Display,
            Pairs: Display,
            Text: self._text,
            OneOf: self._agreed,
            Typed: self._typed,
        }

    # -- questions -------------------------------------------------------------------------

    def of(self, expression: Expr | None) -> Value | None:
        """What the expression is, or None where that is not certain."""
        if expression.__class__ is Ref:  # most of them; what names stand for is kept by name
            return self.named(expression.name)
        if expression is None or isinstance(expression, (Unknown, Star)):
            return None
        key = id(expression)
        known = self._known.get(key)
        if known is not None:
            return known[1]
        if self._is_cut(key):
            return None
        self._busy.add(key)
        self._depth += 1
        cuts = self._cuts
        try:
            value = self._evaluate[expression.__class__](expression)
        finally:
            self._depth -= 1
            self._busy.discard(key)
        if cuts == self._cuts:
            self._known[key] = (expression, value)  # keeps the expression, so its id stays taken
        return value

    def named(self, name: str) -> Value | None:
        """What an absolute dotted name stands for."""
        if name in self._names:
            return self._names[name]
        if self._locate(name) is None:
            library = self._names[name] = External(libraries.canonical(name))
            return library
        key = ("name", name)
        if self._is_cut(key):
            return None
        self._busy.add(key)
        self._depth += 1
        cuts = self._cuts
        try:
            value = self._look_up(name)
        finally:
            self._depth -= 1
            self._busy.discard(key)
        if cuts == self._cuts:
            self._names[name] = value
        return value

    def qualname(self, expression: Expr | None) -> str | None:
        """The dotted name of a function, class or object: canonical for those of libraries."""
        match self.of(expression):
            case External(name=name) | ModuleValue(name=name):
                return name
            case Function(qualname=name) | Class(qualname=name):
                return name
            case Bound(function=function):
                return function.qualname
        return None

    def class_of(self, expression: Expr | None) -> str | None:
        """The class of the object that the expression is."""
        value = self.of(expression)
        return value.cls if isinstance(value, Instance) else None

    def is_instance(self, expression: Expr | None, base: str) -> bool | None:
        """Whether the expression is an object of `base` or of a class derived from it."""
        value = self.of(expression)
        if isinstance(value, Instance):
            return self.derives(value.cls, base)
        return None if value is None else False

    def is_subclass(self, expression: Expr | None, base: str) -> bool | None:
        """Whether the expression is the class `base` or one derived from it."""
        match self.of(expression):
            case Class(qualname=name) | External(name=name):
                return self.derives(name, base)
            case None:
                return None
        return False

    def derives(self, cls: str, base: str) -> bool | None:
        """Whether the class of that name is `base` or derived from it; None: a base is unknown."""
        names, complete = self._lineage(cls)
        if libraries.canonical(base) in names:
            return True
        return False if complete else None

    def derives_from_any(self, cls: str, bases: Iterable[str]) -> bool:
        """Whether the class of that name is certainly one of `bases` or derived from one."""
        return not self._lineage(cls)[0].isdisjoint(map(libraries.canonical, bases))

    def _lineage(self, cls: str) -> tuple[Set[str], bool]:
        """The names of a class and of all that it is derived from; whether these are all."""
        known = self._lineages.get(cls)
        if known is None:
            cuts = self._cuts
            ancestors = tuple(self.ancestry(cls))
            names = {name for each in ancestors if each for name in libraries.ancestry(each)}
            known = names, None not in ancestors
            if cuts == self._cuts:
                self._lineages[cls] = known
        return known

    def ancestry(self, cls: str) -> Iterable[str | None]:
        """The class and those it is derived from, nearest first; None for an unknown base."""
        known = self._ancestors.get(cls)
        if known is None:
            if self.known_class(cls) is not None:
                return self._climb(cls)
            known = self._ancestors[cls] = (cls,)
        return known

    def _climb(self, cls: str) -> Iterator[str | None]:
        """The same, as far as somebody asks: a base may lie in a file that is still to be read."""
        queue, seen = [cls], {cls}
        ancestors: list[str | None] = []
        cuts = self._cuts
        for name in queue:
            ancestors.append(name)
            yield name
            known = self.known_class(name)
            if known is None:
                continue
            for base in known.bases:
                expression = base.of if isinstance(base, Sub) else base  # Repository[Item]
                match self.of(expression):
                    case Class(qualname=found) | External(name=found):
                        if found not in seen:
                            seen.add(found)
                            queue.append(found)
                    case _:
                        ancestors.append(None)
                        yield None
        if cuts == self._cuts:
            self._ancestors[cls] = tuple(ancestors)

    def known_class(self, qualname: str) -> Class | None:
        """The class of the project that has this qualified name."""
        located = self._locate(qualname)
        return located[0].classes.get(f"{located[0].name}.{located[1]}") if located else None

    def function(self, qualname: str) -> Function | None:
        """The function of the project that has this qualified name."""
        located = self._locate(qualname)
        return located[0].functions.get(f"{located[0].name}.{located[1]}") if located else None

    def constant(self, expression: Expr | None) -> Constant | None:
        """The constant that the expression always is; None if it may be something else."""
        value = self.of(expression)
        return value if isinstance(value, Constant) else None

    def text(self, expression: Expr | None) -> str | None:
        """The text that the expression always is."""
        value = self.of(expression)
        return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None

    def callee(self, value: Value | None) -> Function | None:
        """The function of the project that runs when `value` is called."""
        match value:
            case Function():
                return value
            case Bound(function=function):
                return function
            case Partial(of=inner):
                return self.callee(inner)
            case Class():
                return self.method(value, "__init__")
            case Instance(known=Class() as known):
                return self.method(known, "__call__")
        return None

    def given(self, value: Value | None, call: Call) -> dict[str, Expr] | None:
        """What calling `value` gives to the parameters of the function; None where `*` hides it."""
        value, args, keywords, hidden = _unwrapped(value, call)
        function = self.callee(value)
        if hidden or function is None:
            return None
        plain = [each.name for each in function.arguments if each.kind in ("positional", "plain")]
        found = dict(zip(plain[self._is_bound(value, function) :], args))
        found.update((keyword, given) for keyword, given in keywords if keyword is not None)
        return found

    def refuses(self, value: Value | None, call: Call) -> bool:
        """Whether calling `value` is a TypeError: the function has not these parameters."""
        value, args, keywords, hidden = _unwrapped(value, call)
        function = self.callee(value)
        if hidden or function is None or function.decorators:
            return False
        match value:
            case Function(owner=None) | Bound(of=Instance()) | Class(decorators=()):
                pass
            case _:
                return False
        kinds = {each.kind for each in function.arguments}
        plain = [each for each in function.arguments if each.kind in ("positional", "plain")]
        plain = plain[self._is_bound(value, function) :]
        names = {name for name, _ in keywords} | {each.name for each in plain[: len(args)]}
        known = {each.name for each in function.arguments}
        needed = plain + [each for each in function.arguments if each.kind == "keyword"]
        return (
            (len(args) > len(plain) and "*" not in kinds)
            or ("**" not in kinds and not names <= known)
            or any(each.default is None and each.name not in names for each in needed)
        )

    def _is_bound(self, value: Value | None, function: Function) -> bool:
        """Whether a function gets its first argument without a word: not so `Class.method(it)`."""
        if function.owner is None or self.decorated_by(function, {"builtins.staticmethod"}):
            return False
        match value:
            case Function() | Bound(of=Class()):
                return self.decorated_by(function, {"builtins.classmethod"})
        return True

    def method(self, cls: Class, name: str) -> Function | None:
        """The method of that name, of the class or inherited from one of the project."""
        for ancestor in self.ancestry(cls.qualname):
            known = self.known_class(ancestor) if ancestor else None
            if known and name in known.methods:
                return self.function(known.methods[name])
        return None

    def getter(self, expression: Expr) -> Bound | None:
        """The property of the project whose code runs when the expression is evaluated."""
        match expression:
            case Attr(of=of, name=name):
                holder = self.of(of)
            case Ref(name=dotted):
                outer, _, name = dotted.rpartition(".")
                holder = self.named(outer) if outer else None
            case _:
                return None
        if not isinstance(holder, Instance) or holder.known is None:
            return None
        for ancestor in self.ancestry(holder.cls):
            known = self.known_class(ancestor) if ancestor else None
            if known is None:
                if ancestor in _MARKER_BASES:
                    continue
                return None
            if name in known.methods:
                function = self.function(known.methods[name])
                if function is not None and self.decorated_by(function, PROPERTIES):
                    return Bound(function, holder)
                return None
            if name in known.fields or name in known.attributes:
                return None
        return None

    def decorated_by(self, function: Function | Class, names: set[str]) -> bool:
        """Whether one of the decorators is one of `names`, called or not."""
        return any(self.decorator_name(d.expression) in names for d in function.decorators)

    def decorator_name(self, expression: Expr) -> str | None:
        """The dotted name of a decorator; of `@limit("1/s")`, the name of `limit`."""
        if isinstance(expression, Call):
            expression = expression.callee
        match self.of(expression):
            case Method(of=Instance(cls=cls), name=name):
                return f"{cls}.{name}"
        return self.qualname(expression)

    def expand(self, expression: Expr | None) -> Expr | None:
        """Follow names to the expression that they stand for, as far as it is one expression."""
        for _ in range(10):
            if not isinstance(expression, Ref):
                return expression
            located = self._locate(expression.name)
            if located is None:
                return expression
            summary, rest = located
            bound = self._bound(summary, rest)
            if bound is None or bound is expression:
                return expression
            if isinstance(bound, Ref) and bound.name == expression.name:
                return expression
            expression = bound
        return expression

    def home(self, expression: Expr | None) -> Summary | None:
        """The file in which the global name that `expression` is gets its value."""
        for _ in range(10):
            located = self._locate(expression.name) if isinstance(expression, Ref) else None
            if located is None:
                return None
            summary, rest = located
            bound = summary.names.get(rest) or self._from_stars(summary.stars, rest)
            if not isinstance(bound, Ref):
                return summary if bound else None
            expression = bound
        return None

    def summary(self, qualname: str) -> Summary | None:
        """The file of the project that a qualified name lies in."""
        located = self._locate(qualname)
        return located[0] if located else None

    def type_of(self, annotation: Expr | None) -> Value | None:
        """What an object so annotated is; `Optional` and `Annotated` are seen through."""
        if self._depth > DEEPEST:
            self._cuts += 1
            return None
        self._depth += 1
        try:
            return self._type_of(self.expand(annotation))
        finally:
            self._depth -= 1

    def markers(self, argument: Argument) -> list[Call]:
        """The calls that mark a parameter: `Depends(...)`, `Query(...)`; `Annotated` ones last."""
        found = [argument.default] if isinstance(argument.default, Call) else []
        default = self.expand(argument.default)
        if not found and isinstance(default, Call):
            found = [default]
        return found + self.metadata(argument.annotation)

    def metadata(self, annotation: Expr | None) -> list[Call]:
        """The calls in `Annotated[..., here]`, through aliases and `Optional`."""
        found: list[Call] = []
        annotation = self.expand(annotation)
        for _ in range(5):
            if isinstance(annotation, OneOf):  # Annotated[...] | None
                annotation = next(
                    (o for o in map(self.expand, annotation.options) if isinstance(o, Sub)), None
                )
            if not isinstance(annotation, Sub):
                break
            inner = annotation.index
            name = self.qualname(annotation.of)
            if name == "typing.Annotated" and isinstance(inner, Items):
                for item in inner.items[1:]:
                    item = self.expand(item) or UNKNOWN
                    if isinstance(item, Call):
                        found.append(item)
                annotation = self.expand(inner.items[0]) if inner.items else None
            elif name in ("typing.Optional", "typing.Union"):
                parts = inner.items if isinstance(inner, Items) else (inner,)
                annotation = next((o for o in map(self.expand, parts) if isinstance(o, Sub)), None)
            else:
                break
        return found

    def dependency(self, argument: Argument) -> Expr | None:
        """What `Depends` of the parameter is given, or the class itself for `Depends()`."""
        for marker in reversed(self.markers(argument)):
            if self.qualname(marker.callee) in DEPENDS:
                given = marker.argument("dependency", 0)
                if given is not None:
                    return given
                return self.bare_type(argument.annotation)
        return None

    def bare_type(self, annotation: Expr | None) -> Expr | None:
        """The `X` of `Annotated[X, ...]`."""
        annotation = self.expand(annotation)
        if isinstance(annotation, Sub) and self.qualname(annotation.of) == "typing.Annotated":
            if isinstance(annotation.index, Items) and annotation.index.items:
                return annotation.index.items[0]
        return annotation

    # -- names -----------------------------------------------------------------------------

    def _is_cut(self, key: object) -> bool:
        """Whether the question leads back to itself, too deep, or to too many others.

        What was answered with a cut inside is not kept: it would depend on who asked first.
        """
        if self._depth == 0:
            self._steps = 0
        self._steps += 1
        if key in self._busy or self._depth > DEEPEST or self._steps > MOST:
            self._cuts += 1
            return True
        return False

    def _locate(self, qualname: str) -> tuple[Summary, str] | None:
        """The project's module that a dotted name lies in, and the rest of the name."""
        try:
            return self._located[qualname]
        except KeyError:
            located = self._located[qualname] = self._find(qualname)
            return located

    def _find(self, qualname: str) -> tuple[Summary, str] | None:
        if not self._imported.knows(qualname.partition(".")[0]):
            return None
        module = qualname.partition(".<")[0]
        # what is defined in a file has longer names, and is no module
        module = self._file(module.rpartition(".")[0]) or module
        while True:
            summary = self._imported.summary(module)
            if summary is not None:
                return summary, qualname[len(module) + 1 :]
            module, dot, _ = module.rpartition(".")
            if not dot:
                return None

    def _file(self, name: str) -> str | None:
        """The file, no package, that a dotted name is, or that one of its parents is."""
        if not name:
            return None
        if name not in self._files:
            found = self._file(name.rpartition(".")[0])
            self._files[name] = found or (name if self._imported.is_file(name) else None)
        return self._files[name]

    def _look_up(self, name: str) -> Value | None:
        located = self._locate(name)
        assert located is not None
        summary, rest = located
        if not rest:
            return ModuleValue(summary.name)
        defined = summary.definition(f"{summary.name}.{rest}")
        if defined is not None and ("." in rest or "#" in rest or self._single(summary, rest)):
            return self._last_definition(summary, defined)
        first, *attributes = rest.split(".")
        bound = self._bound(summary, first)
        if bound is None:
            return None if attributes or summary.stars else self._builtin(first)
        if isinstance(bound, Ref) and bound.name == f"{summary.name}.{first}":
            value: Value | None = summary.definition(bound.name)
        else:
            value = self.of(bound)
        for attribute in attributes:
            value = self.attribute(value, attribute)
        return value

    def _bound(self, summary: Summary, name: str) -> Expr | None:
        """What a global name is bound to; of a container that is changed, what still holds."""
        bound = summary.names.get(name)
        if bound is None:
            return self._from_stars(summary.stars, name)
        if bound.__class__ not in _HOLDING:
            return bound
        key = summary.name, name
        known = self._lasting.get(key)
        if known is None:
            left = unless_changed(bound)
            changed = left is not bound and self._is_changed(summary, name)
            known = self._lasting[key] = left if changed else bound
        return known

    def _is_changed(self, summary: Summary, name: str) -> bool:
        """Whether something of that name is changed: in its own file, the one at hand, or others.

        Others are looked at last: that takes longest.
        """
        own = self._imported.own
        if summary.changes(name) or (own is not None and own.changes(name)):
            return True
        return self._imported.changes(summary, name)

    @staticmethod
    def _last_definition(summary: Summary, defined: Function | Class) -> Function | Class:
        """The definition that stands: the last of a method's, where `@overload` has others."""
        if isinstance(defined, Function) and defined.owner and "#" not in defined.qualname:
            owner = summary.classes.get(defined.owner)
            stands = owner.methods.get(defined.name) if owner is not None else None
            return summary.functions.get(stands or "", defined)
        return defined

    @staticmethod
    def _single(summary: Summary, name: str) -> bool:
        return not isinstance(summary.names.get(name), OneOf)

    def _from_stars(self, stars: tuple[str, ...], name: str) -> Expr | None:
        """What `from module import *` brings in under a name, if one of them does."""
        found: list[Expr] = []
        for star in stars[:20]:
            if self._imported.knows(star.partition(".")[0]):
                summary = self._imported.summary(star)
                if summary is None:
                    return None
                key = ("star", star, name)
                if key in self._busy:
                    continue
                self._busy.add(key)
                try:
                    if not self._is_exported(summary, name):
                        continue
                    if name in summary.names or self._from_stars(summary.stars, name):
                        found.append(Ref(f"{star}.{name}"))
                finally:
                    self._busy.discard(key)
        return found[0] if len(found) == 1 else None

    def _is_exported(self, summary: Summary, name: str) -> bool:
        """Whether `from module import *` brings a name in, as far as a literal `__all__` tells."""
        if summary not in self._exported:
            self._exported[summary] = None
            listed = summary.names.get("__all__")
            if isinstance(listed, Items):
                self._exported[summary] = frozenset(map(self.text, listed.items))
        exported = self._exported[summary]
        if exported is not None:
            return name in exported or None in exported
        return "__all__" in summary.names or not name.startswith("_")

    @staticmethod
    def _builtin(name: str) -> Value | None:
        import builtins

        return External(f"builtins.{name}") if hasattr(builtins, name) else None

    # -- expressions -----------------------------------------------------------------------

    def _parameter(self, expression: Param) -> Value | None:
        function = self.function(expression.function)
        if function is None:
            return None
        argument = next((a for a in function.arguments if a.name == expression.name), None)
        if argument is None or argument.kind in ("*", "**"):
            return None
        if function.owner and argument is function.arguments[0]:
            if not self.decorated_by(function, {"builtins.staticmethod"}):
                owner = self.known_class(function.owner)
                if owner is None:
                    return None
                if self.decorated_by(function, {"builtins.classmethod"}):
                    return owner
                return Instance(owner.qualname, owner)
        declared = self.type_of(argument.annotation) if argument.annotation else None
        if declared is None and argument.annotation is None and argument.default is not None:
            if not self.markers(argument):
                return None
        dependency = self.dependency(argument)
        if dependency is None:
            return declared
        provided = self.provided(self.of(dependency))
        return self._reconciled(declared, provided)

    def provided(self, dependency: Value | None) -> Value | None:
        """What a route receives from a dependency: what it returns or yields."""
        if isinstance(dependency, Class):
            return Instance(dependency.qualname, dependency)
        if isinstance(dependency, External):
            return None
        function = self.callee(dependency)
        if function is None:
            return None
        if function.is_generator:
            return self.gives(function, "yield")
        return self.gives(function, "return")

    def _reconciled(self, declared: Value | None, seen: Value | None) -> Value | None:
        """The more exact of what is declared and what is seen; None where they contradict."""
        if declared is None or seen is None:
            return seen or declared
        if isinstance(declared, Instance) and isinstance(seen, Instance):
            if self.derives(seen.cls, declared.cls) is not False:
                return seen
            return declared if self.derives(declared.cls, seen.cls) is not False else None
        return seen

    def _attribute_of(self, expression: Attr) -> Value | None:
        return self.attribute(self.of(expression.of), expression.name)

    def attribute(self, value: Value | None, name: str) -> Value | None:
        """What `value.name` is."""
        match value:
            case External(name=outer):
                return External(libraries.canonical(f"{outer}.{name}"))
            case ModuleValue(name=outer):
                return self.named(f"{outer}.{name}")
            case Instance(known=Class() as known):
                return self._attribute_of_object(known, value, name)
            case Instance(cls=cls):
                attribute = libraries.attribute(cls, name)
                return Instance(attribute) if attribute else Method(value, name)
            case Class():
                method = self.method(value, name)
                if method is not None:
                    return Bound(method, value)
                for ancestor in self.ancestry(value.qualname):
                    known_base = self.known_class(ancestor) if ancestor else None
                    if known_base and name in known_base.fields:
                        return self._unless_set(known_base, name, known_base.fields[name])
            case Constant() if name == "value":  # of the member of an Enum
                return value
            case Function():
                made = self._decorated(value)
                return self.attribute(made, name) if made is not None else None
            case Method(of=Instance(cls=cls), name=first):
                # chains such as client.chat.completions.create
                return Method(value.of, f"{first}.{name}")
        return None

    def _decorated(self, function: Function) -> Instance | None:
        """The object of a library that a decorator makes of a function: a task of Celery."""
        if not function.decorators:
            return None
        decorator = self.of(function.decorators[0].expression)
        made = decorator if isinstance(decorator, Instance) else self.result(decorator, None)
        return made if isinstance(made, Instance) and made.known is None else None

    def _attribute_of_object(self, cls: Class, of: Instance, name: str) -> Value | None:
        for ancestor in self.ancestry(cls.qualname):
            if ancestor is None:
                return None
            known = self.known_class(ancestor)
            if known is None:
                if ancestor in _MARKER_BASES:
                    continue
                return self.attribute(Instance(ancestor, None, of.made), name)
            if name in known.methods:
                function = self.function(known.methods[name])
                if function is None:
                    return None
                if self.decorated_by(function, PROPERTIES):
                    return self.gives(function, "return")
                return Bound(function, of)
            if name in known.attributes:
                value = self._unless_set(known, name, known.attributes[name])
                if name in known.fields:
                    default = self._unless_set(known, name, known.fields[name])
                    if value is None:
                        return default
                    if isinstance(value, Constant) and isinstance(default, Constant):
                        if default.value is not None and not _same(value, default):
                            return None
                return value
            if name in known.fields:
                value = self._unless_set(known, name, known.fields[name])
                made = of.made
                if isinstance(value, Constant) and made is not None:  # a default, or another value
                    given = made.argument(name)
                    if given is not None or made.args or made.spreads:
                        return self.of(given)
                return value
        return None

    def _unless_set(self, cls: Class, name: str, given: Expr) -> Value | None:
        """What an attribute is; a constant or a display only where nobody sets or changes it."""
        value = self.of(given)
        if isinstance(value, (Constant, Display)):
            home = self.summary(cls.qualname)
            if home is None or self._is_changed(home, name):
                return self.type_of(given.annotation) if isinstance(given, Typed) else None
        return value

    def _result(self, call: Call) -> Value | None:
        return self.result(self.of(call.callee), call)

    def result(self, callee: Value | None, call: Call | None) -> Value | None:
        """What calling `callee` gives."""
        match callee:
            case Class(qualname=name):
                return Instance(name, callee, call)
            case Function():
                return self._called(callee)
            case Bound(function=function):
                return self._called(function)
            case Partial(of=inner):
                return self.result(inner, call)
            case External(name=name):
                return self._called_external(name, call)
            case Instance(known=Class() as known):
                method = self.method(known, "__call__")
                return self._called(method) if method else None
            case Instance(cls=cls):
                factory = libraries.factory_argument(cls)
                if factory is not None and callee.made is not None:
                    given = callee.made.argument(*factory)
                    if given is not None:
                        return self.result(self.of(given), call)
                called = libraries.call_result(cls)
                return Instance(called, None, call) if called else None
            case Method(of=Instance(cls=cls), name=name):
                found = libraries.method_result(cls, name)
                return Instance(found, None, call) if found else None
        return None

    def _called(self, function: Function) -> Value | None:
        if self.decorated_by(function, CONTEXT_MANAGERS):
            return Pending("context", function)
        if function.is_generator:
            return Pending("generator", function)
        if function.is_async:
            return Pending("coroutine", function)
        return self.gives(function, "return")

    def _called_external(self, name: str, call: Call | None) -> Value | None:
        if call is not None:
            if name == "functools.partial" and call.args:
                inner = self.of(call.args[0])
                return Partial(inner, call) if inner else None
            if name in ("typing.cast", "typing.NewType") and call.args:
                return self.type_of(call.args[0 if name == "typing.cast" else 1])
            if name == "builtins.super" and call.args:
                return self._base_of(self.of(call.args[0]))
            if name == "builtins.next" and call.args:
                return self._next(self.of(call.args[0]))
        made = libraries.result_of(name)
        if made:
            return Instance(made, None, call)
        if libraries.call_result(name):  # `sessionmaker` is a class, whatever its name looks like
            return Instance(name, None, call)
        last = name.rpartition(".")[2]
        if last[:1].isupper() and not last.isupper():  # by convention a class
            return Instance(name, None, call)
        return None

    def _base_of(self, cls: Value | None) -> Value | None:
        """An object of the first base: where `super()` looks first."""
        if not isinstance(cls, Class) or not cls.bases:
            return None
        match self.of(cls.bases[0]):
            case Class(qualname=name) as base:
                return Instance(name, base)
            case External(name=name):
                return Instance(name)
        return None

    def _next(self, value: Value | None) -> Value | None:
        if isinstance(value, Pending) and value.kind == "generator" and not value.function.is_async:
            return self.gives(value.function, "yield")
        return None  # an async generator has no `__next__`: TypeError

    def gives(self, function: Function, how: str) -> Value | None:
        """What a function returns (awaited, if it is async) or yields."""
        key = (function.qualname, how)
        if key in self._given:
            return self._given[key]
        if self._is_cut(key):
            return None
        self._busy.add(key)
        self._depth += 1
        cuts = self._cuts
        try:
            if how == "yield":
                declared = self._produced(function.annotation)
                seen = self._all_agree(function.yielded)
            else:
                declared = self.type_of(function.annotation) if function.annotation else None
                seen = None if self._is_model(declared) else self._all_agree(function.returned)
            value = self._reconciled(declared, seen)
        finally:
            self._depth -= 1
            self._busy.discard(key)
        if cuts == self._cuts:
            self._given[key] = value
        return value

    def _is_model(self, declared: Value | None) -> bool:
        """Whether a function is declared to return a model: no body says more about that.

        Settings are looked at: what they are made with decides what is in their fields.
        """
        if not isinstance(declared, Instance) or declared.known is None:
            return False
        lineage, _ = self._lineage(declared.cls)
        return "pydantic.BaseModel" in lineage and "pydantic_settings.BaseSettings" not in lineage

    def _produced(self, annotation: Expr | None) -> Value | None:
        """The `X` of `Iterator[X]` and its like; a bare `X` on a generator is what is meant."""
        annotation = self.expand(annotation)
        if isinstance(annotation, Sub) and self.qualname(annotation.of) in _PRODUCERS:
            inner = annotation.index
            if isinstance(inner, Items):
                return self.type_of(inner.items[0]) if inner.items else None
            return self.type_of(inner)
        value = self.type_of(annotation) if annotation is not None else None
        return None if isinstance(value, Instance) and value.cls in _PRODUCERS else value

    def _awaited(self, expression: Awaited) -> Value | None:
        value = self.of(expression.of)
        if isinstance(value, Pending):
            return self.gives(value.function, "return") if value.kind == "coroutine" else None
        return value if isinstance(value, Instance) else None

    def _entered(self, expression: Entered) -> Value | None:
        if isinstance(expression.of, Call) and expression.of.args:
            if self.qualname(expression.of.callee) in _PASSING_ON:
                return self.of(expression.of.args[0])
        value = self.of(expression.of)
        match value:
            case Pending(kind="context", function=function):
                return self.gives(function, "yield")
            case Instance(known=Class() as known):
                for name in ("__enter__", "__aenter__"):
                    if method := self.method(known, name):
                        entered = self.gives(method, "return")
                        return entered if entered else value
                return value
            case Instance(cls=cls):
                inner = libraries.entered(cls)
                return Instance(inner, None, value.made) if inner else value
        return None

    def _iterated(self, expression: Iterated) -> Value | None:
        value = self.of(expression.of)
        match value:
            case Pending(kind="generator", function=function):
                return self.gives(function, "yield")
            case Display(expression=Items(items=items)):
                return self._all_agree(items)
        return self._contained(expression.of)

    def _contained(self, expression: Expr) -> Value | None:
        """What is in a container whose annotation tells: `files: list[UploadFile]`."""
        annotation: Expr | None = None
        expression = self.expand(expression) or expression
        if isinstance(expression, OneOf):  # `files or []`
            filled = [o for o in expression.options if not (isinstance(o, Items) and not o.items)]
            expression = filled[0] if len(filled) == 1 else expression
        if isinstance(expression, Param):
            function = self.function(expression.function)
            if function:
                annotation = next(
                    (a.annotation for a in function.arguments if a.name == expression.name), None
                )
        elif isinstance(expression, Typed):
            annotation = expression.annotation
        for _ in range(4):
            annotation = self.expand(annotation)
            if isinstance(annotation, OneOf):
                annotation = next((o for o in annotation.options if isinstance(o, Sub)), None)
            if not isinstance(annotation, Sub):
                return None
            name = self.qualname(annotation.of)
            inner = annotation.index
            if name in _WRAPPERS:
                annotation = inner.items[0] if isinstance(inner, Items) and inner.items else inner
            elif name and name.rpartition(".")[2].lower() in (
                "list", "set", "frozenset", "sequence", "iterable", "iterator", "collection",
            ):  # fmt: skip
                return self.type_of(inner)
            else:
                return None
        return None

    def _item(self, expression: Item) -> Value | None:
        value = self.of(expression.of)
        if isinstance(value, Display) and isinstance(value.expression, Items):
            items = value.expression.items
            if expression.index < len(items) and not any(isinstance(i, Star) for i in items):
                return self.of(items[expression.index])
        return None

    def _element(self, expression: Sub) -> Value | None:
        value = self.of(expression.of)
        if isinstance(value, (External, Class)):
            return value  # Repository[Item](...) is an object of Repository
        index = self.constant(expression.index)
        if isinstance(value, Instance) and value.known is None:
            element = libraries.item_of(value.cls)
            return Instance(element) if element else None
        if index is None or not isinstance(value, Display):
            return None
        match value.expression:
            case Items(items=items) if isinstance(index.value, int):
                if -len(items) <= index.value < len(items):
                    if not any(isinstance(item, Star) for item in items):
                        return self.of(items[index.value])
            case Pairs(pairs=pairs):
                for key, item in reversed(pairs):
                    constant = self.constant(key) if key is not None else None
                    if constant is None:
                        return None
                    if constant.value == index.value:
                        return self.of(item)
        return None

    def _text(self, expression: Text) -> Value | None:
        parts = [self.of(part) for part in expression.parts]
        if expression.how == "/":
            left = parts[0]
            if isinstance(left, Instance) and libraries.is_subclass(left.cls, "pathlib.PurePath"):
                return Instance(left.cls)
            return None
        if expression.how in ("f-string", "+"):
            values = [part.value for part in parts if isinstance(part, Constant)]
            if len(values) == len(parts):
                if expression.how == "f-string":
                    return Constant("".join(map(str, values)))
                if all(isinstance(value, str) for value in values):
                    return Constant("".join(values))
        return Instance("builtins.str") if expression.how == "f-string" else None

    def _agreed(self, expression: OneOf) -> Value | None:
        return self._all_agree(expression.options)

    def _all_agree(self, options: list[Expr] | tuple[Expr, ...]) -> Value | None:
        """The one thing that all options are; None among them says only that it may be missing."""
        agreed: Value | None = None
        nothing: Value | None = None
        for option in options:
            value = self.of(option)
            if value is None:
                return None
            if isinstance(value, Constant) and value.value is None:
                nothing = value
            elif agreed is None:
                agreed = value
            elif not _same(agreed, value):
                return None
            elif isinstance(agreed, Instance) and isinstance(value, Instance):
                if agreed.made is not value.made:  # which of the two it is, nobody knows
                    agreed = Instance(agreed.cls, agreed.known)
        return agreed or nothing

    def _typed(self, expression: Typed) -> Value | None:
        declared = self.type_of(expression.annotation)
        value = expression.value
        if isinstance(value, Unknown):
            return declared
        if isinstance(value, Call) and self.qualname(value.callee) in _FIELDS:
            default = value.argument("default", 0)
            constant = self.constant(default) if default is not None else None
            if constant is not None and constant.value not in (None, ...):
                return constant
            return declared
        if isinstance(value, Call) and self.qualname(value.callee) in DEPENDS:
            given = value.argument("dependency", 0) or self.bare_type(expression.annotation)
            return self._reconciled(declared, self.provided(self.of(given)))
        seen = self.of(value)
        if isinstance(seen, Constant) and seen.value is None:
            return declared
        return self._reconciled(declared, seen)

    # -- annotations -----------------------------------------------------------------------

    def _type_of(self, annotation: Expr | None) -> Value | None:
        match annotation:
            case Const(value=None):
                return Constant(None)
            case Ref(name=name):
                return self._object_of(self.named(name))
            case Call():
                value = self.of(annotation)  # NewType("UserId", int)
                return value if isinstance(value, Instance) else None
            case Attr():
                return self._object_of(self.of(annotation))
            case OneOf(options=options):
                return self._one_type(options)
            case Sub(of=of, index=index):
                name_of = self.qualname(of)
                if name_of == "typing.Union":
                    return self._one_type(index.items if isinstance(index, Items) else (index,))
                if name_of in _WRAPPERS:
                    first = index.items[:1] if isinstance(index, Items) else (index,)
                    return self.type_of(first[0]) if first else None
                if name_of in ("builtins.type", "typing.Type"):
                    return self.of(index)
                return self._object_of(self.of(of))
        return None

    def _object_of(self, cls: Value | None) -> Value | None:
        match cls:
            case Class(qualname=name):
                return Instance(name, cls)
            case External(name=name):
                return None if name in _ANYTHING else Instance(name)
        return None

    def _one_type(self, options: tuple[Expr, ...]) -> Value | None:
        agreed: Value | None = None
        for option in options:
            value = self.type_of(option)
            if isinstance(value, Constant) and value.value is None:
                continue
            if value is None or (agreed is not None and not _same(agreed, value)):
                return None
            agreed = value
        return agreed


_FIELDS = {"pydantic.Field", "dataclasses.field", "sqlmodel.Field", "fastapi.Query", "fastapi.Form",
           "fastapi.Body", "fastapi.Header", "fastapi.Cookie", "fastapi.Path"}  # fmt: skip


#: Expressions that a container may stand in.
_HOLDING = frozenset({Items, Pairs, Text, OneOf, Typed})


def _unwrapped(
    value: Value | None, call: Call
) -> tuple[Value | None, tuple[Expr, ...], tuple[tuple[str | None, Expr], ...], bool]:
    """What a call calls in the end, with which arguments, and whether `*` hides some of them."""
    args, keywords, hidden = call.args, call.keywords, call.spreads
    while isinstance(value, Partial):
        bound = value.call
        args, keywords = bound.args[1:] + args, bound.keywords + keywords
        hidden, value = hidden or bound.spreads, value.of
    return value, args, keywords, hidden


def _same(one: Value, other: Value) -> bool:
    match one, other:
        case Constant(value=a), Constant(value=b):
            return type(a) is type(b) and a == b
        case External(name=a), External(name=b):
            return a == b
        case Instance(cls=a), Instance(cls=b):
            return a == b
        case Bound(function=a), Bound(function=b):
            return a is b
        case Pending(kind=a, function=f), Pending(kind=b, function=g):
            return a == b and f is g
        case Method(of=a, name=m), Method(of=b, name=n):
            return m == n and a.cls == b.cls
        case ModuleValue(name=a), ModuleValue(name=b):
            return a == b
    return one is other
