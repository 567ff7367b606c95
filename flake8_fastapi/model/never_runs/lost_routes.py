"""Routes that no request gets to: nobody includes their router, or another one takes them all."""

from __future__ import annotations

import ast

from flake8_fastapi.model.assembly.flat_tables import FlatRoute
from flake8_fastapi.model.assembly.parameters import name_in_path, path_names
from flake8_fastapi.model.assembly.places import Place
from flake8_fastapi.model.assembly.route_order import chooses_plainly
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.project.project_files import module_part
from flake8_fastapi.model.routing.kinds import Endpoint, Router
from flake8_fastapi.model.syntax.expressions import Ref
from flake8_fastapi.model.syntax.functions import Function, Summary
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode, Tree, lists_exports
from flake8_fastapi.model.values.decorators import is_plainly_decorated

#: Routers followed that include one another.
_DEEPEST = 3


def is_lost_route(node: FunctionNode, file: Layers) -> bool:
    """Whether a function is the endpoint of routes that no request gets to, and nothing else."""
    function = file.syntax.reader.functions[node]
    routes = [each for each in file.routing.endpoints if each.function is function]
    return (
        bool(routes)
        and function.owner is None
        and all(
            each.decorates
            and (
                _is_left_out(each.router, file)
                or _is_made_anew(each.router, each.call.lineno, file)
                or _is_shadowed(each, file)
                or _is_taken(each, file)
                or _lacks_parameter(each, file)
            )
            for each in routes
        )
        and is_plainly_decorated(function, {each.call for each in routes}, file.values)
        and not is_named(function, file)
    )


def registers_in_vain(line: int, file: Layers) -> bool:
    """Whether a line is that of a decorator which adds a route that no request gets to.

    That another one of the same table takes them all is what FPI001 and FPI002 have to say. Or a
    handler of events to an application that nobody starts.
    """
    is_told = any(
        each.registration.lineno == line
        for table in file.route_tables
        for each in (*table.shadowed, *table.duplicates)
    )
    return any(
        _is_left_out(each.router, file)
        or _is_made_anew(each.router, line, file)
        or (not is_told and _is_taken(each, file))
        for each in file.routing.endpoints
        if each.decorates and each.call.lineno == line
    ) or any(
        _is_made_anew(each.owner, line, file)
        for each in file.routing.event_handlers
        if each.call.lineno == line
    )


def is_route_of_nobody(function: Function, file: Layers) -> bool:
    """Whether a function, of any file, has routers as its decorators that nobody includes."""
    routers = [file.assembly.owner(each.expression) for each in function.decorators]
    return bool(routers) and all(each is not None and _is_left_out(each, file) for each in routers)


def _home(router: Router, file: Layers) -> Summary | None:
    """The file that makes a router, where that is known."""
    return file.values.summary(router.call.within) if router.call is not None else None


def _is_left_out(router: Router, file: Layers, depth: int = 0) -> bool:
    """Whether nobody includes a router, of a project that has an application.

    Or only another one of which that is so. Of several projects in one checkout, one may include
    the routers of another.
    """
    usage, home = file.usage, _home(router, file)
    if router.is_app or home is None or usage is None or not usage.makes_application():
        return False
    # to put the application together takes long where a look at the texts tells as much
    if usage.may_load(home.path) or usage.seems_included(home.path, router.name):
        return False
    if usage.is_included_outside() is not False:
        return False
    places = file.assembly.places(router)
    return places.complete and not places.found and not _is_handed_on(router, file, depth)


