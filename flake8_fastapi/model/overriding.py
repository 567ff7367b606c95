"""Which methods of derived classes run where a method of their base is called."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from flake8_fastapi.model.functions import Class, Function, Summary
from flake8_fastapi.model.values import Values


class Overriding:
    """What the classes of a project make of what they inherit.

    `deriving` finds the files with a class that has one of some names among its bases.
    """

    def __init__(
        self,
        own: Summary,
        values: Values,
        deriving: Callable[[Collection[str]], list[Summary | None] | None],
    ) -> None:
        self._own = own
        self._values = values
        self._deriving = deriving
        self._derived: dict[str, list[Class] | None] = {}

    def versions(self, cls: Class, name: str) -> list[Function | None]:
        """What runs instead in derived classes; None: something that is no method, or unknown."""
        if is_private(name):
            return []
        if cls.qualname not in self._derived:
            self._derived[cls.qualname] = self._derived_from(cls)
        derived = self._derived[cls.qualname]
        return [None] if derived is None else list(self._of(derived, name))

    def _of(self, derived: list[Class], name: str) -> Iterator[Function | None]:
        for cls in derived:
            if name in cls.methods:
                yield self._values.function(cls.methods[name])
            elif name in cls.fields or name in cls.attributes:
                yield None

    def _derived_from(self, cls: Class) -> list[Class] | None:
        """The classes that are derived from one, at any distance; None: too many to tell."""
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


def is_private(name: str) -> bool:
    """Whether a name is another one in each class: `__name`."""
    return name.startswith("__") and not name.endswith("__")


__all__ = ["Overriding", "is_private"]
