"""What the global names of a project are bound to: through imports and re-exports, across files."""

from __future__ import annotations

from collections.abc import Callable

from flake8_fastapi.model.project.imported import Imported
from flake8_fastapi.model.syntax.changes import unless_changed
from flake8_fastapi.model.syntax.conditions import alternatives
from flake8_fastapi.model.syntax.expressions import (
    Call,
    Const,
    Expr,
    Items,
    OneOf,
    Pairs,
    Ref,
    Text,
    Typed,
    Union,
    last_name,
)
from flake8_fastapi.model.syntax.functions import Class, Function, Summary
from flake8_fastapi.model.syntax.reader import BUILTINS

#: Modules of which a file imports everything, that are looked through for one name.
MOST_STARS = 20

#: What a module answers by when it is asked for a name that it has not.
_GETTER = "__getattr__"

#: What says of a definition that another one of its name is to follow.
_OVERLOAD = {"typing.overload", "typing_extensions.overload"}

#: Expressions that a container may stand in.
_HOLDING = frozenset({Items, Pairs, Text, OneOf, Typed, Union})


class Bindings:
    """Leads dotted names to the files that they lie in, and to what they are bound to there."""

    def __init__(self, imported: Imported, text: Callable[[Expr | None], str | None]) -> None:
        """`text` reads what is listed in `__all__`."""
        self._imported = imported
        self._text = text
        self._located: dict[str, tuple[Summary, str] | None] = {}
        self._files: dict[str, str | None] = {}
        self._lasting: dict[tuple[str, str], Expr] = {}  #: what global names are bound to
        self._exported: dict[Summary, frozenset[str | None] | None] = {}  #: by `__all__`
        self._busy_stars: set[tuple[str, str]] = set()

    def expand(self, expression: Expr | None) -> Expr | None:
        """Follow names to the expression that they stand for, as far as it is one expression."""
        for _ in range(10):
            if not isinstance(expression, Ref):
                return expression
            located = self._locate(expression.name)
            if located is None:
                return expression
            summary, rest = located
            bound = self._bound(summary, rest)
            if bound is None or bound is expression:
                return expression
            if isinstance(bound, Ref) and bound.name == expression.name:
                return expression
            expression = bound
        return expression

    def home(self, expression: Expr | None) -> Summary | None:
        """The file in which the global name that `expression` is gets its value."""
        found = self._at_home(expression)
        return found[0] if found else None

    def unchanged(self, expression: Ref) -> Const | None:
        """The constant that a global name is in every process: nothing else is bound to it."""
        found = self._at_home(expression)
        if found is None:
            return None
        summary, name, bound = found
        value = _one_constant(bound)
        if value is None or summary.stars or self._is_changed(summary, name):
            return None
        return value

    def _at_home(self, expression: Expr | None) -> tuple[Summary, str, Expr] | None:
        """The file in which a global name gets its value, its name there, and the value."""
        for _ in range(10):
            located = self._locate(expression.name) if isinstance(expression, Ref) else None
            if located is None:
                return None
            summary, rest = located
            bound = summary.names.get(rest) or self._from_stars(summary.stars, rest)
            if not isinstance(bound, Ref):
                return (summary, rest, bound) if bound else None
            expression = bound
        return None

    def summary(self, qualname: str) -> Summary | None:
        """The file of the project that a qualified name lies in."""
        located = self._locate(qualname)
        return located[0] if located else None

    def known_class(self, qualname: str) -> Class | None:
        """The class of the project that has this qualified name."""
        located = self._locate(qualname)
        return located[0].classes.get(f"{located[0].name}.{located[1]}") if located else None

    def function(self, qualname: str) -> Function | None:
        """The function of the project that has this qualified name."""
        located = self._locate(qualname)
        return located[0].functions.get(f"{located[0].name}.{located[1]}") if located else None

    def _locate(self, qualname: str) -> tuple[Summary, str] | None:
        """The project's module that a dotted name lies in, and the rest of the name."""
        try:
            return self._located[qualname]
        except KeyError:
            located = self._located[qualname] = self._find(qualname)
            return located

    def is_imported(self, name: str) -> bool | None:
        """Whether a file of the project imports a module of that name, or something so called."""
        return self._imported.is_imported(name)

    def is_spoken_of(self, function: Function) -> bool | None:
        """Whether a file of the project names a function; None: it is not known."""
        home, own, name = self.summary(function.module), self._imported.own, function.name
        for summary in filter(None, (home, own)):
            if any(last_name(call.callee) == name for call, _ in summary.calls_naming({name})):
                return True
        return self._imported.speaks_of(name, home) if home is not None else None

    def _find(self, qualname: str) -> tuple[Summary, str] | None:
        if not self._imported.knows(qualname.partition(".")[0]):
            return None
        module = qualname.partition(".<")[0]
        # what is defined in a file has longer names, and is no module
        module = self._file(module.rpartition(".")[0]) or module
        while True:
            summary = self._imported.summary(module)
            if summary is not None:
                rest = qualname[len(module) + 1 :]
                return (None if rest else self._rebound(module)) or (summary, rest)
            module, dot, _ = module.rpartition(".")
            if not dot:
                return None

    def _rebound(self, module: str) -> tuple[Summary, str] | None:
        """Where a package gives the name of a module to what it imports from it.

        After `from .settings import settings` in its `__init__`, or `import *`, that is what others
        import.
        """
        package, _, name = module.rpartition(".")
        if not package or self._imported.is_file(package):
            return None
        summary = self._imported.summary(package)
        bound = summary.names.get(name) if summary is not None else None
        if summary is not None and bound is None and module in summary.stars:
            bound = self._from_stars(summary.stars, name)
        if summary is None or not isinstance(bound, Ref) or not bound.name.startswith(f"{module}."):
            return None
        return summary, name

    def _file(self, name: str) -> str | None:
        """The file, no package, that a dotted name is, or that one of its parents is."""
        if not name:
            return None
        if name not in self._files:
            found = self._file(name.rpartition(".")[0])
            self._files[name] = found or (name if self._imported.is_file(name) else None)
        return self._files[name]

    def _bound(self, summary: Summary, name: str) -> Expr | None:
        """What a global name is bound to; of a container that is changed, what still holds."""
        bound = summary.names.get(name)
        if bound is None:
            return self._from_stars(summary.stars, name) or _answered(summary, name)
        if bound.__class__ not in _HOLDING:
            return bound
        key = summary.name, name
        known = self._lasting.get(key)
        if known is None:
            bound = _standing(summary, bound)
            left = unless_changed(bound)
            changed = left is not bound and self._is_changed(summary, name)
            known = self._lasting[key] = left if changed else bound
        return known

    def _is_changed(self, summary: Summary, name: str) -> bool:
        """Whether something of that name is changed: in its own file, the one at hand, or others.

        Others are looked at last: that takes longest.
        """
        own = self._imported.own
        if summary.changes(name) or (own is not None and own.changes(name)):
            return True
        return self._imported.changes(summary, name)

    def is_set(self, where: str, name: str) -> bool:
        """Whether an attribute is set, from outside, on an object that a module makes.

        Those are asked that import the module, and the file at hand.
        """
        summary, own = self.summary(where), self._imported.own
        if summary is None or summary.sets(name) or (own is not None and own.sets(name)):
            return True
        return self._imported.changes(summary, name)

    def _from_stars(self, stars: tuple[str, ...], name: str) -> Expr | None:
        """What `from module import *` brings in under a name, if one of them does.

        Nobody reads what a library has. It has what no module of the project brings in, where there
        is only one of them.
        """
        libraries: set[str] = set()
        found = self._brought_in(stars, name, libraries)
        if found:
            return found[0] if len(found) == 1 else None
        if len(libraries) != 1 or "." in name or name.startswith("_") or name in BUILTINS:
            return None
        library = libraries.pop()
        return None if self._is_own(library) else Ref(f"{library}.{name}")

    def _brought_in(
        self, stars: tuple[str, ...], name: str, libraries: set[str]
    ) -> list[Expr] | None:
        """What modules of the project bring in; None: unknown.

        Those that cannot be read are added to the `libraries`.
        """
        found: list[Expr] = []
        libraries.update(stars[MOST_STARS:])
        for star in stars[:MOST_STARS]:
            summary = self._imported.summary(star) if self._is_own(star) else None
            if summary is None:
                libraries.add(star)
                if self._is_own(star):
                    return None
                continue
            key = star, name
            if key in self._busy_stars:
                continue
            self._busy_stars.add(key)
            try:
                if not self._is_exported(summary, name):
                    continue
                if name in summary.names or self._brought_in(summary.stars, name, libraries):
                    found.append(Ref(f"{star}.{name}"))
            finally:
                self._busy_stars.discard(key)
        return found

    def _is_own(self, module: str) -> bool:
        return self._imported.knows(module.partition(".")[0])

    def _may_hide(self, stars: tuple[str, ...], name: str) -> bool:
        """Whether what `from module import *` brings in may have the name of a builtin."""
        queue = [*stars]
        for star in queue:
            summary = self._imported.summary(star) if self._is_own(star) else None
            if summary is None or name in summary.names:
                return True
            queue += [each for each in summary.stars if each not in queue]
        return False

    def _is_exported(self, summary: Summary, name: str) -> bool:
        """Whether `from module import *` brings a name in, as far as a literal `__all__` tells."""
        if summary not in self._exported:
            self._exported[summary] = None
            listed = summary.names.get("__all__")
            if isinstance(listed, Items):
                self._exported[summary] = frozenset(map(self._text, listed.items))
        exported = self._exported[summary]
        if exported is not None:
            return name in exported or None in exported
        return "__all__" in summary.names or not name.startswith("_")

    @staticmethod
    def _last_definition(summary: Summary, defined: Function | Class) -> Function | Class:
        """The definition that stands: the last of a method's, where `@overload` has others."""
        if isinstance(defined, Function) and defined.owner and "#" not in defined.qualname:
            owner = summary.classes.get(defined.owner)
            stands = owner.methods.get(defined.name) if owner is not None else None
            return summary.functions.get(stands or "", defined)
        return defined

    @staticmethod
    def _single(summary: Summary, name: str) -> bool:
        return not isinstance(summary.names.get(name), OneOf)


