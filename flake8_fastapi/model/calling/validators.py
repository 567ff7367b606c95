"""Functions that Pydantic calls while FastAPI parses a request: they run on the event loop.

That is so for plain `def` routes too: FastAPI hands only the route itself to a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flake8_fastapi.model.libraries import VALIDATORS
from flake8_fastapi.model.routing import is_route
from flake8_fastapi.model.routing.kinds import Endpoint
from flake8_fastapi.model.syntax.expressions import (
    Expr,
    Items,
    OneOf,
    Ref,
    Sub,
    Typed,
)
from flake8_fastapi.model.syntax.functions import Class, Function, Summary
from flake8_fastapi.model.values.decorators import ROUTE_DECORATORS
from flake8_fastapi.model.values.values import Values

#: Annotations and classes looked at for one answer.
MOST = 300


def validators(
    summary: Summary,
    values: Values,
    may_block: Callable[[Function], bool],
    endpoints: Callable[[], list[Endpoint]],
    importers: Callable[[Class], Iterator[Summary]],
) -> Iterator[tuple[Function, Class]]:
    """The validators of a file's models that a route takes as a parameter, and their models.

    Those that block nowhere are left out: to find out who parses a model takes longer.

    `importers` gives the summaries of the other files that import a class by its name.
    """
    found: dict[str, list[Function]] = {}
    for function in summary.functions.values():
        if function.owner is not None and values.decorated_by(function, VALIDATORS):
            if may_block(function):
                found.setdefault(function.owner, []).append(function)
    for owner, functions in found.items():
        model = summary.classes.get(owner)
        if model is not None and values.derives(owner, "pydantic.BaseModel"):
            if _is_parsed(model, values, endpoints(), importers):
                yield from ((function, model) for function in functions)


def _is_parsed(
    model: Class,
    values: Values,
    endpoints: list[Endpoint],
    importers: Callable[[Class], Iterator[Summary]],
) -> bool:
    """Whether a route takes the model, or one that is derived from it or has it in a field."""
    for endpoint in endpoints:
        if any(_mentions(p.annotation, model.qualname, values) for p in endpoint.parameters):
            return True
    return any(
        _mentions(argument.annotation, model.qualname, values)
        for summary in importers(model)
        for function in summary.at_import(ROUTE_DECORATORS).functions
        if is_route(function, ROUTE_DECORATORS)
        for argument in function.arguments
    )


def _mentions(annotation: Expr | None, model: str, values: Values) -> bool:
    """Whether a parameter of that type has an object of the model in it."""
    queue: list[Expr | None] = [annotation]
    seen: set[str] = set()
    for number, each in enumerate(queue):
        if number > MOST:
            return False
        match values.expand(each):
            case Sub(of=of, index=index):
                queue += [of, index]
            case Items(items=parts) | OneOf(options=parts):
                queue += parts
            case Ref() as named:
                cls = values.qualname(named)
                if cls is None or cls in seen:
                    continue
                seen.add(cls)
                for ancestor in values.ancestry(cls):
                    if ancestor == model:
                        return True
                    known = values.known_class(ancestor) if ancestor else None
                    for declared in known.fields.values() if known else ():
                        if isinstance(declared, Typed):
                            queue.append(declared.annotation)
    return False
