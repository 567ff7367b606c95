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

import re
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

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
#: Letters of a name that is no chance part of another: `name` of `username`, not `id` of `width`.
LONG = 4


@rule.on(Endpoint)
def check(endpoint: Endpoint, module: Module) -> Iterator[Finding]:
    path, function = endpoint.path, endpoint.function
    if path is None or "{{" in path or function is None:
        return
    names = {argument.name: argument for argument in function.arguments}
    if all(
        name in names and module.values.dependency(names[name]) is None
        for name in endpoint.path_parameters
    ):
        return  # most routes: what they depend on need not be asked
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
    words = {*words_of(given), *words_of(parameter.name)}
    if not words.isdisjoint(words_of(name)):
        return True
    one, other = "".join(words_of(name)), "".join(words_of(given))
    return one == other or (min(len(one), len(other)) >= LONG and (one in other or other in one))


def words_of(name: str) -> list[str]:
    """The words of a name: `user` and `id` of `user_id`, `userId` and `UserID`."""
    return [word.lower() for word in WORD.findall(name)]
