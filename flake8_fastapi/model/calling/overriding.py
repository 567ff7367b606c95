"""Which methods of derived classes run where a method of their base is called.

What has all the methods of a `Protocol` counts as derived from it: nothing else need say so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from flake8_fastapi.model.syntax.expressions import Attr, Expr, Param, receiver
from flake8_fastapi.model.syntax.functions import Class, Function, Summary, is_own_object
from flake8_fastapi.model.values.arguments import is_super
from flake8_fastapi.model.values.value_kinds import Bound, Instance, Value
from flake8_fastapi.model.values.values import Values


class Overriding:
    """What the classes of a project make of what they inherit.

    `deriving` finds the files with a class that has one of some names among its bases, `defining`
    those with functions of all of some names.
    """

    def __init__(
        self,
        own: Summary,
        values: Values,
        deriving: Callable[[Collection[str]], list[Summary | None] | None],
        defining: Callable[[Collection[str]], list[Summary | None] | None],
    ) -> None:
        self._own = own
        self._values = values
        self._deriving = deriving
        self._defining = defining
        self._derived: dict[str, list[Class] | None] = {}

    def versions(self, cls: Class, name: str) -> list[Function | None]:
        """What runs instead in derived classes; None: something that is no method, or unknown."""
        if is_private(name):
            return []
        derived = self.derived(cls)
        return [None] if derived is None else list(self._of(derived, name))

    def derived(self, cls: Class) -> list[Class] | None:
        """The classes that are derived from one, at any distance; None: too many to tell."""
        if cls.qualname not in self._derived:
            found = self._derived_from(cls)
            if found is not None and self._values.is_protocol(cls):
                found += self._alike(cls)
            self._derived[cls.qualname] = found
        return self._derived[cls.qualname]

    def runs(self, callee: Expr) -> list[Function | None]:
        """The functions of the project one of which runs when something is called; None: another.

        In place of what is left to others these are the methods that classes of the project have
        there: an object that is said to be of an abstract class is of one of those. Where its class
        has a method that does nothing, it may be any.
        """
        value = self._values.of(callee)
        function = self._values.callee(value)
        if function is None:
            return [None]
        is_for_derived = self._values.is_for_derived(function)
        if not is_for_derived and not (function.owner is not None and function.is_empty):
            return [function]
        cls = self._class_left_open(value, receiver(callee))
        if cls is None:
            return [function]
        completed = list(completing(self.versions(cls, function.name), self._values))
        if not is_for_derived:
            return [function, *completed]
        return completed or [None]

    def may_be_plain(self, callee: Expr) -> bool:
        """Whether what runs in place of an async method may be no coroutine function.

        Of an object that is only said to be of a class, a derived one may have a plain `def`; where
        the method is abstract, it is so unless a derived class has an `async def`.
        """
        match self._values.of(callee):
            case Bound(function=function, of=of):
                cls = self._said_to_be(of, callee)
                if cls is None:
                    return False
            case _:
                return False
        versions = self.versions(cls, function.name)
        if any(it is None or not it.is_async or it.is_generator is not False for it in versions):
            return True
        return all(map(self._values.is_abstract, (function, *filter(None, versions))))

    def _alike(self, cls: Class) -> Iterator[Class]:
        """The classes that have all the methods of a protocol, and do not say so."""
        names = {
            name
            for each in filter(None, self._values.ancestry(cls.qualname))
            if (known := self._values.known_class(each)) is not None
            for name in known.methods
        }
        if not names:
            return
        for summary in filter(None, dict.fromkeys((self._own, *(self._defining(names) or ())))):
            for each in summary.classes_naming({"class"}):
                if not names <= each.methods.keys() or self._values.is_protocol(each):
                    continue
                if self._values.derives(each.qualname, cls.qualname) is False:
                    yield each

    def _class_left_open(self, value: Value | None, called_on: Expr | None) -> Class | None:
        """The class that a method is called on, where derived ones may stand in its place."""
        match value:
            case Bound(of=Instance(known=Class() as cls, made=None)):
                return None if is_super(called_on, self._values) else cls
            case Bound(of=Class() as cls) if isinstance(called_on, Param):  # `cls.load()`
                return cls
        return None

    def _said_to_be(self, of: object, callee: Expr) -> Class | None:
        """The class of what a method is called on, where nobody sees the object being made."""
        called_on = callee.of if isinstance(callee, Attr) else None
        match of:
            case Instance(known=Class() as cls, made=made):
                if made is not None or is_super(called_on, self._values):
                    return None
                # the methods of a class run for objects of it, but for those of an abstract one
                return cls if not self._is_self(called_on) or self._has_abstract(cls) else None
        return None

    def _is_self(self, receiver: Expr | None) -> bool:
        """Whether it is the first parameter of a method."""
        method = self._values.function(receiver.function) if isinstance(receiver, Param) else None
        return (
            method is not None
            and is_own_object(receiver, method)
            and not self._values.decorated_by(method, {"builtins.staticmethod"})
        )

    def _has_abstract(self, cls: Class) -> bool:
        """Whether nobody can make an object of a class, as some of its methods have no body."""
        methods = (self._values.method(cls, name) for name in cls.methods)
        return any(self._values.is_abstract(method) for method in methods if method is not None)

    def _of(self, derived: list[Class], name: str) -> Iterator[Function | None]:
        for cls in derived:
            if name in cls.methods:
                yield self._values.function(cls.methods[name])
            elif name in cls.fields or name in cls.attributes:
                yield None

    def _derived_from(self, cls: Class) -> list[Class] | None:
        """The same, but for those that do not say so."""
        found: dict[str, Class] = {}
        names, asked = {cls.name}, set[str]()
        while new := names - asked:
            asked |= new
            files = self._deriving(new)
            if files is None:
                return None
            for summary in filter(None, dict.fromkeys((self._own, *files))):
                for each in summary.classes_naming(new):
                    if each.bases and each.qualname != cls.qualname:
                        if self._values.derives(each.qualname, cls.qualname):
                            found[each.qualname] = each
                            names.add(each.name)
        return list(found.values())


def completing(versions: Iterable[Function | None], values: Values) -> Iterator[Function | None]:
    """Those versions of a method that are not left to classes derived once more."""
    return (each for each in versions if each is None or not values.is_for_derived(each))


def is_private(name: str) -> bool:
    """Whether a name is another one in each class: `__name`."""
    return name.startswith("__") and not name.endswith("__")


__all__ = ["Overriding", "completing", "is_private"]