def _is_made_anew(router: Router, line: int, file: Layers) -> bool:
    """Whether what is registered at a line is so with an object that nobody has any more.

    The name of the application is given to another one before anything has taken the first.
    """
    tree, name = file.syntax.tree, router.name
    if len(file.syntax.names.bindings(tree.root).get(name, ())) < 2:
        return False
    bindings = [each for each in tree.root.body if _binds(name, each)]
    again = next((each for each in bindings if each.lineno > line), None)
    if again is None or bindings[0] is again:
        return False
    first = bindings[bindings.index(again) - 1]
    return len(bindings) == sum(each.id == name for each in tree.stored(tree.root)) and all(
        isinstance(tree.parent(each), ast.Attribute) and each.lineno < again.lineno
        for each in tree.inside(tree.root, ast.Name)
        if each.id == name
        and isinstance(each.ctx, ast.Load)
        and first.lineno <= each.lineno <= (again.end_lineno or 0)
    )


def _binds(name: str, statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name(id=found)], value=ast.Call()):
            return found == name
    return False


def _is_handed_on(router: Router, file: Layers, depth: int) -> bool:
    """Whether anybody does more with a router than to register routes, or may do so."""
    home = _home(router, file)
    if home is None or file.project is None or not router.name.isidentifier():
        return True
    syntax = file.elsewhere.of(home)
    if syntax is None or any(
        node.id == router.name
        and isinstance(node.ctx, ast.Load)
        and not isinstance(syntax.tree.parent(node), ast.Attribute)
        and not _is_included_in_vain(node, syntax, file, depth)
        for node in syntax.tree.each(ast.Name)
    ):
        return True
    path = file.project.path if syntax is file.syntax else home.path
    others = _others_naming(router.name, path, file)
    return others is None or any(
        _speaks_of(router.name, each, home, file, depth) for each in others
    )


def _others_naming(name: str, path: str, file: Layers) -> list[str] | None:
    """The other files whose imports name a file, or something of that name; None: unknown."""
    found = file.usage.naming_anywhere((name, module_part(path))) if file.usage else None
    return None if found is None else [each for each in found if each != path]


def _hands_on_module(name: str, tree: Tree) -> bool:
    """Whether a file does more with a module than to read its attributes: `[items, users]`."""
    known = {
        alias.asname or alias.name
        for each in tree.each(ast.ImportFrom)
        for alias in each.names
        if alias.name == name
    }
    return any(
        each.id in known
        and isinstance(each.ctx, ast.Load)
        and not isinstance(tree.parent(each), ast.Attribute)
        for each in tree.each(ast.Name)
    )


def _speaks_of(name: str, path: str, home: Summary, file: Layers, depth: int) -> bool:
    """Whether a file has the name of what another one makes, but in imports and `__all__`.

    What it makes itself is something else, and what it imports from where that one is not.
    """
    syntax, project = file.elsewhere.at(path), file.project
    if syntax is None or project is None:
        return True
    tree = syntax.tree
    if _hands_on_module(home.name.rpartition(".")[2], tree):
        return True
    named: list[ast.expr] = [each for each in tree.each(ast.Name) if each.id == name]
    named += [each for each in tree.each(ast.Attribute) if each.attr == name]
    for node in named:
        if _is_included_in_vain(node, syntax, file, depth):
            continue
        expression = syntax.expr(node)
        is_own = isinstance(expression, Ref) and expression.name == f"{syntax.summary.name}.{name}"
        if not is_own and (
            not isinstance(expression, Ref) or project.may_lead(expression.name, home)
        ):
            return True
    return any(
        text.value == name and not any(map(lists_exports, tree.ancestors(text)))
        for text in tree.each(ast.Constant)
    )


def _is_included_in_vain(node: ast.expr, syntax: Syntax, file: Layers, depth: int) -> bool:
    """Whether a router is included there by another one of the project, which nobody includes."""
    if depth == _DEEPEST:
        return False
    match syntax.tree.parent(node):
        case ast.Call(func=ast.Attribute(value=ast.Name() as of, attr="include_router")) as call:
            if node not in call.args[:1]:
                return False
            router = file.routing.router(syntax.expr(of))
            home = _home(router, file) if router is not None else None
            return (
                router is not None
                and home is not None
                and file.elsewhere.of(home) is syntax
                and _is_left_out(router, file, depth + 1)
            )
    return False


