"""What a rule is: a record of what it says, and the checks that say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias, TypeVar

from flake8_fastapi.model.lean import dataclass

if TYPE_CHECKING:
    from flake8_fastapi.model import Module


class Located(Protocol):
    """A node of the syntax tree, or a fact of the model, that knows its place in the source."""

    @property
    def lineno(self) -> int: ...
    @property
    def col_offset(self) -> int: ...


Subject = TypeVar("Subject")
Check: TypeAlias = Callable[[Subject, "Module"], Iterator["Finding"]]


class Finding(NamedTuple):
    """One place where a rule is broken, in the order Flake8 wants it."""

    line: int
    column: int  #: from 0; in UTF-8 bytes as the syntax tree counts, until the engine has seen it
    text: str


@dataclass(frozen=True, eq=False)
class Rule:
    """The record of one rule; its rationale is the docstring of its module."""

    code: str
    name: str  #: the slug, also in the names of its module and of its examples
    title: str
    message: str  #: a template; `at` fills it in
    skill: tuple[str, ...] = ()  #: numbers of the statements in `skill` that it derives from
    versions: Mapping[str, str] = field(default_factory=dict)  #: where it is true: a specifier each
    opt_in: bool = False
    follows_imports: bool = False
    #: Tests, scripts, migrations and workers break it too, not only code that serves requests.
    everywhere: bool = False
    #: A file with none of these words is not looked at; none: every file is. These are names,
    #: keywords, parts of names (`*Client*`) and names that are read (`.get`, no parameter `get`).
    words: tuple[str, ...] = ()
    options: tuple[str, ...] = ()  #: the fields of `Options` that it reads
    checks: list[tuple[type, Check[Any]]] = field(default_factory=list, repr=False)

    def on(self, kind: type[Subject]) -> Callable[[Check[Subject]], Check[Subject]]:
        """Run the decorated check once for every `kind` in a module."""

        def register(check: Check[Subject]) -> Check[Subject]:
            self.checks.append((kind, check))
            return check

        return register

    def at(self, place: Located, **details: object) -> Finding:
        """Report this rule at `place`, filling `message` with `details`."""
        text = f"{self.code} {self.message.format(**details)}"
        return Finding(place.lineno, place.col_offset, text)
