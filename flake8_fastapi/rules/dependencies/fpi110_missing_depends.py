"""
`user: User = get_current_user` looks like a dependency, but without `Depends` it is a default like
any other: the endpoint is handed the function itself, nobody calls it, and an endpoint that only
wants to know that there is a user lets everybody in. FastAPI says nothing, and answers 200; only
where the type is `str` or the like, older versions answer 422. In `Annotated[User,
get_current_user]` the function is ignored, and a model becomes the body of the request: the client
says who it is.

A session without `Depends` is safer: FastAPI takes it for data of the request, cannot read it, and
stops the import with `Invalid args for response field!`.

Reported are parameters of routes and of what `Depends` is given: those whose default or metadata is
a function, a class, a security scheme or an object that can be called, and those that are declared
as a session, a connection or a client of a known library. A parameter that the function itself
calls is meant as it stands, and an object whose class derives from `Depends` is a marker itself.
The default of a parameter that stands in the path is never used, and not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import (
    Argument,
    Attr,
    Bound,
    Call,
    Class,
    Const,
    Expr,
    Function,
    Instance,
    Items,
    Module,
    OneOf,
    Param,
    Ref,
    Sub,
    is_injected,
    is_none,
    path_parameters,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI110",
    name="missing-depends",
    title="Dependency without `Depends`",
    message="{what}; write {remedy}",
    skill=("1.5",),
    follows_imports=True,
    words=("fastapi",),
)

#: Never data of a request.
RESOURCES = (
    "sqlalchemy.orm.Session", "sqlalchemy.ext.asyncio.AsyncSession", "sqlalchemy.Connection",
    "sqlalchemy.ext.asyncio.AsyncConnection", "sqlalchemy.Engine",
    "sqlalchemy.ext.asyncio.AsyncEngine", "sqlite3.Connection", "psycopg.Connection",
    "psycopg.AsyncConnection", "asyncpg.Connection", "asyncpg.Pool", "redis.Redis",
    "redis.asyncio.Redis", "httpx.Client", "httpx.AsyncClient", "aiohttp.ClientSession",
)  # fmt: skip
SCHEMES = "fastapi.security."
#: What the decorator of a route is given, and not its function.
OF_DECORATOR = {"response_class", "response_model"}


@rule.on(Function)
def check(function: Function, module: Module) -> Iterator[Finding]:
    if function not in module.filled_in:
        return
    arguments = function.arguments[1 if function.owner else 0 :]
    for argument in arguments:
        if is_injected(argument, module.values):
            continue  # `Request`, `SecurityScopes`: the default is for who else calls it
        if said := what_is_wrong(argument, function, module):
            what, remedy = said
            yield rule.at(argument, what=what, remedy=remedy)


def what_is_wrong(argument: Argument, function: Function, module: Module) -> tuple[str, str] | None:
    """What to say of a parameter that lacks `Depends`, and what it is to look like."""
    default = argument.default
    for given in (default, *plain_metadata(argument, module)):
        name = dependency_name(given, argument, module)
        if name is not None and not is_wanted(function, argument, module):
            if argument.name in OF_DECORATOR:
                remedy = f"`{argument.name}={name}` in the decorator of the route"
                return f"`{argument.name}` is a parameter here, which nobody fills in", remedy
            if given is default:
                if is_in_path(argument.name, function, module):
                    return None
                is_body = module.values.is_subclass(given, "pydantic.BaseModel")
                remedy = f"`{argument.name}: {name}`" if is_body else f"`Depends({name})`"
                return f"`{argument.name}` is `{name}` itself, which is not called", remedy
            return f"`{name}` in `Annotated` is ignored", f"`Depends({name})`"
    if default is None or is_none(default):
        resource = resource_name(argument.annotation, module)
        if resource is not None:
            what = f"`{argument.name}: {resource}` cannot be read from a request"
            return what, "`= Depends(...)` behind it"
    return None


def is_in_path(name: str, function: Function, module: Module) -> bool:
    """Whether the path of a route, or a prefix of it, has the parameter: no default counts then."""
    own = [each for each in module.routing.endpoints if each.function is function]
    return bool(own) and all(
        endpoint.path is None
        or name in endpoint.path_parameters
        or any(
            name in [each.name for each in path_parameters(place.path or "")]
            for place in module.assembly.places(endpoint).found
        )
        for endpoint in own
    )


def dependency_name(given: Expr | None, argument: Argument, module: Module) -> str | None:
    """The name of what is meant to be called for each request."""
    if not isinstance(given, (Ref, Attr, Call)):
        return None
    value = module.value(given)
    match value:
        case Function(is_lambda=False) if not isinstance(given, Call):
            return value.name
        case Bound(function=method) if not isinstance(given, Call):
            return method.name
        case Class() if not isinstance(given, Call) and given is argument.default:
            return value.name
        case Instance(cls=cls) if cls.startswith(SCHEMES):
            return last_part(given)
        case Instance(known=Class() as known) if module.values.method(known, "__call__"):
            if module.values.derives(known.qualname, "fastapi.params.Depends") is not False:
                return None  # a marker itself
            declared = module.values.type_of(argument.annotation)
            same = isinstance(declared, Instance) and module.values.derives(
                known.qualname, declared.cls
            )
            return last_part(given) if same is False else None
    return None


def plain_metadata(argument: Argument, module: Module) -> list[Expr]:
    """What stands in `Annotated`, where nothing there is a marker."""
    annotation = module.values.expand(argument.annotation)
    if not isinstance(annotation, Sub) or module.qualname(annotation.of) != "typing.Annotated":
        return []
    if isinstance(annotation.index, Items):
        marked = (module.qualname(it.callee) or "" for it in module.values.markers(argument))
        if all(name.startswith(SCHEMES) for name in marked):
            return list(annotation.index.items[1:])
    return []


def resource_name(annotation: Expr | None, module: Module) -> str | None:
    """The class of a resource, where the annotation is that class or also `None`."""
    if isinstance(annotation, OneOf):
        rest = [it for it in annotation.options if not isinstance(it, Const)]
        annotation = rest[0] if len(rest) == 1 else None
    if isinstance(annotation, (Ref, Attr)) and not isinstance(
        module.values.expand(annotation), Sub
    ):
        declared = module.values.type_of(annotation)
        if isinstance(declared, Instance):
            if module.values.derives_from_any(declared.cls, RESOURCES):
                return declared.cls.rpartition(".")[2]
    return None


def is_wanted(function: Function, argument: Argument, module: Module) -> bool:
    """Whether a function, or a class, is what the parameter is for."""
    declared = module.values.type_of(argument.annotation)
    if isinstance(declared, Instance):
        known = declared.known
        if declared.cls == "typing.Callable" or (known and module.values.method(known, "__call__")):
            return True
    return isinstance(declared, Class) or any(
        isinstance(call.callee, Param) and call.callee.name == argument.name
        for call in function.calls
    )


def last_part(given: Expr) -> str:
    if isinstance(given, Call):
        return f"{last_part(given.callee)}(...)"
    return given.name.rpartition(".")[2] if isinstance(given, (Ref, Attr)) else ""
