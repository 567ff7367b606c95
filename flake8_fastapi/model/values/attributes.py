"""What attributes are: of modules, classes and objects, of libraries and of the project.

Of what is declared and what is seen, the more exact counts; where they contradict, nothing is
known.
"""

from __future__ import annotations

from abc import abstractmethod

from flake8_fastapi.model import libraries
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.imported import Imported
from flake8_fastapi.model.syntax.expressions import (
    Call,
    Const,
    Expr,
    OneOf,
    Param,
    Typed,
    Unknown,
    last_name,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.values.annotations import Annotations
from flake8_fastapi.model.values.evaluation import PROTOCOLS, Evaluator
from flake8_fastapi.model.values.inheritance import MARKER_BASES, Inheritance
from flake8_fastapi.model.values.kept import HOLDING, Kept
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    Constant,
    Display,
    External,
    Instance,
    Method,
    ModuleValue,
    Partial,
    Value,
    same,
)

PROPERTIES = {"builtins.property", "functools.cached_property", "abc.abstractproperty"}
#: `sqlalchemy.ext.asyncio.AsyncSession`, `redis.asyncio.Redis`
_ASYNC = regex(r"(?:.*\.)?(?:asyncio\..*|Async\w*)")


def is_async(value: Value | None) -> bool:
    """Whether it is an object of a library, of a class that stands beside a blocking one."""
    if not isinstance(value, Instance) or value.known is not None:
        return False
    return _ASYNC.fullmatch(value.cls) is not None