def _is_shadowed(endpoint: Endpoint, file: Layers) -> bool:
    """Whether another route takes all its requests: see FPI001, or has the same path."""
    return any(
        each.call is endpoint.call
        for table in file.route_tables
        for each in (*(it.registration for it in table.shadowed), *table.repeated)
    )


def _is_taken(endpoint: Endpoint, file: Layers) -> bool:
    """Whether the router of another file has the same path, and comes first in all applications."""
    takers = _may_take(endpoint, file)
    if takers is not None and not takers:
        if file.usage is None or file.project is None:
            return False
        if not file.usage.mounts_for_all(file.project.path):
            return False
    places = file.assembly.places(endpoint)
    return (
        places.complete
        and bool(places.found)
        and chooses_plainly(endpoint.router.call, endpoint.router.cls, file.values)
        and all(_is_taken_in(each, endpoint, takers, file) for each in places.found)
    )


def _may_take(endpoint: Endpoint, file: Layers) -> frozenset[str] | None:
    """The other files whose text has the last part of its path that is no parameter, if any.

    None: all of them may. To put the application together takes far longer than to look for that.
    """
    usage = file.usage
    if usage is None or endpoint.path is None or file.project is None:
        return frozenset()
    prefix = file.values.text(endpoint.router.argument("prefix")) or ""
    parts = [it for it in f"{prefix}{endpoint.path}".split("/") if it and "{" not in it]
    others = usage.with_path_part(parts[-1] if parts else None)
    if others is None:
        return None
    own = file.project.path
    return usage.in_one_application(own, (each for each in others if each != own))


def _is_taken_in(
    place: Place, endpoint: Endpoint, takers: frozenset[str] | None, file: Layers
) -> bool:
    if place.path is None or len(place.apps) != 1 or endpoint.methods is None:
        return False
    table = file.assembly.table(place.apps[0], takers)
    for route in table.routes if table.ordered else ():
        if route.path == place.path and route.function is endpoint.function:
            return False  # it is this one
        if route.mounted and route.certain and route.function is None and route.path in ("", "/"):
            return True  # `app.mount("/", StaticFiles(...))` before all routers
        if route.path == place.path and route.certain and not route.mounted:
            is_elsewhere = route.function and route.function.module != file.syntax.summary.name
            takes_all = endpoint.methods <= (route.methods or frozenset())
            if is_elsewhere and takes_all and route.websocket is endpoint.websocket:
                if _matches_by_path(route, file):
                    return True
    return False


def _matches_by_path(route: FlatRoute, file: Layers) -> bool:
    """Whether a route takes each request for its path: no `route_class` says otherwise."""
    router = file.assembly.owner(route.call)
    return router is not None and chooses_plainly(router.call, router.cls, file.values)


def _lacks_parameter(endpoint: Endpoint, file: Layers) -> bool:
    """Whether it takes from the path what no path of it has, so that all requests get a 422."""
    names = {name_in_path(each, file.values) for each in endpoint.parameters} - {None}
    if names.issubset(endpoint.path_parameters) or endpoint.router.argument("route_class"):
        return False
    places = file.assembly.places(endpoint)
    return (
        places.complete
        and bool(places.found)
        and all(each.path and not names.issubset(path_names(each.path)) for each in places.found)
    )


def is_named(function: Function, file: Layers) -> bool:
    """Whether anybody may call a function by its name, in its file or another one."""
    tree, usage = file.syntax.tree, file.usage
    if usage is None or any(each.id == function.name for each in tree.each(ast.Name)):
        return True
    if function.owner and any(each.attr == function.name for each in tree.each(ast.Attribute)):
        return True
    path = file.project.path if file.project is not None else ""
    others = _others_naming(function.name, path, file)
    return others is None or any(True for _ in usage.with_words(others, {function.name}))
