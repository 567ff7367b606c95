"""Whose text is put into a statement: the client's, or one that callers hand down from the client.

Answers for closed expressions, so for names as they are bound, not for the order in which things
happen; `strings` and `sql` add the order. `request` knows more of what the client controls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Literal

from flake8_fastapi.model.assembly.parameters import Parameter, parameters
from flake8_fastapi.model.libraries import CONNECTION
from flake8_fastapi.model.request.sources import KINDS
from flake8_fastapi.model.request.types import ClientTypes
from flake8_fastapi.model.routing import Routing, is_route
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Awaited,
    Call,
    Const,
    Expr,
    Item,
    Iterated,
    OneOf,
    Param,
    Star,
    Sub,
    Typed,
)
from flake8_fastapi.model.syntax.functions import Argument, Function
from flake8_fastapi.model.values.arguments import argument_given
from flake8_fastapi.model.values.value_kinds import Instance, Value
from flake8_fastapi.model.values.values import Values

#: Whose text this is: the client's, or that of a caller who has it from the client.
Origin = Literal["client", "caller"]

_MAPPINGS = {"query_params", "path_params", "headers", "cookies"}
_READERS = {"json", "form", "body"}
_LOOKUPS = {"get", "getlist", "pop", "values", "items", "keys", "model_dump", "dict"}
_CONTAINERS = ("builtins.list", "builtins.set", "builtins.tuple", "typing.Sequence")
#: Parameters looked at to find out whose text one is given.
_MOST = 30
#: Arguments of `Query(...)` and of constraints in `Annotated` that say what the text may be.
_PATTERNS = ("pattern", "regex")


class TextOrigins:
    """Answers where the values of one file come from.

    `calls_of` gives the calls of a function through the files of the project, and who makes them.
    """

    def __init__(
        self,
        routing: Routing,
        values: Values,
        is_dependency: Callable[[Function], bool | None],
        calls_of: Callable[[Function], Iterable[tuple[Call, Function | None]]],
    ) -> None:
        self._routing = routing
        self._values = values
        self._is_dependency = is_dependency
        self._calls_of = calls_of
        self._types = ClientTypes(values)
        self._parameters: dict[str, dict[str, Parameter]] = {}

    def origin(self, expression: Expr) -> Origin | None:
        """Where a text comes from, unchanged and unrestricted; None where that is not certain.

        Numbers, enumerations, `Literal` and texts held to a pattern are no such texts.
        """
        expression = self._given_at_once(expression) or expression
        if not self._may_be_any_text(expression):
            return None
        if self.is_from_client(expression):
            return "client"
        parameter = self._parameter_of(expression)
        return "caller" if parameter is not None and self._is_handed_down(parameter) else None

    def is_from_client(self, expression: Expr, depth: int = 0) -> bool:
        """Whether the value is, or is taken out of, what the client sent."""
        if depth > 12:
            return False

        def inner(other: Expr) -> bool:
            return self.is_from_client(other, depth + 1)

        match expression:
            case Param(function=function, name=name):
                parameter = self._parameter(function, name)
                return parameter is not None and parameter.kind in KINDS
            case Attr(of=of, name=name):
                return (name in _MAPPINGS and self._is_request(of)) or inner(of)
            case Call(callee=Attr(of=of, name=name)):
                if name in _READERS and self._is_request(of):
                    return True
                return name in _LOOKUPS and inner(of)
            case Sub(of=of) | Awaited(of=of) | Iterated(of=of) | Item(of=of) | Star(of=of):
                return inner(of)
            case Typed(value=value):
                return inner(value)
            case OneOf(options=options):
                variable = [option for option in options if not isinstance(option, Const)]
                return bool(variable) and all(map(inner, variable))
        return False

    # -- inside ----------------------------------------------------------------------------

    def _given_at_once(self, expression: Expr) -> Param | None:
        """The parameter of `__init__` that an attribute of a class dependency is, unchanged."""
        if not isinstance(expression, Attr) or not isinstance(expression.of, Param):
            return None
        parameter = self._parameter(expression.of.function, expression.of.name)
        if parameter is None or parameter.kind != "dependency":
            return None
        cls = self._values.known_class(self._values.class_of(expression.of) or "")
        given = cls.attributes.get(expression.name) if cls is not None else None
        if not isinstance(given, Param) or cls is None or cls.methods.get(expression.name):
            return None
        maker = self._values.method(cls, "__init__")
        if maker is None or maker.qualname != given.function or maker.raised:
            return None
        looked_at = [*maker.compared, *(each for call in maker.calls for each in call.given)]
        return None if any(_is_same(given, each) for each in looked_at) else given

    def _parameter_of(self, expression: Expr) -> Param | None:
        """The parameter that this text is, or the model that has it as a field."""
        match expression:
            case Param(function=qualname, name=name):
                known = _argument(self._values.function(qualname), name) is not None
                return expression if known else None
            case Attr(of=Param() as of):
                return of if self._is_model(of) else None
            case Iterated(of=of):
                return self._parameter_of(of)
        return None

    def _is_model(self, expression: Expr) -> bool:
        """Whether it is a model, of whose fields the types tell what they may be."""
        return self._values.is_instance(expression, "pydantic.BaseModel") is True

    def _is_handed_down(self, parameter: Param) -> bool:
        """Whether a call hands something of the client to a parameter, through other callers too.

        A caller who looks at it, or has somebody else look at it, may refuse it.
        """
        parameters = [parameter]
        for each in parameters:
            function = self._values.function(each.function)
            if function is None or len(parameters) > _MOST:
                return False
            for call, caller in self._calls_of(function):
                given = argument_given(each.name, function, call, self._values)
                if given is None or caller is None or _looks_at(caller, given, call):
                    continue
                if self.is_from_client(given) and (
                    self._is_model(given) or self._may_be_any_text(given)
                ):
                    return True
                further = self._parameter_of(given)
                if further and not any(map(partial(_is_same, further), parameters)):
                    parameters.append(further)
        return False

    def _parameter(self, qualname: str, name: str) -> Parameter | None:
        """A parameter as FastAPI fills it; None where FastAPI does not call the function."""
        known = self._parameters.get(qualname)
        if known is None:
            known = self._parameters[qualname] = {
                parameter.name: parameter for parameter in self._filled(qualname)
            }
        return known.get(name)

    def _filled(self, qualname: str) -> list[Parameter]:
        for endpoint in self._routing.endpoints:
            if endpoint.function is not None and endpoint.function.qualname == qualname:
                return endpoint.parameters
        function = self._values.function(qualname)
        if function is None or function.is_lambda:
            return []
        if is_route(function) or self._is_dependency(function):
            return parameters(function, self._values)
        return []

    def _is_request(self, expression: Expr) -> bool:
        return self._values.is_instance(expression, CONNECTION) is True

    def _may_be_any_text(self, expression: Expr) -> bool:
        if isinstance(expression, Param) and not self._is_free(expression):
            return False
        field = expression.of if isinstance(expression, Iterated) else expression
        is_free = self._is_free_field(field) if isinstance(field, Attr) else None
        if is_free is not None:
            return is_free
        value = self._values.of(expression)
        if isinstance(value, Instance) and self._is_container(value.cls):
            value = self._values.of(Iterated(expression))
        return self._is_untyped(expression) if value is None else self._is_text(value)

    def _is_container(self, cls: str) -> bool:
        return self._values.derives_from_any(cls, _CONTAINERS)

    def _is_text(self, value: Value) -> bool:
        return (
            isinstance(value, Instance)
            and self._values.derives(value.cls, "builtins.str") is True
            and self._values.derives(value.cls, "enum.Enum") is not True
        )

    def _is_untyped(self, expression: Expr) -> bool:
        """Whether nothing restricts it: a parameter without annotation, a value out of JSON."""
        match expression:
            case Param(function=qualname, name=name):
                argument = _argument(self._values.function(qualname), name)
                return argument is not None and argument.annotation is None
            case Sub(of=of) | Call(callee=Attr(of=of)):
                return self.is_from_client(of)
        return False

    def _is_free_field(self, expression: Attr) -> bool | None:
        """Whether nothing restricts the texts in a field of a model; None for what is no field."""
        model = self._values.known_class(self._values.class_of(expression.of) or "")
        ancestry = self._values.ancestry(model.qualname) if model is not None else ()
        known = [self._values.known_class(each) for each in ancestry if each]
        is_field = any(each is not None and expression.name in each.fields for each in known)
        if model is None or not is_field:
            return None
        return self._types.field(model, ((".", expression.name),), 0) is True

    def _is_free(self, expression: Param) -> bool:
        """Whether no pattern restricts the text of a parameter."""
        argument = _argument(self._values.function(expression.function), expression.name)
        if argument is None:
            return False
        return not any(
            marker.argument(name) is not None
            for marker in self._values.markers(argument)
            for name in _PATTERNS
        )


def _looks_at(caller: Function, given: Expr, handing: Call) -> bool:
    """Whether a function compares what it hands on, or hands it to another call as well."""
    looked_at = [*caller.compared]
    for call in caller.calls:
        if call is not handing:
            looked_at += call.given
    return any(_is_same(given, each) for each in looked_at)


def _is_same(one: Expr, other: Expr) -> bool:
    """Whether both are the same parameter, or the same attribute of one."""
    match one, other:
        case Param(), Param():
            return (one.function, one.name) == (other.function, other.name)
        case Attr(), Attr():
            return one.name == other.name and _is_same(one.of, other.of)
        case Iterated(), Iterated():
            return _is_same(one.of, other.of)
    return False


def _argument(function: Function | None, name: str) -> Argument | None:
    if function is None:
        return None
    return next((argument for argument in function.arguments if argument.name == name), None)


__all__ = ["Origin", "TextOrigins"]
