"""Mapped classes: their columns, `User.email`."""

from __future__ import annotations

from flake8_fastapi.model.syntax.expressions import Attr, Call, Expr, Ref, Sub, Typed, origin
from flake8_fastapi.model.syntax.functions import Class
from flake8_fastapi.model.values.values import Values

#: What the attribute of a mapped class is set to.
_MADE_BY = {
    "sqlalchemy.Column", "sqlalchemy.orm.mapped_column", "sqlalchemy.orm.column_property",
    "sqlalchemy.orm.deferred",
}  # fmt: skip
_RELATIONS = {"sqlalchemy.orm.relationship", "sqlalchemy.orm.composite", "sqlmodel.Relationship"}
_SQLMODEL = "sqlmodel.SQLModel"


def is_column(expression: Expr | None, values: Values) -> bool:
    """Whether an expression is certainly a column of a class of the project; no relationship."""
    match expression:
        case Attr(of=of, name=name):
            cls = values.of(_without_alias(of, values))
        case Ref(name=dotted):
            owner, _, name = dotted.rpartition(".")
            cls = values.of(_without_alias(Ref(owner), values))
        case _:
            return False
    return isinstance(cls, Class) and has_column(cls, name, values)


def _without_alias(cls: Expr, values: Values) -> Expr:
    """The class behind `aliased(User)`."""
    expanded = values.expand(cls)
    if isinstance(expanded, Call) and values.qualname(expanded.callee) == "sqlalchemy.orm.aliased":
        return expanded.argument("element", 0) or cls
    return cls


def has_column(cls: Class, name: str, values: Values) -> bool:
    """Whether that attribute of a class is certainly a column."""
    for ancestor in values.ancestry(cls.qualname):
        known = values.known_class(ancestor) if ancestor else None
        if known is None:
            continue
        if name in known.methods:
            return False
        if name in known.fields:
            return _makes_sql(known.fields[name], known, values)
    return False


def _makes_sql(field: Expr, cls: Class, values: Values) -> bool:
    if isinstance(field, Typed):
        annotation = field.annotation
        if isinstance(field.value, Call) and values.qualname(field.value.callee) in _RELATIONS:
            return False
        if (
            isinstance(annotation, Sub)
            and values.qualname(annotation.of) == "sqlalchemy.orm.Mapped"
        ):
            return True
        if values.derives(cls.qualname, _SQLMODEL):
            # A model that is no table has no such attribute: reading it raises.
            return not _is_class_variable(annotation, values)
        field = field.value
    return isinstance(field, Call) and values.qualname(field.callee) in _MADE_BY


def _is_class_variable(annotation: Expr, values: Values) -> bool:
    of = origin(annotation)
    return values.qualname(of) == "typing.ClassVar"
