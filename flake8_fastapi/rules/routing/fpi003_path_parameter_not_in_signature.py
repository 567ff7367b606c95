"""
A parameter is filled from the path only if its name stands there in braces. With
`@app.get("/items/{id}")` and `def read_item(item_id: int)`, FastAPI reads `item_id` from the query
string: every call without `?item_id=` is answered with 422, and what stands in the path goes
nowhere. Nothing is said at start-up.

Give both the same name, or keep the name of the parameter with `Path(alias="id")`.

Dependencies count, their own dependencies too, also those in other files, classes, `dependencies=`
of the route and of its router. Reported is a name that none of them takes while another parameter
goes by a name like it (of a dependency, by more than an `_id` at its end), or the model of the body
has a required field of that very name, which is read instead (`id` for the `{item_id}` at the end
of the path where an `ItemUpdate` is put); of the `prefix=` of a router, which many routes do
without, only where the name is the same but for an `_id`. Nothing is reported where the value may
be read in another way: from the request, by `**kwargs`, or by a dependency that cannot be followed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from flake8_fastapi.model import (
    ROUTE_WORDS,
    Call,
    Const,
    Endpoint,
    Function,
    Instance,
    Module,
    Parameter,
    Typed,
    Unknown,
    is_plainly_decorated,
    path_parameters,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI003",
    name="path-parameter-not-in-signature",
    title="Path parameter that no parameter takes",
    message="`{{{name}}}` in the path of `{route}` fills no parameter, `{other}` {effect}",
    follows_imports=True,
    words=ROUTE_WORDS,
)

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
#: What becomes of the parameter that is meant, by its kind, and what to do.
EFFECTS = {
    "body": "is read from the body; let one of the two say it",
    "path": "fails every call; give both one name",
    "query": "is read from the query; give both one name",
}
#: Methods whose body is the thing that the path names, or a part of it.
PUTTING = {"PUT", "PATCH"}
#: Letters of a name that is no chance part of another: `name` of `username`, not `id` of `width`.
LONG = 4


@rule.on(Endpoint)
def check(endpoint: Endpoint, module: Module) -> Iterator[Finding]:
    path, function = endpoint.path, endpoint.function
    if path is None or "{{" in path or function is None:
        return
    if not takes_all(endpoint.path_parameters, function, module):
        found = next(unfilled(endpoint, module, named_like(module)), None)
        found = found or next(unfilled(endpoint, module, in_body_of(module)), None)
        found = found or next(unfilled(endpoint, module, as_id_in_body_of(module)), None)
    else:  # most routes: what they depend on need not be asked
        found = unfilled_by_prefix(endpoint, function, module)
    if found is not None:
        name, parameter = found
        other = parameter.name
        if parameter.kind == "body":
            other += f".{name}" if in_body_of(module)(parameter, name, endpoint) else ".id"
        effect = EFFECTS[parameter.kind or ""]
        yield rule.at(endpoint, name=name, route=endpoint.name, other=other, effect=effect)


def takes_all(names: list[str], function: Function, module: Module) -> bool:
    """Whether the function itself has parameters of those names, which are no dependencies."""
    own = {argument.name: argument for argument in function.arguments}
    return all(name in own and module.values.dependency(own[name]) is None for name in names)


def unfilled_by_prefix(
    endpoint: Endpoint, function: Function, module: Module
) -> tuple[str, Parameter] | None:
    """The same for what stands in the prefix of the router, wherever that is included.

    Many routes can do without, so a name that is merely alike does not count.
    """
    prefix = module.values.text(endpoint.router.argument("prefix"))
    names = [each.name for each in path_parameters(prefix)] if prefix else []
    alone = module.signature(endpoint) if not takes_all(names, function, module) else None
    if alone is None or all(map(alone.takes, names)):
        return None  # where the router is included, parameters may be added, and none taken away
    places = module.assembly.places(endpoint)
    if not places.complete or not all(place.complete for place in places.found):
        return None
    everywhere = [
        replace(endpoint, path=place.path, further=[*place.dependencies]) for place in places.found
    ]
    found = [next(unfilled(each, module, is_same), None) for each in everywhere]
    return found[0] if found and None not in found else None


def unfilled(
    endpoint: Endpoint, module: Module, is_meant: Callable[[Parameter, str, Endpoint], bool]
) -> Iterator[tuple[str, Parameter]]:
    """Names in the path that nothing is filled from, each with the parameter that is meant."""
    signature = module.signature(endpoint)
    if signature is None or not signature.complete or endpoint.function is None:
        return
    if any(is_model_of_path(each, module) for each in signature.parameters):
        return
    missing = [name for name in endpoint.path_parameters if not signature.takes(name)]
    routes = {other.call for other in module.routing.endpoints}
    if missing and is_plainly_decorated(endpoint.function, routes, module.values):
        for name in missing:
            for parameter in signature.parameters:
                if is_meant(parameter, name, endpoint):
                    yield name, parameter


def is_model_of_path(parameter: Parameter, module: Module) -> bool:
    """Whether the fields of a model are taken from the path: `Annotated[ItemPath, Path()]`."""
    declared = module.values.type_of(parameter.annotation) if parameter.kind == "path" else None
    return isinstance(declared, Instance) and (
        module.values.derives(declared.cls, "pydantic.BaseModel") is not False
    )


def named_like(module: Module) -> Callable[[Parameter, str, Endpoint], bool]:
    """Tells whether a parameter that the path does not fill has a name like that in the path."""

    def is_meant(parameter: Parameter, name: str, endpoint: Endpoint) -> bool:
        if not is_read_elsewhere(parameter, endpoint):
            return False
        given = parameter.alias or parameter.name
        one, other = "".join(words_of(name)), "".join(words_of(given))
        if one == other or (parameter.marker is not None and parameter.kind == "query"):
            return one == other  # `Query()` is written for a reason, if the name is not the same
        if is_switch(parameter, module):
            return False  # `model_only: bool` is no misspelt `{model_id}`
        words = {*words_of(given), *words_of(parameter.name)}
        shared = words.intersection(words_of(name))
        is_own = parameter.function is endpoint.function
        if shared == {"id"} and not is_own and "id" not in (one, other):
            # every other name has it: what a dependency reads may be of something else
            one, other = one.removesuffix("id"), other.removesuffix("id")
        elif shared:
            return True
        return min(len(one), len(other)) >= LONG and (one in other or other in one)

    return is_meant


def is_switch(parameter: Parameter, module: Module) -> bool:
    """Whether a parameter is True or False, by its type or by its default."""
    declared = module.values.type_of(parameter.annotation) if parameter.annotation else None
    return (isinstance(declared, Instance) and declared.cls == "builtins.bool") or (
        isinstance(parameter.default, Const) and isinstance(parameter.default.value, bool)
    )


def in_body_of(module: Module) -> Callable[[Parameter, str, Endpoint], bool]:
    """Tells whether a parameter of a route is a model that has to have a field of that name."""

    def has_field(parameter: Parameter, name: str, endpoint: Endpoint) -> bool:
        if parameter.kind != "body" or parameter.function is not endpoint.function:
            return False
        model = module.values.type_of(parameter.annotation)
        return isinstance(model, Instance) and is_required(name, model.cls, module)

    return has_field


def as_id_in_body_of(module: Module) -> Callable[[Parameter, str, Endpoint], bool]:
    """Tells whether a parameter is the very thing that the path names, and has to have an `id`.

    `{item_id}` at the end of the path where an `ItemUpdate` is put: of others it may be anybody's.
    """
    has_field = in_body_of(module)

    def has_id(parameter: Parameter, name: str, endpoint: Endpoint) -> bool:
        *thing, last = words_of(name) or [""]
        declared = module.values.type_of(parameter.annotation)
        return (
            bool(thing)
            and last == "id"
            and isinstance(declared, Instance)
            and words_of(declared.cls.rpartition(".")[2])[: len(thing)] == thing
            and (endpoint.path or "").endswith(f"{{{name}}}")
            and endpoint.methods is not None
            and endpoint.methods <= PUTTING
            and has_field(parameter, "id", endpoint)
        )

    return has_id


def is_required(name: str, model: str, module: Module) -> bool:
    """Whether a Pydantic model has a field of that name, without a default."""
    if not module.values.derives(model, "pydantic.BaseModel"):
        return False
    for ancestor in module.values.ancestry(model):
        known = module.values.known_class(ancestor) if ancestor is not None else None
        if known is not None and name in known.fields:
            match known.fields[name]:
                case Typed(value=Call() as made):  # `Field(..., gt=0)`
                    default = made.argument("default", 0)
                    if isinstance(default, Const) and default.value is ...:
                        return True
                    return default is None and made.argument("default_factory") is None
                case Typed(value=Unknown()):
                    return True
            return False
    return False


def is_same(parameter: Parameter, name: str, endpoint: Endpoint) -> bool:
    """Whether a parameter that cannot be left out is certainly meant: `user` for `{user_id}`."""
    if not parameter.required or not is_read_elsewhere(parameter, endpoint):
        return False
    one, other = (
        [word for word in words_of(each) if word != "id"] for each in (parameter.name, name)
    )
    return parameter.marker is None and one == other != []


def is_read_elsewhere(parameter: Parameter, endpoint: Endpoint) -> bool:
    """Whether the path does not fill a parameter that looks as if it should."""
    given = parameter.alias or parameter.name
    return parameter.kind in ("path", "query") and given not in endpoint.path_parameters


def words_of(name: str) -> list[str]:
    """The words of a name: `user` and `id` of `user_id`, `userId` and `UserID`."""
    return [word.lower() for word in WORD.findall(name)]
