"""The properties of the project: methods that run when an attribute is read."""

from __future__ import annotations

from flake8_fastapi.model.syntax.expressions import Attr, Expr, Ref
from flake8_fastapi.model.values.attributes import PROPERTIES
from flake8_fastapi.model.values.inheritance import MARKER_BASES
from flake8_fastapi.model.values.value_kinds import Bound, Instance
from flake8_fastapi.model.values.values import Values


def getter(expression: Expr, values: Values) -> Bound | None:
    """The property of the project whose code runs when the expression is evaluated."""
    match expression:
        case Attr(of=of, name=name):
            holder = values.of(of)
        case Ref(name=dotted):
            outer, _, name = dotted.rpartition(".")
            holder = values.named(outer) if outer else None
        case _:
            return None
    if not isinstance(holder, Instance) or holder.known is None:
        return None
    for ancestor in values.ancestry(holder.cls):
        known = values.known_class(ancestor) if ancestor else None
        if known is None:
            if ancestor in MARKER_BASES:
                continue
            return None
        if name in known.methods:
            function = values.function(known.methods[name])
            if function is not None and values.decorated_by(function, PROPERTIES):
                return Bound(function, holder)
            return None
        if name in known.fields or name in known.attributes:
            return None
    return None
