"""What annotations say: the type of an object, what stands beside it in `Annotated`.

So also what parameters say that are marked by a call: `Depends(...)`, `Query(...)`.
"""

from __future__ import annotations

from flake8_fastapi.model import libraries
from flake8_fastapi.model.libraries import DEPENDS
from flake8_fastapi.model.syntax.expressions import (
    UNKNOWN,
    Attr,
    Call,
    Const,
    Expr,
    Items,
    OneOf,
    Ref,
    Sub,
    Typed,
    is_none,
)
from flake8_fastapi.model.syntax.functions import Argument, Class
from flake8_fastapi.model.values.evaluation import DEEPEST, Evaluator
from flake8_fastapi.model.values.value_kinds import (
    Constant,
    External,
    Instance,
    Value,
    means_none,
    same,
)

#: Generics around the type that matters.
WRAPPERS = {
    "typing.Annotated", "typing.Optional", "typing.ClassVar", "typing.Final", "typing.Required",
    "typing.NotRequired", "typing.Unpack", "sqlalchemy.orm.Mapped", "dishka.FromDishka",
}  # fmt: skip
_PRODUCERS = {
    "typing.Iterator", "typing.Iterable", "typing.Generator", "typing.AsyncIterator",
    "typing.AsyncIterable", "typing.AsyncGenerator",
}  # fmt: skip
_UNIONS = {"typing.Union", "typing.Optional"}
_TYPE_VARIABLE = "typing.TypeVar"
_ANYTHING = {
    "typing.Any", "builtins.object", "typing.Never", "typing.NoReturn", "typing.Self",
    "typing.Final", "typing.ClassVar",
}  # fmt: skip

#: Functions, which some write for the type of what they mark. Only `file: File` tells what that is.
_MARKERS = {
    f"fastapi.{name}"
    for name in (
        *("Body", "Cookie", "Depends", "File", "Form", "Header", "Path", "Query"),
        "Security",
    )
}

_WHATEVER = {"typing.Any", "builtins.object"}


