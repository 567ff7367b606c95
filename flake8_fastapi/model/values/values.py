"""What an expression is: a constant, a function, a class, an instance of which class.

Follows names through assignments, imports, re-exports and calls, in this file and in others.
Whatever is not certain is None: branches that disagree, names with several meanings,
annotations that contradict what is seen, code that leads back to itself.

Names are followed by `bindings` and `evaluation`; what classes inherit is in `inheritance`, what
annotations say in `annotations`, what attributes are in `attributes`, what operators give in
`operations`, what queries give in `rows`; here is what calls and parameters are.
"""

from __future__ import annotations

from flake8_fastapi.model import libraries
from flake8_fastapi.model.project.imported import Imported
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Awaited,
    Call,
    Const,
    Entered,
    Excepted,
    Expr,
    Item,
    Items,
    Iterated,
    OneOf,
    Pairs,
    Param,
    Several,
    Sub,
    Text,
    Typed,
    Union,
    Unknown,
    last_name,
    origin,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.values import operations
from flake8_fastapi.model.values.annotations import DEPENDS
from flake8_fastapi.model.values.asked_classes import AskedClasses
from flake8_fastapi.model.values.attributes import Attributes
from flake8_fastapi.model.values.containers import TAKING, Containers
from flake8_fastapi.model.values.handed_back import HandedBack
from flake8_fastapi.model.values.operations import agreed, methods_on
from flake8_fastapi.model.values.rows import Rows
from flake8_fastapi.model.values.runnables import Runnables
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    Constant,
    Display,
    External,
    Instance,
    Method,
    Partial,
    Pending,
    Value,
    same,
)

CONTEXT_MANAGERS = {"contextlib.contextmanager", "contextlib.asynccontextmanager"}
#: Context managers that give what they were given.
_PASSING_ON = {"contextlib.closing", "contextlib.aclosing", "contextlib.nullcontext"}
#: What enters other context managers, and its methods that give what entering one gives.
_STACKS = {
    "contextlib.ExitStack": ("enter_context",),
    "contextlib.AsyncExitStack": ("enter_context", "enter_async_context"),
}
_CALLABLE = "typing.Callable"
_FIELDS = {"pydantic.Field", "dataclasses.field", "sqlmodel.Field", "fastapi.Query", "fastapi.Form",
           "fastapi.Body", "fastapi.Header", "fastapi.Cookie", "fastapi.Path"}  # fmt: skip


