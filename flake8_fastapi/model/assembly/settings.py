"""The settings classes of the project (`BaseSettings`), and where they are built."""

from __future__ import annotations

from dataclasses import field

from flake8_fastapi.model.assembly.registering import MOST_FILES, Around, every_call
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.syntax.expressions import Call
from flake8_fastapi.model.syntax.functions import Class, Summary
from flake8_fastapi.model.values.annotations import DEPENDS
from flake8_fastapi.model.values.value_kinds import External
from flake8_fastapi.model.values.values import Values


@dataclass(eq=False)
class SettingsClass:
    """A class of settings, and where it is built."""

    cls: Class
    built: list[Call] = field(default_factory=list)
    injected: list[Call] = field(default_factory=list)  #: `Depends(Settings)`: for each request
    complete: bool = True  #: these are all


def settings_classes(
    summary: Summary, values: Values, around: Around | None
) -> list[SettingsClass] | None:
    """The settings classes of the project, and where they are built; None: too large."""
    classes = _classes(summary, values, around)
    if classes is None or around is None:
        return None if classes is None else [SettingsClass(each) for each in classes]
    users = around.naming({name for c in classes for name in (c.name, c.module.rpartition(".")[2])})
    found = [
        SettingsClass(each, complete=users is not None and None not in users) for each in classes
    ]
    by_name = {each.cls.qualname: each for each in found}
    homes = [home for each in classes if (home := values.summary(each.qualname))]
    for other in dict.fromkeys([summary, *homes, *(users or ())]):
        for call in every_call(other) if other else ():
            _note(call, by_name, values)
    return found


def _classes(summary: Summary, values: Values, around: Around | None) -> list[Class] | None:
    base = "pydantic_settings.BaseSettings"
    names, asked = {"BaseSettings"}, set[str]()
    summaries: dict[str, Summary] = {summary.name: summary}
    while names - asked and around is not None:
        new, asked = names - asked, set(names)
        files = around.deriving(new)
        if files is None or len(files) > MOST_FILES:
            return None
        for other in filter(None, files):
            summaries[other.name] = other
            for cls in other.classes.values():
                if values.derives(cls.qualname, base):
                    names.add(cls.name)
    return [
        cls
        for _, other in sorted(summaries.items())
        for cls in other.classes.values()
        if values.derives(cls.qualname, base)
    ]


def _note(call: Call, found: dict[str, SettingsClass], values: Values) -> None:
    """Note whether a call builds one of the classes, or hands it to `Depends`."""
    value = values.of(call.callee)
    if isinstance(value, Class) and value.qualname in found:
        found[value.qualname].built.append(call)
    elif isinstance(value, External) and value.name in DEPENDS:
        given = values.of(call.argument("dependency", 0))
        if isinstance(given, Class) and given.qualname in found:
            found[given.qualname].injected.append(call)
