"""What FastAPI makes of what a route returns, by its response model.

It answers with 500 where that does not fit: the model is of the route, and so is the mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flake8_fastapi.model.project.files import text_at
from flake8_fastapi.model.routing.kinds import Endpoint
from flake8_fastapi.model.syntax.expressions import (
    Call,
    Const,
    Expr,
    Pairs,
    Ref,
    Sub,
    Typed,
    Unknown,
    is_none,
    last_name,
    origin,
)
from flake8_fastapi.model.syntax.functions import Class
from flake8_fastapi.model.values.inheritance import MARKER_BASES
from flake8_fastapi.model.values.members import MODEL
from flake8_fastapi.model.values.value_kinds import Display
from flake8_fastapi.model.values.values import Values

#: Since then the annotation of a route is its response model, if nothing else is.
ANNOTATED_MODELS = "0.89"
#: Before, a response model took None, whatever it was.
_NO_NONE = "0.80"
#: What is neither a mapping nor None, and made of neither.
_OTHERS = {
    *(f"builtins.{name}" for name in ("list", "tuple", "set", "str", "int", "float", "bool")),
    "typing.List", "typing.Tuple", "typing.Set",
}  # fmt: skip
#: Types without a default that may be left out, or are of no field.
_NEED_NOTHING = {
    "typing.Any", "typing.Optional", "typing.Union", "typing.Annotated", "typing.ClassVar",
    "typing_extensions.Annotated", "pydantic.PrivateAttr",
}  # fmt: skip
#: Methods by which a model takes what does not look like it.
_TAKING = {"__init__", "__new__", "__get_validators__", "__get_pydantic_core_schema__"}
_CHANGING = {"model_validator", "root_validator"}
_ALIASES = {"alias", "validation_alias", "default", "default_factory"}


class ResponseModels:
    """Answers for the routes of one file."""

    def __init__(self, values: Values, at_least: Callable[[str, str], bool]) -> None:
        self._values = values
        self._at_least = at_least

    def refuses(self, endpoint: Endpoint, body: Expr | None) -> bool:
        """Whether a body surely does not fit the response model of a route; None: it is `null`."""
        model = self._values.expand(self._model_of(endpoint))
        if body is None and not self._at_least("fastapi", _NO_NONE):
            return False
        value = self._values.of(body) if body is not None else None
        given = value.expression if isinstance(value, Display) else self._values.expand(body)
        if model is None or not (body is None or isinstance(given, Pairs)):
            return False  # an object is iterated, it may be: a `list[Any]` takes a model
        if self._values.qualname(origin(model)) in _OTHERS:
            return True
        known = self._values.of(model)
        if not isinstance(known, Class) or not self._is_plain_model(known):
            return False
        return body is None or (isinstance(given, Pairs) and self._lacks_fields(given, known))

    def _model_of(self, endpoint: Endpoint) -> Expr | None:
        given = endpoint.argument("response_model")
        if given is None and endpoint.function is not None:
            if not endpoint.call.spreads and self._at_least("fastapi", ANNOTATED_MODELS):
                given = endpoint.function.annotation
        return None if is_none(given) else given

    def _is_plain_model(self, cls: Class) -> bool:
        """Whether it is a model of the project that takes its fields by their own names."""
        bases = [*self._values.ancestry(cls.qualname)]
        if MODEL not in bases:
            return False
        for base in bases:
            known = self._values.known_class(base) if base is not None else None
            if known is None:
                if base != MODEL and base not in MARKER_BASES:
                    return False
            elif not self._takes_fields_only(known):
                return False
        return True

    def _takes_fields_only(self, cls: Class) -> bool:
        home = self._values.summary(cls.qualname)
        methods = filter(None, map(self._values.function, cls.methods.values()))
        return (
            home is not None
            and "alias_generator" not in text_at(home.path)
            and "__root__" not in cls.fields
            and _TAKING.isdisjoint(cls.methods)
            and not any(
                last_name(each.expression.callee) in _CHANGING
                for method in methods
                for each in method.decorators
                if isinstance(each.expression, Call)
            )
        )

    def _lacks_fields(self, given: Pairs, cls: Class) -> bool:
        """Whether a dict has not all that a model needs."""
        keys = {key.value if isinstance(key, Const) else None for key, _ in given.pairs}
        return None not in keys and any(name not in keys for name in self._needed(cls))

    def _needed(self, cls: Class) -> Iterator[str]:
        """The fields without a default."""
        seen: set[str] = set()
        for base in self._values.ancestry(cls.qualname):
            known = self._values.known_class(base) if base is not None else None
            for name, declared in known.fields.items() if known is not None else ():
                if name not in seen and self._is_needed(name, declared):
                    yield name
                seen.add(name)

    def _is_needed(self, name: str, declared: Expr) -> bool:
        if not isinstance(declared, Typed) or name.startswith("_"):
            return False
        kind = self._values.expand(declared.annotation)
        if not isinstance(kind, (Ref, Sub)):
            return False
        if self._values.qualname(origin(kind)) in {None, *_NEED_NOTHING}:
            return False
        match declared.value:
            case Unknown():
                return True
            case Call(args=args, keywords=keywords) as call:
                return (
                    self._values.qualname(call.callee) == "pydantic.Field"
                    and not call.spreads
                    and _ALIASES.isdisjoint(word for word, _ in keywords)
                    and all(isinstance(each, Const) and each.value is ... for each in args)
                )
        return False
