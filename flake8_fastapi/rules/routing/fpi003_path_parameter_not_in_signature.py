"""
A parameter is filled from the path only if its name stands there in braces. With
`@app.get("/items/{id}")` and `def read_item(item_id: int)`, FastAPI reads `item_id` from the query
string: every call without `?item_id=` is answered with 422, and what stands in the path goes
nowhere. Nothing is said at start-up.

Give both the same name, or keep the name of the parameter with `Path(alias="id")`.

Dependencies count, their own dependencies too, also those in other files, classes, `dependencies=`
of the route and of its router. Reported is a name that none of them takes while another parameter
goes by a name like it. Nothing is reported where the value may be read in another way: from the
request, by `**kwargs`, or by a dependency that cannot be followed.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import ROUTE_WORDS, Endpoint, Module, Parameter, is_plainly_decorated
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI003",
    name="path-parameter-not-in-signature",
    title="Path parameter that no parameter takes",
    message="`{{{name}}}` in the path of `{route}` fills no parameter, `{other}` {effect}; "
    "give both one name",
    follows_imports=True,
    words=ROUTE_WORDS,
)


@rule.on(Endpoint)
def check(endpoint: Endpoint, module: Module) -> Iterator[Finding]:
    path, function = endpoint.path, endpoint.function
    if path is None or "{{" in path or function is None or not endpoint.path_parameters:
        return
    signature = module.signature(endpoint)
    if signature is None or not signature.complete:
        return
    unfilled = [name for name in endpoint.path_parameters if not signature.takes(name)]
    if not unfilled:
        return
    routes = {other.call for other in module.routing.endpoints}
    if not is_plainly_decorated(function, routes, module.values):
        return
    for name in unfilled:
        for parameter in signature.parameters:
            if is_meant(parameter, name, endpoint):
                effect = (
                    "fails every call" if parameter.kind == "path" else "is read from the query"
                )
                yield rule.at(
                    endpoint, name=name, route=endpoint.name, other=parameter.name, effect=effect
                )
                return


def is_meant(parameter: Parameter, name: str, endpoint: Endpoint) -> bool:
    """Whether a parameter that the path does not fill goes by a name like `name`."""
    given = parameter.alias or parameter.name
    if given in endpoint.path_parameters:
        return False
    if parameter.kind != "path" and (parameter.kind != "query" or parameter.marker is not None):
        return False
    words = f"{given}_{parameter.name}".lower().split("_")
    return any(word in words for word in name.lower().split("_"))
