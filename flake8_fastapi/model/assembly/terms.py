"""The terms on which routes are registered, and routers included: prefix, tags, dependencies."""

from __future__ import annotations

from flake8_fastapi.model.assembly.registering import Step
from flake8_fastapi.model.assembly.scopes import Given, Made, Scope, Scopes
from flake8_fastapi.model.libraries import DEPENDS
from flake8_fastapi.model.routing.routers import APP
from flake8_fastapi.model.syntax.expressions import Call, Expr
from flake8_fastapi.model.values.values import Values

#: What `Depends` is given in a list, and whether these are all.
Dependencies = tuple[tuple[Expr, ...], bool]
#: None: they are not known.
Tags = tuple[str, ...] | None


class Terms:
    """What calls say of them, as far as it can be read."""

    def __init__(self, values: Values, scopes: Scopes) -> None:
        self._values = values
        self._scopes = scopes

    # -- what a router is made with --------------------------------------------------------

    def prefix(self, made: Made) -> str | None:
        """The prefix that a router is made with."""
        if self._values.derives(made.cls, APP):
            return ""
        given, known = self._scopes.argument(made, "prefix")
        if given.expression is None:
            return "" if known else None
        return self._scopes.text(given)

    def dependencies(self, made: Made) -> Dependencies:
        """What a router is made with depends on, and whether that is all."""
        return self._listed(*self._scopes.argument(made, "dependencies"))

    def tags(self, made: Made) -> Tags:
        """The tags that a router is made with."""
        return self._scopes.strings(*self._scopes.argument(made, "tags"))

    # -- what the call itself says that registers or includes ------------------------------

    def prefix_given(self, step: Step) -> str | None:
        """The `prefix=` of an inclusion, or the path of a mount."""
        if step.verb == "mount":
            path = self._scopes.text(given_at(step.call, "path", 0, step.scope))
            return None if path is None else path.rstrip("/")
        given = step.call.argument("prefix")
        if given is None:
            return None if step.call.spreads else ""
        return self._scopes.text(Given(given, step.scope))

    def dependencies_given(self, step: Step) -> Dependencies:
        """What the call itself says in `dependencies=`."""
        given = step.call.argument("dependencies")
        known = given is not None or not step.call.spreads
        return self._listed(Given(given, step.scope), known)

    def tags_given(self, step: Step) -> Tags:
        """What the call itself says in `tags=`."""
        given = step.call.argument("tags")
        known = given is not None or not step.call.spreads
        return self._scopes.strings(Given(given, step.scope), known)

    def _listed(self, given: Given, known: bool) -> Dependencies:
        """What `Depends` is given in a list, and whether these are all."""
        if given.expression is None:
            return (), known
        items = self._scopes.items(given)
        found: list[Expr] = []
        complete = items is not None
        for item in items or ():
            call = self._scopes.closed(item).expression
            is_depends = isinstance(call, Call) and self._values.qualname(call.callee) in DEPENDS
            target = call.argument("dependency", 0) if isinstance(call, Call) else None
            if is_depends and target is not None:
                found.append(target)
            else:
                complete = False
        return tuple(found), complete


def given_at(call: Call, name: str, position: int, scope: Scope) -> Given:
    """The argument of a call, and where it is to be read."""
    return Given(call.argument(name, position), scope)


def joined(outer: Tags, inner: Tags) -> Tags:
    """Tags from outside and those inside of them."""
    return None if outer is None or inner is None else (*outer, *inner)
