"""A file as it stands: its text and its tree, its place in the project, what it is for."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.middleware.cookies import (
    are_kept_from_others,
    says_whom_it_knows,
    speaks_of_cookies,
)
from flake8_fastapi.model.project.glance import Glance
from flake8_fastapi.model.project.imported import Alone, Imported
from flake8_fastapi.model.project.project import Project
from flake8_fastapi.model.project.usage import Usage
from flake8_fastapi.model.role import Role, role_of
from flake8_fastapi.model.syntax.flow import cut_off
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.vocabulary import Vocabulary
from flake8_fastapi.model.target import Target
from flake8_fastapi.model.uploads.body_length import limits_bodies
from flake8_fastapi.options import Options

#: Names under which Flake8 passes standard input: there is no file.
NO_FILE = {"", "-", "stdin", "<stdin>", "<string>"}

#: Libraries that run the async functions of a file on an event loop of their own: bots, queues,
#: containers that are started for one call.
OTHER_LOOPS = frozenset(
    "aiogram arq celery discord disnake dramatiq gradio huey modal nextcord pyrogram rq streamlit "
    "taskiq telebot telegram telethon".split()
)


class SourceFile:
    """A parsed file, and where it belongs.

    `tree` is what Flake8 parsed, `filename` the path as Flake8 knows it (other files are found
    from there; with a name of NO_FILE there are none), `lines` the text with line ends.
    """

    def __init__(
        self,
        tree: ast.Module,
        filename: str = "<string>",
        lines: Sequence[str] = (),
        options: Options | None = None,
    ) -> None:
        self.filename = filename
        self.lines = lines
        self.options = options or Options()
        self._root = tree

    @cached_property
    def project(self) -> Project | None:
        """The files around this one; None if it is none itself."""
        if self.filename in NO_FILE:
            return None
        return Project(self.filename, self.options.import_roots)

    @property
    def usage(self) -> Usage | None:
        """Who uses what in the project; None where it is too large to look through."""
        return self.project.usage if self.project else None

    @cached_property
    def syntax(self) -> Syntax:
        """The syntax tree and what was read from it; for what no fact of the model tells."""
        project = self.project
        name = project.name if project else "__main__"
        syntax = Syntax(self._root, name, self.filename, self.filename.endswith("__init__.py"))
        if project is not None:
            project.adopt(syntax.summary)
        return syntax

    @cached_property
    def _imported(self) -> Imported:
        syntax = self.syntax  # is adopted by the project
        return self.project or Alone(syntax.summary)

    @cached_property
    def target(self) -> Target:
        """The versions that the project is for."""
        path = "" if self.filename in NO_FILE else self.filename
        return Target.of(path, self.options.target_versions)

    @cached_property
    def role(self) -> Role:
        """What kind of file this is."""
        return role_of(self.filename, self.source, self._imported_at_top)

    @property
    def is_application(self) -> bool:
        """Whether this is code that serves requests: no test, script, migration or worker."""
        return self.role is Role.APPLICATION

    @cached_property
    def source(self) -> str:
        """The text of the file."""
        return "".join(self.lines)

    @cached_property
    def glance(self) -> Glance:
        """What the text tells before the file is read."""
        return Glance(self._root, self.source, self.lines, self.project)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the code, comments not among them."""
        return Vocabulary(self.syntax.tree)

    @cached_property
    def cut_off(self) -> list[range]:
        """The lines that control never gets to."""
        return cut_off(self._root)

    @cached_property
    def _imported_at_top(self) -> list[str]:
        return imported_at_top(self._root)

    @cached_property
    def packages(self) -> frozenset[str]:
        """The packages that the file imports anything of at its top level."""
        return frozenset(name.partition(".")[0] for name in self._imported_at_top)

    @cached_property
    def has_other_loop(self) -> bool:
        """Whether a bot or a queue may run async functions of this file, on a loop of its own."""
        return not self.packages.isdisjoint(OTHER_LOOPS)

    @cached_property
    def is_shared(self) -> bool:
        """Whether others than the application may run async functions of this file."""
        project, usage = self.project, self.usage
        if project is None or usage is None:
            return self.has_other_loop
        return self.has_other_loop or usage.is_of_library(project.path)

    @cached_property
    def is_served(self) -> bool | None:
        """Whether the file is part of an application that serves, as its project's imports show."""
        if not self.is_application or self.has_other_loop:
            return False
        project, usage = self.project, self.usage
        return usage.serves(project.path) if project and usage else None

    @cached_property
    def limits_bodies(self) -> bool:
        """Whether the project may refuse requests for their length, before they get to a route."""
        usage = self.usage
        return limits_bodies(self.source) or bool(usage and usage.limits_bodies() is not False)

    @cached_property
    def may_have_cookies(self) -> bool:
        """Whether pages of others may have something to send: the application has a word for it."""
        project, usage = self.project, self.usage
        found = usage.beside(project.path) if project and usage else None
        texts = [self.source, *(found or ())]
        alone = found is None and not says_whom_it_knows(self.source)
        speaks = alone or any(map(speaks_of_cookies, texts))
        return speaks and not are_kept_from_others(texts)


def imported_at_top(root: ast.Module) -> list[str]:
    """The dotted names that a file imports at its top level, `try` and `if` included."""
    names: list[str] = []
    statements: list[ast.stmt] = list(root.body)
    for statement in statements:
        if statement.__class__ is ast.ImportFrom:
            module = statement.module or ""
            names += [f"{module}.{alias.name}" for alias in statement.names]
        elif statement.__class__ is ast.Import:
            names += [alias.name for alias in statement.names]
        elif statement.__class__ is ast.If:
            statements += [*statement.body, *statement.orelse]
        elif statement.__class__ is ast.Try:
            statements += statement.body
            statements += [inner for each in statement.handlers for inner in each.body]
    return names