class Values(Attributes):
    """Answers for the expressions of one file and of those it leads to."""

    def __init__(self, imported: Imported) -> None:
        super().__init__(imported)
        self._given: dict[tuple[str, str], Value | None] = {}
        self._runnables = Runnables(self, self._inheritance)
        self._asked = AskedClasses(self, self._annotations)
        self._containers = Containers(self, self._annotations, self.bound_to)
        self._rows = Rows(self)
        self._handed = HandedBack(self, self.result, self._kept)

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
        given = self.of(dependency)
        if isinstance(given, Function) and (
            self.decorated_by(given, CONTEXT_MANAGERS)
            or (not given.is_generator and self._annotations.gives_producer(given.annotation))
        ):
            return None  # FastAPI hands on what it returns, and goes through nothing
        return self._reconciled(declared, self.provided(given))

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

    def _one_of(self, expression: OneOf) -> Value | None:
        """What all branches agree on.

        Whatever callers give for `client=None`, `client or Client()` is used as a `Client`.
        """
        chains = [methods_on(option, expression) for option in expression.options]
        if any(chains):
            return self._narrowed(expression, chains)
        value = agreed(self, expression.options)
        if value is not None:
            return value
        made = tuple(each for each in expression.options if not self._may_be_left_out(each))
        if not made or len(made) == len(expression.options):
            return self._declared(expression.options)
        value = agreed(self, made)
        return Instance(value.cls, value.known) if isinstance(value, Instance) else None

    def _declared(self, options: tuple[Expr, ...]) -> Value | None:
        """What a name is said to be where it gets one of its values, unless another belies it."""
        declared = [self.type_of(each.annotation) for each in options if isinstance(each, Typed)]
        match declared:
            case [Instance(cls=cls, known=known)]:
                for value in filter(None, map(self.of, options)):
                    if not isinstance(value, Instance) or self.derives(value.cls, cls) is False:
                        if not isinstance(value, Constant) or value.value is not None:
                            return None
                return Instance(cls, known)
        return None

    def _union(self, expression: Union) -> Value | None:
        return self._runnables.piped(expression.options) or self._one_of(expression)

    def _narrowed(self, expression: OneOf, chains: list[list[Call]]) -> Value | None:
        """What `x` is behind `x = x.filter(...)`, if that gives what it was, or a kind of it."""
        start = agreed(self, [o for o, chain in zip(expression.options, chains) if not chain])
        return self._kept(start, list(filter(None, chains)))

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

    def _may_be_left_out(self, expression: Expr) -> bool:
        """Whether it is a parameter of which nothing is said but that it may be None."""
        if not isinstance(expression, Param):
            return False
        function = self.function(expression.function)
        return function is not None and any(
            each.name == expression.name
            and each.annotation is None
            and isinstance(each.default, Const)
            and each.default.value is None
            for each in function.arguments
        )

    def _attribute_of(self, expression: Attr) -> Value | None:
        return self.attribute(self.of(expression.of), expression.name)

    def inner(self, function: Function) -> list[Function]:
        """The functions that are defined in one."""
        summary = self.summary(function.qualname)
        every = summary.functions.values() if summary is not None else ()
        return [each for each in every if each.outer == function.qualname]

    def _result(self, call: Call) -> Value | None:
        callee = self.of(call.callee)  # once: where calls are nested too deep, nothing is kept
        given = self.result(callee, call)
        if given is None and last_name(call.callee) in TAKING:
            return self._containers.taken(call) or operations.got(self, call)
        if given is None and isinstance(callee, Instance) and callee.cls == _CALLABLE:
            declared = self._containers.taken(call)  # `Awaitable[Session]` is not what is awaited
            return declared if not _is_generic(declared) else None
        return given

    def result(self, callee: Value | None, call: Call | None) -> Value | None:
        """What calling `callee` gives."""
        match callee:
            case Class(qualname=name):
                return self._given_by_new(callee) or Instance(name, callee, call)
            case Function():
                seen = self._asked_of(callee, call, self._called(callee))
                return self._handed.by(callee, call, False) if seen is None and call else seen
            case Bound(function=function, of=of):
                seen = self._asked_of(callee, call, self._called(function))
                if seen is None and call is not None:
                    return self._handed.by(function, call, True)
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
                called = libraries.call_result(cls) or libraries.result_of(cls)
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
        if isinstance(instead, Constant) and instead.value is None:
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

    def _awaited(self, expression: Awaited) -> Value | None:
        value = self.of(expression.of)
        if isinstance(value, Pending):
            if value.kind != "coroutine":
                return None
            given = self.gives(value.function, "return")
            match call := self.expand(expression.of):
                case Call() if isinstance(callee := self.of(call.callee), (Function, Bound)):
                    return self._asked_of(callee, call, given)
            return given
        if value is None and isinstance(expression.of, Call):
            return self._given_by_thread(expression.of)
        return value if isinstance(value, Instance) else None

    def _given_by_thread(self, call: Call) -> Value | None:
        """What a function gives that is handed to a thread: `await to_thread(open, path)`."""
        position = libraries.handed_to_thread(self.library_name(call.callee) or "")
        made = call.handing(position, libraries.THREAD_OPTIONS) if position is not None else None
        return self.result(self.of(made.callee), made) if made is not None else None

    def _entered(self, expression: Entered) -> Value | None:
        if isinstance(expression.of, Call) and expression.of.args:
            if self.qualname(expression.of.callee) in _PASSING_ON:
                return self.of(expression.of.args[0])
        value = self.of(expression.of)
        if value is None or _is_generic(value):
            declared = self._containers.entered(expression.of)
            if declared is not None:
                return declared
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
            case Display(expression=Items(items=items)) if items:
                return agreed(self, items)
        listed = self.expand(expression.of)
        if isinstance(listed, Several):
            return self._one_of_several(listed)
        return self._containers.each(expression.of) or self._rows.each(value)

    def _element(self, expression: Sub) -> Value | None:
        found = operations.element(self, expression) or self._containers.taken(expression)
        match self.of(expression.of) if found is None else None:
            case Instance(cls="collections.defaultdict", made=Call() as made):
                return self.result(self.of(made.argument("default_factory", 0)), None)
        return found

    def _one_of_several(self, listed: Several) -> Value | None:
        """What an element is: which of them it is, nobody knows."""
        value = self.of(listed.of)
        return Instance(value.cls, value.known) if isinstance(value, Instance) else value

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


def _is_generic(declared: Value | None) -> bool:
    """Whether it is an object of which is only known what it is for: `Awaitable`, `Iterator`."""
    return isinstance(declared, Instance) and declared.cls.startswith(("typing.", "contextlib."))


Values.evaluators = {
    Const: lambda values, e: Constant(e.value),
    Param: Values._parameter,
    Attr: Values._attribute_of,
    Call: Values._result,
    Awaited: Values._awaited,
    Entered: Values._entered,
    Iterated: Values._iterated,
    Item: lambda values, e: operations.item(values, e) or values._containers.taken(e),
    Sub: Values._element,
    Items: lambda values, e: Display(e),
    Several: lambda values, e: None,
    Pairs: lambda values, e: Display(e),
    Text: operations.joined,
    OneOf: Values._one_of,
    Union: Values._union,
    Typed: Values._typed,
    Excepted: lambda values, e: values.of(e.of),
}