class Attributes(Evaluator):
    """Answers for attributes, by what classes inherit and what annotations say."""

    def __init__(self, imported: Imported) -> None:
        super().__init__(imported)
        self._inheritance = inheritance = Inheritance(self)
        self.is_instance = inheritance.is_instance
        self.is_subclass = inheritance.is_subclass
        self.derives = inheritance.derives
        self.derives_from_any = inheritance.derives_from_any
        self.ancestry = inheritance.ancestry
        self.overridden = inheritance.overridden
        self.is_own = inheritance.is_own
        self.method = inheritance.method
        self._annotations = annotations = Annotations(self)
        self.type_of = annotations.type_of
        self.types_of = annotations.types_of
        self.says_nothing = annotations.says_nothing
        self.markers = annotations.markers
        self.metadata = annotations.metadata
        self.dependency = annotations.dependency
        self.bare_type = annotations.bare_type
        self._holders = Kept(self, imported)

    @abstractmethod
    def gives(self, function: Function, how: str) -> Value | None:
        """What a function returns (awaited, if it is async) or yields."""

    @abstractmethod
    def result(self, callee: Value | None, call: Call | None) -> Value | None:
        """What calling `callee` gives."""

    def kin(self, one: Value, other: Value) -> Value | None:
        """What both are, though they differ."""
        return self._inheritance.kin(one, other)

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

    def attribute(self, value: Value | None, name: str) -> Value | None:
        """What `value.name` is."""
        match value:
            case External(name=outer):
                return self._of_library(f"{outer}.{name}")
            case ModuleValue(name=outer):
                return self.named(f"{outer}.{name}")
            case Instance(known=Class() as known):
                return self._attribute_of_object(known, value, name)
            case Instance(cls=cls):
                if cls in HOLDING and (kept := self._holders.under(name, cls)) is not None:
                    return kept
                attribute = libraries.attribute(cls, name)
                return Instance(attribute) if attribute else Method(value, name)
            case Class():
                method = self.method(value, name)
                if method is not None:
                    return Bound(method, value)
                return self._attribute_of_class(value, name)
            case Constant() if name == "value":  # of the member of an Enum
                return value
            case Function():
                made = self._decorated(value)
                return self.attribute(made, name) if made is not None else None
            case Method(of=Instance(cls=cls), name=first):
                # chains such as client.chat.completions.create
                return Method(value.of, f"{first}.{name}")
        return None

    def _attribute_of_class(self, cls: Class, name: str) -> Value | None:
        is_set = name.startswith("_")  # by the project, as methods may: `cls._pool = ...`
        for ancestor in self.ancestry(cls.qualname):
            if ancestor is None:
                return None
            known = self.known_class(ancestor)
            if known is None and ancestor not in MARKER_BASES:
                return None if is_set else External(libraries.canonical(f"{ancestor}.{name}"))
            if known is not None and name in known.fields:
                return self._class_attribute(known, name)
            is_set = is_set or (known is not None and name in known.attributes)
        return None

    def bound_to(self, of: Expr, name: str) -> Expr | None:
        """What an attribute of an object or class is bound to, where it is typed if it is so."""
        value = self.of(of)
        cls = value.cls if isinstance(value, Instance) else None
        cls = value.qualname if isinstance(value, Class) else cls
        for ancestor in self.ancestry(cls) if cls is not None else ():
            known = self.known_class(ancestor) if ancestor else None
            if known is None:
                return None
            for given in (known.attributes.get(name), known.fields.get(name)):
                options = given.options if isinstance(given, OneOf) else (given,)
                typed = [each for each in options if isinstance(each, Typed)]
                if given is not None:
                    return typed[0] if typed else given
        return None

    def _attribute_of_object(self, cls: Class, of: Instance, name: str) -> Value | None:
        for ancestor in self.ancestry(cls.qualname):
            if ancestor is None:
                return None
            known = self.known_class(ancestor)
            if known is None:
                if ancestor in MARKER_BASES or libraries.lacks(ancestor, name):
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
                if value is None:
                    value = self._given_at_start(known.attributes[name], of)
                value = self._reconciled(value, self._handed_up(cls, known.attributes[name]))
                if name in known.fields:
                    default = self._unless_set(known, name, known.fields[name])
                    if value is None:
                        return default
                    if isinstance(value, Constant) and isinstance(default, Constant):
                        if default.value is not None and not same(value, default):
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
        return self._mixed_in(cls, name) if of.made is None else None

    def _mixed_in(self, cls: Class, name: str) -> Value | None:
        """What the classes that mix one in have under a name that it lacks, if it is one thing.

        That may lead to the same question about another class: `class Sub(self.decimal.Decimal)`.
        """
        if self._is_cut(key := (cls.qualname, name)):
            return None
        self._busy.add(key)
        try:
            return self._agreed_by_mixing(cls, name)
        finally:
            self._busy.discard(key)

    def _agreed_by_mixing(self, cls: Class, name: str) -> Value | None:
        files = self._imported.deriving((cls.name,))
        if files is None or None in files:
            return None
        agreed: Value | None = None
        for summary in dict.fromkeys(filter(None, (self._imported.own, *files))):
            for each in summary.classes_naming({cls.name}):
                if each.qualname != cls.qualname and self.derives(each.qualname, cls.qualname):
                    found = self.attribute(Instance(each.qualname, each), name)
                    if found is None or (agreed is not None and not same(agreed, found)):
                        return None
                    agreed = agreed or found
        return agreed

    def _given_at_start(self, value: Expr, of: Instance) -> Value | None:
        """What an attribute is that is a parameter of `__init__`, by the call that made the object.

        Not so a constant, which is there to be changed.
        """
        made = of.made
        if made is None or not isinstance(value, Param):
            return None
        cls, maker = self.of(made.callee), self.function(value.function)
        if maker is None or not isinstance(cls, Class) or self.method(cls, "__init__") is not maker:
            return None
        return self._unless_constant(_argument(maker, made, value.name))

    def _handed_up(self, cls: Class, value: Expr) -> Value | None:
        """What an attribute is that is a parameter of an inherited `__init__`.

        The class knows more of it than its base: `super().__init__(repository)`.
        """
        match value:
            case (
                Param(function=function, name=name)
                | Typed(value=Param(function=function, name=name))
            ):
                maker, own = self.function(function), self.method(cls, "__init__")
                if maker is None or own is None or maker.name != "__init__" or own is maker:
                    return None
                return self._unless_constant(self._passed_up(own, maker, name))
        return None

    def _passed_up(self, own: Function, maker: Function, name: str) -> Expr | None:
        """What the `__init__` of a class gives to a parameter of one that it calls of a base."""
        calls = [call for call in own.calls if last_name(call.callee) == "__init__"]
        if len(calls) != 1:
            return None
        match self.of(calls[0].callee):
            case Bound(function=called, of=Instance()) if called is maker:
                return _argument(maker, calls[0], name)
        return None

    def _unless_constant(self, given: Expr | None) -> Value | None:
        value = self.of(given)
        return None if isinstance(value, (Constant, Display)) else value

    def _class_attribute(self, cls: Class, name: str) -> Value | None:
        """What an attribute of a class is; of one that is None at first, what its methods set."""
        given = cls.fields[name]
        value = self._unless_set(cls, name, given)
        empty = given.value if isinstance(given, Typed) else given
        if isinstance(empty, (Const, Unknown)) and name in cls.attributes:
            if not isinstance(empty, Const) or empty.value is None:
                declared = value if isinstance(value, Instance) else None
                made = self._unless_set(cls, name, cls.attributes[name])
                return self._reconciled(declared, made)
        return value

    def _unless_set(self, cls: Class, name: str, given: Expr) -> Value | None:
        """What an attribute is; a constant or a display only where nobody sets or changes it."""
        value = self.of(given)
        if isinstance(value, (Constant, Display)):
            home = self.summary(cls.qualname)
            if home is None or self._is_changed(home, name):
                return self.type_of(given.annotation) if isinstance(given, Typed) else None
        return value

    def _decorated(self, function: Function) -> Instance | None:
        """The object of a library that a decorator makes of a function: a task of Celery."""
        if not function.decorators:
            return None
        decorator = self.of(function.decorators[0].expression)
        made = decorator if isinstance(decorator, Instance) else self.result(decorator, None)
        return made if isinstance(made, Instance) and made.known is None else None

    def _reconciled(self, declared: Value | None, seen: Value | None) -> Value | None:
        """The more exact of what is declared and what is seen; None where they contradict.

        What is async is so whatever it is declared as: motor goes by the names of pymongo.
        """
        if declared is None or seen is None:
            return seen or declared
        if isinstance(declared, Instance) and isinstance(seen, Instance):
            if self.derives(seen.cls, declared.cls) is not False:
                return seen
            if self.derives(declared.cls, seen.cls) is not False:
                return declared
            if self.derives_from_any(declared.cls, PROTOCOLS):
                return seen  # which need not derive from it
            return seen if is_async(seen) and not is_async(declared) else None
        if isinstance(seen, Method):  # some attribute: `request.app.state.redis`
            return declared
        return seen


def _argument(maker: Function, call: Call, name: str) -> Expr | None:
    """What a call gives to a parameter of an `__init__`; None where `*` may hide it."""
    plain = maker.by_position[1:]
    position = plain.index(name) if name in plain else None
    return None if call.spreads else call.argument(name, position)
