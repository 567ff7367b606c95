"""What an expression is: a constant, a function, a class, an instance of which class.

Follows names through assignments, imports, re-exports and calls, in this file and in others.
Whatever is not certain is None: branches that disagree, names with several meanings,
most annotations that contradict what is seen, code that leads back to itself.

Names are followed by `bindings` and `evaluation`; what classes inherit is in `inheritance`, what
annotations say in `annotations`, what attributes are in `attributes`, what operators give in
`operations`, what calls give in `results`, and what queries do in `rows`; here is what parameters
and other expressions are.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import libraries
from flake8_fastapi.model.libraries import DEPENDS
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
    Star,
    Sub,
    Text,
    Typed,
    Union,
    Unknown,
    is_none,
    last_name,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.values import operations
from flake8_fastapi.model.values.containers import TAKING, Containers
from flake8_fastapi.model.values.operations import agreed, methods_on
from flake8_fastapi.model.values.results import CONTEXT_MANAGERS, Results
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    Constant,
    Display,
    External,
    Instance,
    Pending,
    Value,
    means_none,
)

#: Context managers that give what they were given.
_PASSING_ON = {"contextlib.closing", "contextlib.aclosing", "contextlib.nullcontext"}
_CALLABLE = "typing.Callable"
_FIELDS = {"pydantic.Field", "dataclasses.field", "sqlmodel.Field", "fastapi.Query", "fastapi.Form",
           "fastapi.Body", "fastapi.Header", "fastapi.Cookie", "fastapi.Path"}  # fmt: skip


#: What an application of ASGI is called with: its own object, `scope`, `receive` and `send`.
_ASGI = 4
#: Classes of libraries that serve an application they are given, under whatever they do.
_SERVING = {
    "sentry_sdk.integrations.asgi.SentryAsgiMiddleware",
    "socketio.ASGIApp", "socketio.asgi.ASGIApp",
    "uvicorn.middleware.proxy_headers.ProxyHeadersMiddleware",
}  # fmt: skip
#: What objects of libraries are declared as that are none of it.
_DATA = {
    f"builtins.{name}" for name in ("bool", "bytes", "dict", "float", "int", "list", "set", "str")
}
#: What own classes of data are derived from.
_OF_DATA = {
    "abc.ABC", "builtins.object", "pydantic.BaseModel", "sqlalchemy.orm.DeclarativeBase",
    "sqlmodel.SQLModel", "typing.Generic",
}  # fmt: skip


class Values(Results):
    """Answers for the expressions of one file and of those it leads to."""

    def __init__(self, imported: Imported) -> None:
        super().__init__(imported)
        self._containers = Containers(self, self._annotations, self.bound_to)

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
        if declared is None and self._annotations.is_for_anything(argument.annotation):
            insisted = function.insists_on.get(argument.name)
            if insisted is not None and not self.markers(argument):
                return self.type_of(insisted)
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
        first, *others = expression.options
        if isinstance(first, Call) and all(self._serves(each, expression) for each in others):
            return self.of(first)
        made = tuple(each for each in expression.options if not self._may_be_left_out(each))
        if not made or len(made) == len(expression.options):
            return self._declared(expression)
        value = agreed(self, made)
        return Instance(value.cls, value.known) if isinstance(value, Instance) else None

    def _serves(self, option: Expr, name: OneOf) -> bool:
        """Whether it wraps an application under its own name: `app = Outer(app)`, at the end.

        Nothing is asked of what it makes but to serve the application.
        """
        if not isinstance(option, Call) or not any(self._is(each, name) for each in option.given):
            return False
        match self.of(option.callee):
            case External(name=outer):
                return outer in _SERVING
            case Class() as cls:
                call = self.method(cls, "__call__")
                return call is not None and len(call.by_position) == _ASGI
        return False

    def _is(self, given: Expr, name: OneOf) -> bool:
        """Whether an expression is a global name, or another one for the same."""
        found = self.expand(given)
        return (self.expand(found.value) if isinstance(found, Typed) else found) is name

    def _declared(self, expression: OneOf) -> Value | None:
        """What a name is said to be where it gets one of its values, unless another belies it."""
        options = expression.options
        declared = [self.type_of(each.annotation) for each in options if isinstance(each, Typed)]
        match declared or [self._renewed(expression)]:
            case [Instance(cls=cls, known=known)]:
                for value in filter(_is_known, map(self.of, _flat(options))):
                    if not isinstance(value, Instance) or self.derives(value.cls, cls) is False:
                        if not isinstance(value, Constant) or value.value is not None:
                            return None
                return Instance(cls, known)
        return None

    def _renewed(self, expression: OneOf) -> Value | None:
        """What a parameter is declared as that is set to itself or something: `x = x or ...`."""
        match expression.options:
            case (Param(function=qualname, name=name) as given, *_):
                function = self.function(qualname)
                if function is not None and name in function.renewed:
                    return self.of(given)
        return None

    def _union(self, expression: Union) -> Value | None:
        return self._runnables.piped(expression.options) or self._one_of(expression)

    def _narrowed(self, expression: OneOf, chains: list[list[Call]]) -> Value | None:
        """What `x` is behind `x = x.filter(...)`, if that gives what it was, or a kind of it."""
        start = agreed(self, [o for o, chain in zip(expression.options, chains) if not chain])
        return self._kept(start, list(filter(None, chains)))

    def _may_be_left_out(self, expression: Expr) -> bool:
        """Whether it is a parameter of which nothing is said but that it may be None."""
        if not isinstance(expression, Param):
            return False
        function = self.function(expression.function)
        return function is not None and any(
            each.name == expression.name and each.annotation is None and is_none(each.default)
            for each in function.arguments
        )

    def _attribute_of(self, expression: Attr) -> Value | None:
        value = self.attribute(self.of(expression.of), expression.name)
        if value is None and expression.given is not None:  # methods set it to different things
            given = self.of(expression.given)
            return given if isinstance(given, Instance) else None
        return value

    def inner(self, function: Function) -> list[Function]:
        """The functions that are defined in one."""
        summary = self.summary(function.qualname)
        every = summary.functions.values() if summary is not None else ()
        return [each for each in every if each.outer == function.qualname]

    def _result(self, call: Call) -> Value | None:
        callee = self.of(call.callee)  # once: where calls are nested too deep, nothing is kept
        given = self.result(callee, call)
        is_own = isinstance(callee, (Function, Bound))  # of which more is known than its name
        if given is None and last_name(call.callee) in TAKING and not is_own:
            return self._containers.taken(call) or operations.got(self, call)
        if given is None and isinstance(callee, Instance) and callee.cls == _CALLABLE:
            declared = self._containers.taken(call)  # `Awaitable[Session]` is not what is awaited
            return declared if not _is_generic(declared) else None
        return given

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
                if not any(isinstance(each, Star) for each in items):
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
        if means_none(seen):
            return declared
        return seen if self._belies(seen, declared) else self._reconciled(declared, seen)

    def _belies(self, seen: Value | None, declared: Value | None) -> bool:
        """Whether something is an object of a library, declared as data or an own class by mistake.

        `rows: list[Item] = session.query(Item)` is a query, which nobody takes for a list.
        """
        if not isinstance(seen, Instance) or not isinstance(declared, Instance):
            return False
        if seen.known is not None or seen.cls.startswith(("builtins.", "typing.")):
            return False
        if declared.known is None:
            return declared.cls in _DATA and self.derives(seen.cls, declared.cls) is False
        return all(
            each is not None and (self.known_class(each) is not None or each in _OF_DATA)
            for each in self.ancestry(declared.cls)
        )


def _flat(options: tuple[Expr, ...]) -> Iterator[Expr]:
    """The options, and those of each that has some itself."""
    for each in options:
        yield from each.options if isinstance(each, OneOf) else (each,)


def _is_known(value: Value | None) -> bool:
    """Whether it says of something what it is; the `db` of a library may be anything."""
    if isinstance(value, External):
        return value.name.rpartition(".")[2][:1].isupper()
    return value is not None


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

__all__ = ["CONTEXT_MANAGERS", "Values"]
