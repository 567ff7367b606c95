"""
Some declarations look right, and FastAPI refuses them, at import or with each request:

* `dependencies=[get_user]` and `dependencies=Depends(get_user)` stop the import: the argument is a
  list of `Depends(...)`. So does `dependencies=[allow("admin")]`, where `allow` gives a function.
* A default inside of `Annotated`, as in `Annotated[int, Query(10)]`, stops the import; so do a
  marker in `Annotated` and one for the default together.
* `user: Depends(get_user)` stops the import as well: `Depends` is no type. So does
  `Depends(storage)` where `storage` is a module of the project.
* `Depends()` needs a class to call. With no annotation, or with `Any`, each request is answered
  with 422: it lacks the query parameters `args` and `kwargs`. With `int`, `dict` and the like the
  import stops.
* `Depends(UserDep)` of the alias `UserDep = Annotated[User, Depends(get_user)]` asks the client for
  `args` and `kwargs`: without them a request gets 422, with them 500.

Others it takes for something else than they were meant for:

* `Depends(require_admin)`, where `require_admin()` gives the function that checks, or a `Depends`
  of it, calls `require_admin` and no more: everybody is let in. Let be is a function that the
  endpoint calls or hands on, or that neither depends on anything nor raises an HTTPException.
* `db: Session = Depends()` of SQLAlchemy has FastAPI make the session: with no engine, and with the
  settings that clients give as query parameters. Nobody closes it. FastAPI before 0.148 does not
  get that far with SQLAlchemy 2: each request is answered with 500. Let be is a class that
  `dependency_overrides` replaces.
* `Depends` without parentheses is not called. As a default the endpoint is handed the function
  `Depends`; in `Annotated` it is ignored, and the client is asked for the value.

Only parameters of routes, and of what `Depends` is given, are looked at, and no tests. Nothing is
said where it makes no difference: `Annotated[str, Query]` is a query parameter either way.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import (
    DEPENDS,
    MARKERS,
    Argument,
    Call,
    Class,
    Const,
    Dependency,
    Expr,
    Function,
    Instance,
    Items,
    Module,
    Ref,
    Sub,
    gives_callable,
    last_name,
    made_instead,
    module_given,
    receiver,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI111",
    name="invalid-dependency-declaration",
    title="Dependency or parameter that FastAPI refuses, or takes for something else",
    message="{what}; {remedy}",
    skill=("1.5",),
    follows_imports=True,
    words=("fastapi",),
)

FIELDS = MARKERS.keys() - DEPENDS
SESSION = "sqlalchemy.orm.Session"
#: Without parentheses in `Annotated`, these make a difference.
TELLING = DEPENDS | {"fastapi.Header", "fastapi.Cookie", "fastapi.Form"}
BUILTIN = {"int", "float", "bool", "str", "bytes", "dict", "list", "set", "tuple"}


@rule.on(Module)
def check_lists(module: Module, _same: Module) -> Iterator[Finding]:
    """`dependencies=` of an application, a router, a route or `include_router`."""
    for call, _ in module.routing.calls.given("dependencies"):
        if registers(call, module):
            yield from check_list(call, module)


def what_is_made(given: Expr | None, module: Module) -> tuple[str, str] | None:
    """What to say of a function for `Depends` that gives the dependency instead of being it."""
    function, name = module.value(given), last_name(given) if given is not None else None
    if not isinstance(function, Function) or name is None:
        return None
    call = f"{name}(...)" if function.arguments else f"{name}()"
    match made_instead(function, module.values):
        case "function":
            what = f"`Depends` calls `{name}`, and nobody calls the function that this gives"
            return what, f"write `Depends({call})`"
        case "marker":
            what = f"`Depends` calls `{name}`, and nobody asks for the `Depends` that this gives"
            return what, f"write `{call}`"
    return None


def check_list(call: Call, module: Module) -> Iterator[Finding]:
    given = call.argument("dependencies")
    single = module.values.expand(given)
    if isinstance(single, Call) and module.qualname(single.callee) in DEPENDS:
        what = "`dependencies` is one `Depends`, which FastAPI refuses"
        yield rule.at(call, what=what, remedy="write `[...]` around it")
    for item in module.routing.items(given) or ():
        name = bare_dependency(item, module)
        if name is not None:
            what = f"`dependencies` holds `{name}` itself, which FastAPI refuses"
            yield rule.at(call, what=what, remedy=f"write `Depends({name})`")
        elif isinstance(item, Call) and marker_name(item, module) in DEPENDS:
            if said := what_is_made(item.argument("dependency", 0), module):
                what, remedy = said
                yield rule.at(item, what=what, remedy=remedy)


def registers(call: Call, module: Module) -> bool:
    made = module.qualname(call.callee) in ("fastapi.FastAPI", "fastapi.APIRouter")
    return made or module.routing.router(receiver(call.callee)) is not None


def bare_dependency(item: Expr, module: Module) -> str | None:
    """The name of a dependency, or of a call that gives one, which lacks its `Depends`."""
    value = module.value(item)
    if isinstance(item, Call) and isinstance(value, Function):
        made = f"{last_name(item.callee)}(...)"
        return made if gives_callable(item, module.values) else None
    if not isinstance(item, Ref):
        return None
    scheme = isinstance(value, Instance) and value.cls.startswith("fastapi.security.")
    return item.name.rpartition(".")[2] if scheme or isinstance(value, Function | Class) else None


@rule.on(Function)
def check(function: Function, module: Module) -> Iterator[Finding]:
    if function not in module.filled_in:
        return
    arguments = function.arguments[1 if function.owner else 0 :]
    for argument in arguments:
        if said := what_is_wrong(argument, module):
            what, remedy = said
            yield rule.at(argument, what=what, remedy=remedy)
        elif said := what_is_made(module.values.dependency(argument), module):
            if not module.takes_whole(function, argument):
                what, remedy = said
                yield rule.at(argument, what=what, remedy=remedy)


def what_is_wrong(argument: Argument, module: Module) -> tuple[str, str] | None:
    """What to say of the declaration of a parameter, and what to do."""
    annotation, default = argument.annotation, module.values.expand(argument.default)
    if marker_name(annotation, module) in DEPENDS:
        remedy = f"write `{argument.name}: Annotated[..., Depends(...)]`"
        return f"`{argument.name}` has `Depends` for its type, which FastAPI refuses", remedy
    for given in (argument.default, *metadata(annotation, module)):
        name = module.qualname(given) if isinstance(given, Ref) else None
        if name in (DEPENDS | FIELDS if given is argument.default else TELLING):
            word = (name or "").rpartition(".")[2]
            what = f"`{word}` of `{argument.name}` is not seen without its parentheses"
            return what, f"write `{word}(...)`"
    markers = [m for m in module.values.metadata(annotation) if marker_name(m, module)]
    inner = markers[-1] if markers else None  # the others do not count
    kind, outer = marker_name(inner, module), marker_name(default, module)
    if inner is None or (outer in FIELDS and kind in DEPENDS):  # the outer one is ignored
        return None
    if outer is not None:
        what = f"`{argument.name}` has markers in `Annotated` and behind `=`, which FastAPI refuses"
        return what, "leave one out"
    inside = inner.argument("default", 0) if kind in FIELDS else None
    if isinstance(inside, Const) and inside.value is not ...:
        return (
            f"`{argument.name}` has its default in `Annotated`, which FastAPI refuses",
            "give it with `=`",
        )
    return None


def marker_name(expression: Expr | None, module: Module) -> str | None:
    """The name of the `Depends`, `Query`, ... that a marker is made by."""
    name = module.qualname(expression.callee) if isinstance(expression, Call) else None
    return name if name in DEPENDS | FIELDS else None


def metadata(annotation: Expr | None, module: Module) -> tuple[Expr, ...]:
    annotation = module.values.expand(annotation)
    if isinstance(annotation, Sub) and module.qualname(annotation.of) == "typing.Annotated":
        return annotation.index.items[1:] if isinstance(annotation.index, Items) else ()
    return ()


@rule.on(Dependency)
def check_empty(dependency: Dependency, module: Module) -> Iterator[Finding]:
    """`Depends()` that has nothing to call."""
    if dependency.target is not None or dependency.call.spreads:
        return
    declared = dependency.declared
    name = module.qualname(declared) if isinstance(declared, Ref) else None
    if name == "typing.Any" or (name or "").removeprefix("builtins.") in BUILTIN:
        said = (name or "").rpartition(".")[2]
        what = f"`Depends()` calls the type, and `{said}` is no dependency"
    elif declared is None and module.syntax.is_default(dependency.call):
        what = "`Depends()` has nothing to call without an annotation"
    else:
        return
    yield rule.at(dependency, what=what, remedy="give it a function")


@rule.on(Dependency)
def check_session(dependency: Dependency, module: Module) -> Iterator[Finding]:
    """`db: Session = Depends()`, and `Depends(Session)`."""
    given = dependency.target or dependency.declared
    name = module.qualname(given)
    if name is None or module.values.known_class(name) is not None:
        return
    if module.values.derives(name, SESSION) is True:
        said = name.rpartition(".")[2]
        if not module.is_overridden(said):
            what = f"`Depends` makes a `{said}` of query parameters, or fails to; nobody closes it"
            yield rule.at(dependency, what=what, remedy="give it a function that yields one")


@rule.on(Dependency)
def check_module(dependency: Dependency, module: Module) -> Iterator[Finding]:
    """`Depends(storage)` of `from app import storage`, which is a module."""
    target = dependency.target
    given = module_given(target, module.values)
    if target is None or given is None:
        return
    name = last_name(target)
    own = given.name.rpartition(".")[2]  # most likely, that is what was to be imported
    is_there = f"{given.name}.{own}" in {**given.functions, **given.classes}
    remedy = f"write `Depends({name}.{own})`" if is_there else "give it a function of the module"
    what = f"`Depends` is given the module `{name}`, which FastAPI cannot call"
    yield rule.at(dependency, what=what, remedy=remedy)


@rule.on(Dependency)
def check_annotation(dependency: Dependency, module: Module) -> Iterator[Finding]:
    """`Depends(UserDep)` of `UserDep = Annotated[User, Depends(get_user)]`."""
    target = dependency.target
    if target is None or not metadata(target, module):
        return
    name = last_name(target) or "Annotated[...]"
    what = f"`Depends` is given the annotation `{name}`, and asks the client for `args`"
    depends = any(marker_name(each, module) in DEPENDS for each in module.values.metadata(target))
    remedy = "annotate the parameter with it" if depends else "give it a function"
    yield rule.at(dependency, what=what, remedy=remedy)
