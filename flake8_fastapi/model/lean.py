"""Data classes, patterns and cached properties that cost little.

To define a class with the `dataclass` of the standard library takes about as long as to import a
module, most of it for methods that are seldom called. To compile a pattern takes longer still. Both
every start of Flake8 would pay for. A `cached_property` takes a lock before Python 3.12.
"""

from __future__ import annotations

import re
import sys
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property
else:

    class cached_property:
        """What a method gives when it is first asked for; kept in the object under its name."""

        def __init__(self, method):
            self.method = method
            self.__doc__ = method.__doc__

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            value = instance.__dict__[self.method.__name__] = self.method(instance)
            return value


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(*, eq=True, frozen=False, slots=False):
        """Make a data class whose methods, but for `__init__`, are not written and compiled.

        That nobody writes to a frozen one is left to the type checker.
        """

        def decorate(cls):
            cls.__repr__ = _repr
            cls.__doc__ = cls.__doc__ or cls.__name__  # else the signature is written out
            if eq:
                _compare(cls)
            return dataclasses.dataclass(repr=False, eq=False, slots=slots)(cls)

        return decorate

    def _compare(cls):
        key = attrgetter(*(name for name in cls.__annotations__ if _is_compared(cls, name)))

        def __eq__(self, other):
            return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

        cls.__eq__ = __eq__
        cls.__hash__ = lambda self: hash(key(self))

    def _is_compared(cls, name):
        default = vars(cls).get(name)
        return default.__class__ is not dataclasses.Field or default.compare

    @recursive_repr()
    def _repr(self):
        shown = [name for name, each in self.__dataclass_fields__.items() if each.repr]
        values = [f"{name}={getattr(self, name)!r}" for name in shown]
        return f"{self.__class__.__qualname__}({', '.join(values)})"


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """Do what `re.compile` does, when the pattern is first used."""
    return cast("re.Pattern[str]", _Pattern(text, flags))


class _Pattern:
    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there yet: the methods of the compiled pattern."""
        found = getattr(re.compile(self._text, self._flags), name)  # which `re` keeps
        setattr(self, name, found)
        return found


__all__ = ["cached_property", "dataclass", "regex"]
