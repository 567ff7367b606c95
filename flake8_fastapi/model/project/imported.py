"""What may be known of the modules that a file imports."""

from __future__ import annotations

from collections.abc import Collection

from flake8_fastapi.model.syntax.functions import Summary


class Imported:
    """Answers nothing. `model.project.project.Project` answers from the files on disk."""

    own: Summary | None = None  #: of the file that imports them

    def knows(self, top: str) -> bool:
        """Whether `top` is the first part of the name of a module of the project."""
        return False

    def summary(self, module: str) -> Summary | None:
        """What the module of that dotted name says, or None if it is not known."""
        return None

    def is_file(self, module: str) -> bool:
        """Whether the module is a file of its own, no package: nothing lies below it."""
        return False

    def keeping(self, name: str, holders: Collection[str]) -> list[Summary | None] | None:
        """The files that may put something of that name into a `state`, or what `holders` are.

        None where they are too many.
        """
        return [self.own] if self.own is not None else []

    def deriving(self, names: Collection[str]) -> list[Summary | None] | None:
        """The files with a class that has one of `names` among its bases; None where too many."""
        return [self.own] if self.own is not None else []

    def is_imported(self, name: str) -> bool | None:
        """Whether a file of the project imports a module of that name, or something so called."""
        return False

    def speaks_of(self, name: str, home: Summary) -> bool | None:
        """Whether a file of the project but `home`, and no test, has a name in its code."""
        return None

    def changes(self, home: Summary, name: str) -> bool:
        """Whether a file that imports from another one changes something of that name there."""
        return False


class Alone(Imported):
    """Knows one file, and nothing around it."""

    def __init__(self, own: Summary) -> None:
        self.own = own
        self._name = own.name

    def knows(self, top: str) -> bool:
        return top == self._name.partition(".")[0]

    def summary(self, module: str) -> Summary | None:
        return self.own if module == self._name else None
