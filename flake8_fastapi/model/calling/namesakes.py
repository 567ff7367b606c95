"""Who may call a function, as far as its name tells.

`delete` is what many are called. So only calls count whose object nobody knows, in files that may
have one of its class; of a name that no other function of the project has, those in all its files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.files import read_text
from flake8_fastapi.model.project.texts import code_of, says, whole_words
from flake8_fastapi.model.project.users import MOST_IMPORTERS
from flake8_fastapi.model.syntax.expressions import Call, Ref, last_name, receiver
from flake8_fastapi.model.syntax.functions import Function, Summary
from flake8_fastapi.model.values.arguments import is_refused
from flake8_fastapi.model.values.value_kinds import Method

#: What stands behind a name that is called, set or declared, or asked for something. Tasks are
#: asked to run: `send_mail.delay`.
_NOT_HANDED_ON = regex(r"\s*(?:\(|:|=[^=]|\.(?!(?:apply_async|delay|kiq|s|send|si|submit)\b))")
#: Imports, and what something depends on.
_KNOWN = regex(
    r"^[ \t]*(?:from[ \t]+[.\w]+[ \t]+import[ \t]*(?:\([^)]*\)|[^\n]*)|import[ \t][^\n]*)"
    r"|\b(?:Depends|Security)\([^()]*\)",
    re.M,
)
#: What gives a module names that are not written down in it.
_MAKING_UP = regex(r"\bimport[ \t]*\*|\b__getattr__\b|\bglobals\b|\bsys\.modules\b|\bexec\b")


class Namesakes:
    """What has the names of functions, where one file is looked at; tests are left aside."""

    def __init__(self, file: Layers) -> None:
        self._file = file
        self._values = file.values
        self._found: dict[Function, list[Summary]] = {}

    def callers(self, function: Function) -> Iterator[Function | None]:
        """Who may call a function; None: at import."""
        return self._calling(function, self._files(function))

    def _calling(
        self, function: Function, files: Iterable[Summary | None]
    ) -> Iterator[Function | None]:
        """Who may call a function in some files."""
        name = function.called_as
        for summary in filter(None, files):
            for call, caller in summary.calls_naming((name,)):
                if last_name(call.callee) == name and self._may_be(call, function):
                    if caller is not function:
                        yield caller

    def may_serve(self, method: Function) -> bool:
        """Whether anybody may call a method while requests are served, or later.

        Start-up code that does so has an object of its own.
        """
        usage = self._file.usage
        paths = usage.mentioning(method.called_as) if usage is not None else []
        if paths is None or len(paths) > MOST_IMPORTERS or self.is_handed_on(method):
            return True
        files = dict.fromkeys((*self._files(method), *map(self._at, paths)))
        return any(
            caller is not None and self._file.serves(caller) is not False
            for caller in self._calling(method, files)
        )

    def is_handed_on(self, function: Function) -> bool:
        """Whether its name stands elsewhere than in a call: `on("start", self.begin)`.

        What depends on it is known better: see `dependents`.
        """
        texts = [
            self._text_of(summary)
            for summary in self._files(function)
            if not self._has_another(function, summary)
        ]
        return any(_hands_on(function.called_as, text) for text in texts)

    def _has_another(self, function: Function, summary: Summary) -> bool:
        """Whether the name of a function stands for another one in a file, which imports that."""
        name = function.called_as
        if function.owner is not None or f".{name}" in self._text_of(summary):
            return False
        there = self._values.named(f"{summary.name}.{name}")
        return isinstance(there, Function) and there is not function

    def stands_for(self, method: Function) -> Iterator[Function]:
        """The methods of bases in whose place a method runs, and of protocols that it fits.

        So are those of what a factory gives otherwise.
        """
        yield from self._of_bases(method)
        yield from self._file.callers.replaced_by(method)
        cls = self._values.known_class(method.owner) if method.owner is not None else None
        for each in self._named_alike(method) if cls is not None else ():
            owner = self._values.known_class(each.owner) if each.owner is not None else None
            if cls is not None and owner is not None and owner is not cls:
                if self._values.is_protocol(owner) and owner.methods.keys() <= cls.methods.keys():
                    yield each

    def text_around(self, function: Function) -> str:
        """The text of its file."""
        home = self._values.summary(function.qualname)
        return self._text_of(home) if home is not None else ""

    def is_in_test(self, function: Function) -> bool:
        home = self._values.summary(function.qualname)
        return home is not None and self._is_test(home)

    def _of_bases(self, method: Function) -> Iterator[Function]:
        """The methods of the project's bases that it overrides, nearest first."""
        if method.name != "__init__":  # whose own class is named where it is made
            yield from self._values.overridden(method)

    # -- where to look -------------------------------------------------------------------------

    def _files(self, function: Function) -> list[Summary]:
        """The files in which something of its name may be the function."""
        found = self._found.get(function)
        if found is None:
            found = self._found[function] = list(dict.fromkeys(self._searched(function)))
        return found

    def _searched(self, function: Function) -> Iterator[Summary]:
        users = self._file.users
        own = self._values.summary(function.qualname)
        near = chain(users.calling(function), users.calling_from_afar(function))
        beyond = map(self._at, islice(self._paths(function, own), MOST_IMPORTERS))
        for summary in chain((own,), near, beyond):
            if summary is not None and not self._is_test(summary):
                yield summary

    def _paths(self, function: Function, home: Summary | None) -> Iterable[str]:
        """Files that are looked through though they may not serve, or import nothing of it."""
        usage, name = self._file.usage, function.called_as
        if usage is None or home is None:
            return
        yield from usage.with_words(usage.importing(home.path), {name})
        if self._is_the_only_one(function):
            yield from usage.mentioning(name) or ()

    def _is_the_only_one(self, function: Function) -> bool:
        """Whether no other function of the project has its name, but what it overrides."""
        return len({self._family(each) for each in self._named_alike(function)}) == 1

    def _named_alike(self, function: Function) -> list[Function]:
        """The functions and methods of the project that have its name; none if too many files do.

        What is defined in functions is left aside.
        """
        name, usage = function.name, self._file.usage
        paths = usage.defining({name}) if usage is not None and name != "__init__" else None
        if paths is None or len(paths) > MOST_IMPORTERS:
            return []
        found: list[Function | None] = []
        for file in filter(None, map(self._at, paths)):
            found.append(self._values.function(f"{file.name}.{name}"))
            for cls in file.classes_naming({name}):
                found.append(self._values.function(cls.methods.get(name, "")))
        return [each for each in found if each is not None]

    def _family(self, function: Function) -> str:
        """The function that it overrides in the end, or itself."""
        return [function, *self._of_bases(function)][-1].qualname

    def _at(self, path: str) -> Summary | None:
        project = self._file.project
        if project is None or path == project.path:
            return self._file.syntax.summary
        return project.at(path)

    def _is_test(self, summary: Summary) -> bool:
        usage = self._file.usage
        return usage is not None and usage.is_test(summary.path)

    # -- what to look for ----------------------------------------------------------------------

    def _may_be(self, call: Call, function: Function) -> bool:
        """Whether a call of its name may be one of it: of an unknown object, or of a protocol's."""
        value = self._values.of(call.callee)
        called = self._values.callee(value)
        if called is None and self._is_made_in_vain(call):
            return False
        if called is None:  # the `state` of an application may hold anything
            return value is None or (isinstance(value, Method) and "." in value.name)
        if called is function:
            return not is_refused(value, call, self._values)
        return self._values.is_for_derived(called) and self._may_stand_in(function, called)

    def _is_made_in_vain(self, call: Call) -> bool:
        """Whether an object is asked whose class its module has not: to import that has failed.

        A name that stands nowhere in the text of a module is none of it, unless it makes up names.
        """
        made = self._values.expand(receiver(call.callee))
        name = made.callee.name if isinstance(made, Call) and isinstance(made.callee, Ref) else ""
        module, _, cls = name.rpartition(".")
        home = self._values.summary(name) if module else None
        if home is None or home.name != module:
            return False
        text = self._text_of(home)
        return not says(text, cls) and _MAKING_UP.search(text) is None

    def _may_stand_in(self, method: Function, called: Function) -> bool:
        """Whether a method may run where one is called that is left to derived classes.

        Where no class says that it is derived from that one, any may be meant. A mixin has it for a
        class that is derived from both.
        """
        cls = self._values.known_class(method.owner) if method.owner is not None else None
        base = self._values.known_class(called.owner) if called.owner is not None else None
        if cls is None or base is None:
            return method.owner is not None
        others = self._file.overriding.derived(base)
        derived = self._file.overriding.derived(cls)
        if not others or derived is None:
            return True
        completing = {each.qualname for each in others}
        return any(
            each.qualname in completing
            or self._values.derives(each.qualname, base.qualname) is not False
            for each in (cls, *derived)
        )

    def _text_of(self, summary: Summary) -> str:
        is_own = summary is self._file.syntax.summary
        return self._file.source if is_own else read_text(summary.path)


def _hands_on(name: str, text: str) -> bool:
    """Whether a text has a name where it may be given to somebody who calls it later."""
    return _is_read(name, text) and _is_read(name, _KNOWN.sub("", code_of(text)))


def _is_read(name: str, text: str) -> bool:
    return any(
        _NOT_HANDED_ON.match(text, place + len(name)) is None
        and not text.endswith(("def ", "class "), 0, place)
        for place in whole_words(text, name)
    )