def _standing(summary: Summary, bound: Expr) -> Expr:
    """Of several definitions of one name, the one that `@overload` declares the others for."""
    if not isinstance(bound, OneOf):
        return bound
    *declared, last = (
        summary.functions.get(each.name) if isinstance(each, Ref) else None
        for each in bound.options
    )
    if last is None or not all(map(_is_overload, declared)):
        return bound
    return bound.options[-1]


def _is_overload(function: Function | None) -> bool:
    return function is not None and any(
        isinstance(each.expression, Ref) and each.expression.name in _OVERLOAD
        for each in function.decorators
    )


def _one_constant(bound: Expr) -> Const | None:
    """The constant that a name is bound to, each time if several: `client = None`, and again."""
    match bound:
        case Const():
            return bound
        case Typed(value=value):
            return _one_constant(value)
        case OneOf(options=options):
            first, *others = map(_one_constant, options)
            if first is not None and all(
                it is not None and it.value is first.value for it in others
            ):
                return first
    return None


def _answered(summary: Summary, name: str) -> Expr | None:
    """What the `__getattr__` of a module calls for a name that it has not: `if name == "db":`."""
    asked = summary.functions.get(f"{summary.name}.{_GETTER}") if _GETTER in summary.names else None
    if asked is None or not asked.by_position:
        return None
    key = asked.by_position[0]
    found = [each for each in asked.returned if not _is_for_others(each, key, name)]
    if len(found) != 1 or not isinstance(found[0], Call):
        return None
    is_it = f"{key} == {name!r}"
    return found[0] if any(is_it in alternatives(each) for each in found[0].needs) else None


def _is_for_others(returned: Expr, key: str, name: str) -> bool:
    """Whether a function comes to a call only where a parameter is something else than a name."""
    for condition in returned.needs if isinstance(returned, Call) else ():
        options = alternatives(condition)
        if options == [f"{key} != {name!r}"]:
            return True
        if f"{key} == {name!r}" not in options:
            if all(each.startswith(f"{key} == ") for each in options):
                return True
    return False