class Annotations:
    """Reads annotations."""

    def __init__(self, evaluator: Evaluator) -> None:
        """`evaluator` says what the names in them stand for."""
        self._evaluator = evaluator

    def type_of(self, annotation: Expr | None) -> Value | None:
        """What an object so annotated is; `Optional` and `Annotated` are seen through."""
        if self._evaluator.depth > DEEPEST:
            self._evaluator.cuts += 1
            return None
        self._evaluator.depth += 1
        try:
            return self._type_of(self._evaluator.expand(annotation))
        finally:
            self._evaluator.depth -= 1

    def _type_of(self, annotation: Expr | None) -> Value | None:
        match annotation:
            case Const(value=None):
                return Constant(None)
            case Ref(name=name):
                return self._object_of(self._evaluator.named(name))
            case Call():
                value = self._evaluator.of(annotation)  # NewType("UserId", int)
                if isinstance(value, Instance) and value.cls == _TYPE_VARIABLE:
                    return self._bound_of(annotation)
                return value if isinstance(value, Instance) and not _is_no_class(value) else None
            case Attr():
                return self._object_of(self._evaluator.of(annotation))
            case OneOf(options=options):
                return self._one_type(options)
            case Sub(of=of, index=index):
                name_of = self._evaluator.qualname(of)
                if name_of == "typing.Union":
                    return self._one_type(index.items if isinstance(index, Items) else (index,))
                if name_of in WRAPPERS:
                    first = index.items[:1] if isinstance(index, Items) else (index,)
                    return self.type_of(first[0]) if first else None
                if name_of in ("builtins.type", "typing.Type"):
                    return self._evaluator.of(index)
                return self._object_of(self._evaluator.of(of))
        return None

    def says_nothing(self, annotation: Expr | None) -> bool:
        """Whether there is no annotation, `Any`, or one that is no class: `db: SessionLocal`."""
        return self.is_for_anything(annotation) or _is_no_class(self._evaluator.of(annotation))

    def is_for_anything(self, annotation: Expr | None) -> bool:
        """Whether there is no annotation, or one that all objects suit: `Any`, `object`."""
        return annotation is None or self._evaluator.qualname(annotation) in _WHATEVER

    def is_variable(self, name: Ref) -> bool:
        """Whether a name in an annotation is a type variable: `S = TypeVar("S")`, `def f[S]`."""
        if self._evaluator.class_of(name) == _TYPE_VARIABLE:
            return True
        summary = self._evaluator.summary(name.name)
        return (  # what `def f[S]` names is bound nowhere
            summary is not None
            and not summary.stars
            and self._evaluator.of(name) is None
            and self._evaluator.home(name) is None
        )

    def _bound_of(self, variable: Call) -> Value | None:
        """What all objects of a type variable are: `T = TypeVar("T", bound=User)`."""
        bound = variable.argument("bound")
        if isinstance(bound, Const) and isinstance(bound.value, str) and bound.value.isidentifier():
            bound = Ref(f"{variable.within}.{bound.value}")
        return self.type_of(bound)

    def _object_of(self, cls: Value | None) -> Value | None:
        match cls:
            case Class(qualname=name):
                return Instance(name, cls)
            case External(name="fastapi.File"):
                return Instance("fastapi.UploadFile")  # the function, for what it marks
            case External(name=name):
                return None if name in _ANYTHING or name in _MARKERS else Instance(name)
        return None

    def types_of(self, annotation: Expr | None, depth: int = 0) -> tuple[Value, ...]:
        """What an object so annotated may be, but None; nothing where one of them is unknown."""
        value = self.type_of(annotation)
        if value is not None or depth > 5:
            return (value,) if value is not None and not means_none(value) else ()
        found: list[Value] = []
        for option in self._options(self._evaluator.expand(self.bare_type(annotation))):
            if is_none(option):
                continue
            if not (types := self.types_of(option, depth + 1)):
                return ()
            found += types
        return tuple(found)

    def _options(self, annotation: Expr | None) -> tuple[Expr, ...]:
        """The types of a union, however it is written."""
        match annotation:
            case OneOf(options=options):
                return options
            case Sub(of=of, index=index) if self._evaluator.qualname(of) in _UNIONS:
                return index.items if isinstance(index, Items) else (index,)
        return ()

    def _one_type(self, options: tuple[Expr, ...]) -> Value | None:
        agreed: Value | None = None
        for option in options:
            value = self.type_of(option)
            if means_none(value):
                continue
            if value is not None and agreed is not None and not same(agreed, value):
                value = self._evaluator.kin(agreed, value)
            if value is None:
                return None
            agreed = value
        return agreed

    def markers(self, argument: Argument) -> list[Call]:
        """The calls that mark a parameter: `Depends(...)`, `Query(...)`; `Annotated` ones last."""
        found = [argument.default] if isinstance(argument.default, Call) else []
        default = self._evaluator.expand(argument.default)
        if isinstance(default, Typed):  # `db: Session = Depends(get_db)`, of a module
            default = default.value
        if not found and isinstance(default, Call):
            found = [default]
        return found + self.metadata(argument.annotation)

    def metadata(self, annotation: Expr | None) -> list[Call]:
        """The calls in `Annotated[..., here]`, through aliases.

        FastAPI looks for them in what is annotated, not in a part of it: in `Optional[...]` they
        are left to Pydantic (`tests/facts/test_dependency_declarations.py`).
        """
        found: list[Call] = []
        annotation = self._evaluator.expand(annotation)
        for _ in range(5):
            if not isinstance(annotation, Sub):
                break
            inner = annotation.index
            if self._evaluator.qualname(annotation.of) != "typing.Annotated":
                break
            if not isinstance(inner, Items) or not inner.items:
                break
            for item in inner.items[1:]:
                item = self._evaluator.expand(item) or UNKNOWN
                if isinstance(item, Call):
                    found.append(item)
            annotation = self._evaluator.expand(inner.items[0])
        return found

    def dependency(self, argument: Argument) -> Expr | None:
        """What `Depends` of the parameter is given, or the class itself for `Depends()`."""
        for marker in reversed(self.markers(argument)):
            if self._evaluator.qualname(marker.callee) in DEPENDS:
                given = marker.argument("dependency", 0)
                if given is not None:
                    return given
                return self.bare_type(argument.annotation)
        return None

    def bare_type(self, annotation: Expr | None) -> Expr | None:
        """The `X` of `Annotated[X, ...]`."""
        annotation = self._evaluator.expand(annotation)
        if (
            isinstance(annotation, Sub)
            and self._evaluator.qualname(annotation.of) == "typing.Annotated"
        ):
            if isinstance(annotation.index, Items) and annotation.index.items:
                return annotation.index.items[0]
        return annotation

    def gives_producer(self, annotation: Expr | None) -> bool:
        """Whether it is `Iterator[X]` or its like."""
        annotation = self._evaluator.expand(annotation)
        base = annotation.of if isinstance(annotation, Sub) else annotation
        return self._evaluator.qualname(base) in _PRODUCERS

    def produced(self, annotation: Expr | None) -> Value | None:
        """The `X` of `Iterator[X]` and its like; a bare `X` on a generator is what is meant."""
        annotation = self._evaluator.expand(annotation)
        if isinstance(annotation, Sub) and self._evaluator.qualname(annotation.of) in _PRODUCERS:
            inner = annotation.index
            if isinstance(inner, Items):
                return self.type_of(inner.items[0]) if inner.items else None
            return self.type_of(inner)
        value = self.type_of(annotation) if annotation is not None else None
        return None if isinstance(value, Instance) and value.cls in _PRODUCERS else value


def _is_no_class(value: Value | None) -> bool:
    """Whether no object can be one of `value`, such as `SessionLocal = sessionmaker()`.

    Python does not mind, and what FastAPI hands on from `Depends` is not looked at. Other calls
    give classes: `NewType("UserId", int)`, `Enum("Color", "RED")`.
    """
    return isinstance(value, Instance) and libraries.call_result(value.cls) is not None
