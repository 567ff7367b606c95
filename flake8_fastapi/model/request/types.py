"""What the client may put into a value of a type: any text, or only what does no harm."""

from __future__ import annotations

from flake8_fastapi.model.libraries import UPLOAD
from flake8_fastapi.model.request.sources import UPLOADED, Step
from flake8_fastapi.model.syntax.expressions import (
    UNKNOWN,
    Call,
    Const,
    Expr,
    Items,
    OneOf,
    Sub,
    Typed,
    callee_of,
    last_name,
)
from flake8_fastapi.model.syntax.functions import Class
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

#: Types whose values can do no harm, whatever the client sends.
_CLEAN_TYPES = (
    "builtins.int", "builtins.float", "builtins.bool", "builtins.complex", "uuid.UUID",
    "decimal.Decimal", "datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta",
    "enum.Enum", "fractions.Fraction", "ipaddress.IPv4Address", "ipaddress.IPv6Address",
    "pydantic.PositiveInt", "pydantic.NonNegativeInt", "pydantic.NegativeInt",
    "pydantic.PositiveFloat", "pydantic.NonNegativeFloat", "pydantic.StrictInt",
    "pydantic.StrictBool", "pydantic.StrictFloat", "pydantic.conint", "pydantic.UUID1",
    "pydantic.UUID3", "pydantic.UUID4", "pydantic.UUID5", "pydantic.PastDate",
    "pydantic.FutureDate", "pydantic.AwareDatetime", "pydantic.NaiveDatetime",
)  # fmt: skip
_FREE_TYPES = ("builtins.str", "builtins.bytes", "builtins.dict", "builtins.object", "typing.Dict",
               "typing.Mapping", "pathlib.PurePath", "pydantic.AnyUrl", "pydantic.HttpUrl",
               "pydantic.AnyHttpUrl", "pydantic.StrictStr")  # fmt: skip
_CONTAINERS = ("list", "set", "frozenset", "tuple", "sequence", "iterable", "collection")
_RESTRICTING = ("pattern", "regex")
_VALIDATORS = {"AfterValidator", "BeforeValidator", "PlainValidator", "WrapValidator"}


class ClientTypes:
    """Reads annotations for what the client may put into a value."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def is_clean(self, cls: str) -> bool:
        """Whether an object of a class can do no harm."""
        return self._values.derives_from_any(cls, _CLEAN_TYPES)

    def controls(
        self, annotation: Expr | None, path: tuple[Step, ...], depth: int = 0
    ) -> bool | None:
        """Whether the client may put any text into a part of a value of that type."""
        if annotation is None:
            return True
        annotation = self._values.expand(annotation)
        if depth > 8 or annotation is None:
            return None
        options: tuple[Expr, ...] | None = None
        if isinstance(annotation, OneOf):
            options = annotation.options
        elif isinstance(annotation, Sub):
            name = self._values.qualname(annotation.of) or ""
            index = annotation.index
            parts = index.items if isinstance(index, Items) else (index,)
            if name == "typing.Literal":
                return False
            if name == "typing.Annotated" and parts:
                for marker in self._values.metadata(annotation):
                    if restricts(marker) or last_name(marker.callee) in _VALIDATORS:
                        return None
                return self.controls(parts[0], path, depth + 1)
            if name in ("typing.Optional", "typing.Union"):
                options = parts
            last = name.rpartition(".")[2].lower()
            if last in _CONTAINERS:
                options, path = parts, path[1:]
            elif last in ("dict", "mapping", "defaultdict") and len(parts) == 2:
                if not path:
                    return True
                part = parts[0] if path[0][0] == "keys" else parts[1]
                return self.controls(part, path[1:], depth + 1)
        if options is not None:
            found = [
                self.controls(option, path, depth + 1)
                for option in options
                if not (isinstance(option, Const) and option.value in (None, ...))
            ]
            return True if True in found else None if None in found else False
        if self._values.qualname(annotation) == "typing.Any":
            return True
        declared = self._values.type_of(annotation)
        if not isinstance(declared, Instance):
            return None
        if path and path[0][0] == "keys" and declared.known is not None:
            return False  # the names of its fields
        if self.is_clean(declared.cls):
            return False
        if declared.known is not None:
            return self.field(declared.known, path, depth + 1)
        if path and path[0][0] == "." and path[0][1] in UPLOADED:
            if self._values.derives(declared.cls, UPLOAD) is True:
                return True
        free = self._values.derives_from_any(declared.cls, _FREE_TYPES)
        return True if free or declared.cls.rpartition(".")[2] in _CONTAINERS else None

    def field(self, cls: Class, path: tuple[Step, ...], depth: int) -> bool | None:
        """The same for a field of a model or dataclass, for all of them without a path."""
        fields: dict[str, Expr] = {}
        wanted: list[Expr | None]
        for ancestor in self._values.ancestry(cls.qualname):
            known = self._values.known_class(ancestor) if ancestor else None
            if known is None:
                continue
            for decorator in (d for m in known.methods.values() for d in self._decorators(m)):
                if last_name(callee_of(decorator)) in ("field_validator", "validator"):
                    if isinstance(decorator, Call):
                        fields.update(
                            {str(a.value): UNKNOWN for a in decorator.args if isinstance(a, Const)}
                        )
            for name, value in known.fields.items():
                fields.setdefault(name, value)
        if path and path[0][1] is not None:
            wanted = [fields.get(str(path[0][1]))]
        else:
            wanted = [value for value in fields.values() if isinstance(value, Typed)]
        found: list[bool | None] = []
        for field in wanted:
            if not isinstance(field, Typed) or (
                isinstance(field.value, Call) and restricts(field.value)
            ):
                found.append(None)
            else:
                found.append(self.controls(field.annotation, path[1:], depth + 1))
        return True if True in found else None if None in found or not found else False

    def _decorators(self, qualname: str) -> list[Expr]:
        function = self._values.function(qualname)
        return [decorator.expression for decorator in function.decorators] if function else []


def restricts(marker: Call) -> bool:
    """Whether `Query(...)`, `Field(...)` or the like lets only some texts through."""
    return any(marker.argument(name) is not None for name in _RESTRICTING)
