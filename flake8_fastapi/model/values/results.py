"""What calls give: of functions and classes of the project, of libraries, and of the built-ins."""

from __future__ import annotations

from abc import abstractmethod

from flake8_fastapi.model import libraries
from flake8_fastapi.model.project.imported import Imported
from flake8_fastapi.model.syntax.expressions import Call, Entered, Param, last_name, origin
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.values.asked_classes import AskedClasses
from flake8_fastapi.model.values.attributes import Attributes
from flake8_fastapi.model.values.handed_back import HandedBack
from flake8_fastapi.model.values.operations import agreed
from flake8_fastapi.model.values.rows import Rows
from flake8_fastapi.model.values.runnables import Runnables
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    Constant,
    External,
    Instance,
    Method,
    Partial,
    Pending,
    Value,
    means_none,
    same,
)

CONTEXT_MANAGERS = {"contextlib.contextmanager", "contextlib.asynccontextmanager"}
#: What enters other context managers, and its methods that give what entering one gives.
_STACKS = {
    "contextlib.ExitStack": ("enter_context",),
    "contextlib.AsyncExitStack": ("enter_context", "enter_async_context"),
}


class Results(Attributes):
    """Knows what is given by what is called."""

    def __init__(self, imported: Imported) -> None:
        super().__init__(imported)
        self._given: dict[tuple[str, str], Value | None] = {}
        self._runnables = Runnables(self, self._inheritance)
        self._asked = AskedClasses(self, self._annotations)
        self._rows = Rows(self)
        self._handed = HandedBack(self, self.result, self._kept)

    @abstractmethod
    def _entered(self, expression: Entered) -> Value | None:
        """What entering a context manager gives."""

    def result(self, callee: Value | None, call: Call | None) -> Value | None:
        """What calling `callee` gives."""
        match callee:
            case Class(qualname=name):
                return self._given_by_new(callee) or Instance(name, callee, call)
            case Function():
                seen = self._asked_of(callee, call, self._called(callee))
                return self._given_back(callee, call, False) if seen is None and call else seen
            case Bound(function=function, of=of):
                seen = self._asked_of(callee, call, self._called(function))
                if seen is None and call is not None:
                    return self._given_back(function, call, True)
                return self._made_by(function, of, seen) if isinstance(of, Class) else seen
            case Partial(of=inner, call=made):
                gives = self.result(inner, call)
                if isinstance(gives, Pending) and gives.kind == "generator":
                    if self.qualname(made.callee) in CONTEXT_MANAGERS:
                        return Pending("context", gives.function)
                return gives
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
                # else it may be what a client holds: `client.containers.get`
                called = libraries.call_result(cls) or self._streamed(cls, call)
                called = called or libraries.result_of(cls)
                return Instance(called, None, call) if called else None
            case Method(of=Instance(cls=cls), name=name):
                if call is not None and call.args and name in _STACKS.get(cls, ()):
                    held = self._entered(Entered(call.args[0]))  # and closed, by the stack
                    return Instance(held.cls, held.known) if isinstance(held, Instance) else held
                found = libraries.method_result(cls, name)
                if found is None and call is not None and cls.startswith("sql"):
                    return self._rows.given(callee.of, name, call)
                return Instance(found, None, call) if found else None
        return None

    def _streamed(self, method: str, call: Call | None) -> str | None:
        """The class of an answer that a call of a client asks for bit by bit."""
        asked = self.of(call.argument("stream", None)) if call is not None else None
        is_asked = isinstance(asked, Constant) and asked.value is True
        return libraries.streamed_by(method) if is_asked else None

    def _given_back(self, function: Function, call: Call, is_bound: bool) -> Value | None:
        """What a call decides by what it gives to a function."""
        handed = self._handed.by(function, call, is_bound)
        return handed or self._handed.chosen(function, call, is_bound)

    def gives(self, function: Function, how: str) -> Value | None:
        """What a function returns (awaited, if it is async) or yields."""
        key = (function.qualname, how)
        if key in self._given:
            return self._given[key]
        if self._is_cut(key):
            return None
        self._busy.add(key)
        self.depth += 1
        cuts = self.cuts
        try:
            if how == "yield":
                declared = self._annotations.produced(function.annotation)
                seen = agreed(self, function.yielded)
            else:
                declared = self.type_of(function.annotation) if function.annotation else None
                if self._is_exception(declared) and function.always_raises:
                    declared = None  # it raises what it is declared to return
                seen = None if self._is_model(declared) else agreed(self, function.returned)
            value = self._reconciled(declared, seen)
        finally:
            self.depth -= 1
            self._busy.discard(key)
        if cuts == self.cuts:
            self._given[key] = value
        return value

    def _made_by(self, method: Function, cls: Class, seen: Value | None) -> Value | None:
        """What a class gives by a `classmethod` of one of its bases: `return cls()`."""
        match seen:
            case Instance(cls=base, made=Call(callee=Param(name=name)) as made):
                first = next(iter(method.arguments), None)
                if method.owner == base and first is not None and first.name == name:
                    return Instance(cls.qualname, cls, made)
        return seen

    def _given_by_new(self, cls: Class) -> Value | None:
        """What a class makes that is no object of its own: `__new__` returns the one client."""
        new = self.function(cls.methods["__new__"]) if "__new__" in cls.methods else None
        value = agreed(self, new.returned) if new is not None else None
        if isinstance(value, Instance) and self.derives(value.cls, cls.qualname) is False:
            return value
        return None

    def _called(self, function: Function) -> Value | None:
        if self.decorated_by(function, CONTEXT_MANAGERS):
            return Pending("context", function)
        if function.is_generator is None:
            return None
        if function.is_generator:
            return Pending("generator", function)
        if function.is_async:
            return Pending("coroutine", function)
        return self.gives(function, "return")

    def _called_external(self, name: str, call: Call | None) -> Value | None:
        if call is not None:
            if call.args and (name == "functools.partial" or name in CONTEXT_MANAGERS):
                inner = self.of(call.args[0])
                return Partial(inner, call) if inner else None
            if name in ("typing.cast", "typing.NewType") and call.args:
                return self.type_of(call.args[0 if name == "typing.cast" else 1])
            if name == "builtins.super" and call.args:
                return self._base_of(self.of(call.args[0]))
            if name == "builtins.getattr" and len(call.args) >= 2:
                return self._got(call)
            if name in ("builtins.next", "builtins.anext") and call.args:
                return self._next(self.of(call.args[0]), is_async=name == "builtins.anext")
            if (runnable := self._runnables.made(name, call)) is not None:
                return runnable
            if call.args and isinstance(given := self.of(call.args[0]), Instance):
                if (decided := libraries.result_by_argument(name, given.cls)) is not None:
                    return Instance(decided, None, call)
        made = libraries.result_of(name)
        if made:
            return Instance(made, None, call)
        if libraries.call_result(name):  # `sessionmaker` is a class, whatever its name looks like
            return Instance(name, None, call)
        last = name.rpartition(".")[2]
        if last[:1].isupper() and not last.isupper():  # by convention a class
            return Instance(name, None, call)
        return None

    def _got(self, call: Call) -> Value | None:
        """What `getattr(x, "name", None)` gives: what it gives in place of a lack counts, too."""
        of, asked, *rest = call.args
        name = self.text(asked)
        value = self.attribute(self.of(of), name) if name is not None else None
        if not rest:
            return value
        if value is None or isinstance(value, Method):
            return None  # there may be no such method
        instead = self.of(rest[0])
        if means_none(instead):
            return value
        return value if instead is not None and same(value, instead) else None

    def _asked_of(
        self, callee: Function | Bound, call: Call | None, seen: Value | None
    ) -> Value | None:
        """What a call gives that names the class: `resolve(Mailer)`; `seen` for all others."""
        if call is None or isinstance(seen, Pending):
            return seen
        asked = self._asked.given(callee, call)
        return self._reconciled(asked, seen) if asked is not None else seen

    def _base_of(self, cls: Value | None) -> Value | None:
        """An object of the first base: where `super()` looks first."""
        if not isinstance(cls, Class) or not cls.bases:
            return None
        match self.of(origin(cls.bases[0])):
            case Class(qualname=name) as base:
                return Instance(name, base)
            case External(name=name):
                return Instance(name)
        return None

    def _next(self, value: Value | None, is_async: bool) -> Value | None:
        """What a generator yields first, once awaited if it is async."""
        if isinstance(value, Pending) and value.kind == "generator":
            if value.function.is_async is is_async:  # otherwise it raises TypeError
                return self.gives(value.function, "yield")
        return None

    def _given_by_thread(self, call: Call) -> Value | None:
        """What a function gives that is handed to a thread: `await to_thread(open, path)`."""
        position = libraries.handed_to_thread(self.library_name(call.callee) or "")
        made = call.handing(position, libraries.THREAD_OPTIONS) if position is not None else None
        return self.result(self.of(made.callee), made) if made is not None else None

    def _is_exception(self, declared: Value | None) -> bool:
        return isinstance(declared, Instance) and bool(
            self.derives(declared.cls, "builtins.BaseException")
        )

    def _is_model(self, declared: Value | None) -> bool:
        """Whether a function is declared to return a model: no body says more about that.

        Settings are looked at: what they are made with decides what is in their fields.
        """
        if not isinstance(declared, Instance) or declared.known is None:
            return False
        lineage, _ = self._inheritance.lineage(declared.cls)
        return "pydantic.BaseModel" in lineage and "pydantic_settings.BaseSettings" not in lineage

    def _kept(self, start: Value | None, chains: list[list[Call]]) -> Value | None:
        """What an object is whichever of some chains it went through: a collection is a query."""
        if not isinstance(start, Instance):
            return None
        one = Instance(start.cls, start.known)
        for chain in chains:
            value: Value | None = one
            for call in chain:
                value = self.result(self.attribute(value, last_name(call.callee)), call)
            if isinstance(value, Instance) and self.derives(one.cls, value.cls):
                if self.derives(value.cls, one.cls) is False:
                    return self._kept(value, chains)
            if value is None or not same(one, value):
                return None
        return one
