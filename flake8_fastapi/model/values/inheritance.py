"""What classes are derived from, across files and into libraries, and what they inherit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from flake8_fastapi.model import libraries
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.syntax.expressions import Call, Expr, origin
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.values.evaluation import Evaluator
from flake8_fastapi.model.values.value_kinds import External, Instance, Value

#: Bases that add no attribute.
MARKER_BASES = {"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"}
#: Bases from libraries that call no other methods of a class than these, and its validators.
_CALLING_LITTLE = MARKER_BASES | {"pydantic.BaseModel", "sqlmodel.SQLModel"}
_CALLED = regex(
    r"_.*|model_\w+|construct|copy|dict|from_orm|json|parse_\w+|schema\w*|update_forward_refs"
    r"|validate"
)


class Inheritance:
    """The bases of classes, by the qualified names of the classes."""

    def __init__(self, evaluator: Evaluator) -> None:
        """`evaluator` says what the bases are."""
        self._evaluator = evaluator
        self._ancestors: dict[str, tuple[str | None, ...]] = {}
        self._lineages: dict[str, tuple[Set[str], bool]] = {}

    def is_instance(self, expression: Expr | None, base: str) -> bool | None:
        """Whether the expression is an object of `base` or of a class derived from it."""
        value = self._evaluator.of(expression)
        if isinstance(value, Instance):
            return self.derives(value.cls, base)
        return None if value is None else False

    def is_subclass(self, expression: Expr | None, base: str) -> bool | None:
        """Whether the expression is the class `base` or one derived from it."""
        match self._evaluator.of(expression):
            case Class(qualname=name) | External(name=name):
                return self.derives(name, base)
            case None:
                return None
        return False

    def derives(self, cls: str, base: str) -> bool | None:
        """Whether the class of that name is `base` or derived from it; None: a base is unknown."""
        names, complete = self.lineage(cls)
        if libraries.canonical(base) in names:
            return True
        return False if complete else None

    def derives_from_any(self, cls: str, bases: Iterable[str]) -> bool:
        """Whether the class of that name is certainly one of `bases` or derived from one."""
        return not self.lineage(cls)[0].isdisjoint(map(libraries.canonical, bases))

    def kin(self, one: Value, other: Value) -> Value | None:
        """What objects of two classes are alike, of those families where that is enough.

        Of two classes of libraries that may be the wider one: a collection is a query.
        """
        if not isinstance(one, Instance) or not isinstance(other, Instance):
            return None
        if one.known is None and other.known is None:
            for wider, narrower in ((one, other), (other, one)):
                if libraries.is_subclass(narrower.cls, wider.cls):
                    return Instance(wider.cls)
        if libraries.FAMILIES.isdisjoint(
            (*libraries.ancestry(one.cls), *libraries.ancestry(other.cls))
        ):
            return None  # before files are read for the bases of a class of the project
        families = libraries.FAMILIES.intersection(self.lineage(other.cls)[0])
        for ancestor in filter(None, self.ancestry(one.cls)):
            for each in libraries.ancestry(ancestor):
                if each in families:
                    return Instance(each)
        return None

    def is_own(self, cls: str, method: str = "") -> bool:
        """Whether all that a class is derived from is known, and of the project.

        Or nobody else calls a method of that name: a model's `find` is nothing to Pydantic.
        """
        markers = _CALLING_LITTLE if _CALLED.fullmatch(method) is None else MARKER_BASES
        return all(
            each in markers or (each and self._evaluator.known_class(each) is not None)
            for each in self.ancestry(cls)
        )

    def lineage(self, cls: str) -> tuple[Set[str], bool]:
        """The names of a class and of all that it is derived from; whether these are all."""
        known = self._lineages.get(cls)
        if known is None:
            cuts = self._evaluator.cuts
            ancestors = tuple(self.ancestry(cls))
            names = {name for each in ancestors if each for name in libraries.ancestry(each)}
            known = names, None not in ancestors
            if cuts == self._evaluator.cuts:
                self._lineages[cls] = known
        return known

    def ancestry(self, cls: str) -> Iterable[str | None]:
        """The class and those it is derived from, nearest first; None for an unknown base."""
        known = self._ancestors.get(cls)
        if known is None:
            if self._evaluator.known_class(cls) is not None:
                return self._climb(cls)
            known = self._ancestors[cls] = (cls,)
        return known

    def _climb(self, cls: str) -> Iterator[str | None]:
        """The same, as far as somebody asks: a base may lie in a file that is still to be read."""
        queue, seen = [cls], {cls}
        ancestors: list[str | None] = []
        cuts = self._evaluator.cuts
        for name in queue:
            ancestors.append(name)
            yield name
            known = self._evaluator.known_class(name)
            if known is None:
                continue
            for base in known.bases:
                found = _class_that_is(self._evaluator.of(origin(base)))
                if found is None:
                    ancestors.append(None)
                    yield None
                elif found not in seen:
                    seen.add(found)
                    queue.append(found)
        if cuts == self._evaluator.cuts:
            self._ancestors[cls] = tuple(ancestors)

    def method(self, cls: Class, name: str) -> Function | None:
        """The method of that name, of the class or inherited from one of the project."""
        for ancestor in self.ancestry(cls.qualname):
            known = self._evaluator.known_class(ancestor) if ancestor else None
            if known and name in known.methods:
                return self._evaluator.function(known.methods[name])
        return None

    def overridden(self, method: Function) -> Iterator[Function]:
        """The methods of the project's bases in whose place a method runs, nearest first."""
        for base in self.ancestry(method.owner) if method.owner is not None else ():
            known = self._evaluator.known_class(base) if base not in (None, method.owner) else None
            of_base = known.methods.get(method.name) if known is not None else None
            found = self._evaluator.function(of_base) if of_base is not None else None
            if found is not None:
                yield found


def _class_that_is(value: Value | None) -> str | None:
    """The name of a class of the project or a library, or of what `declarative_base()` is like."""
    match value:
        case Class(qualname=name) | External(name=name):
            return name
        case Instance(
            cls="sqlalchemy.orm.DeclarativeBase" as name, known=None, made=Call() as made
        ):
            is_plain = made.argument("cls") is None and made.argument("constructor") is None
            return name if is_plain else None
    return None
