"""
`Depends(Settings)` makes FastAPI read the signature of the class, and the signature of a settings
class has all of its fields. Each plain field becomes a query parameter, and what the client sends
wins over the environment: with `GET /?secret_key=mine&debug=1` the endpoint works with a key that
the client chose. The documentation suffers too: `/openapi.json` answers 500. With other versions of
FastAPI and Pydantic, or other types of fields, nothing works at all: each request, or the import,
fails.

Depend on a function that takes no parameters and returns the settings; with `@lru_cache` it reads
the environment once.

Reported is any class derived from `BaseSettings` that `Depends` is given, also as
`settings: Settings = Depends()`. A class whose own `__init__` takes no `**kwargs` is not: its
fields are not in its signature. Neither is one that the application itself replaces by
`dependency_overrides`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Class, Dependency, Module, Typed
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI118",
    name="settings-as-dependency-class",
    title="Settings class used as a dependency",
    message="the fields of `{settings}` become parameters of the request; depend on a function "
    "that returns `{settings}()`",
    skill=("9.8",),
    follows_imports=True,
    everywhere=True,
    words=("*Depends*", "Security"),
)

SETTINGS = ("pydantic_settings.BaseSettings", "pydantic.v1.BaseSettings")


@rule.on(Dependency)
def check(dependency: Dependency, module: Module) -> Iterator[Finding]:
    given = module.value(dependency.target or dependency.declared)
    if isinstance(given, Class) and shows_settings(given, module):
        if module.is_overridden(given.name):
            return
        yield rule.at(dependency, settings=given.name)


def shows_settings(cls: Class, module: Module) -> bool:
    """Whether a class takes its settings by its signature."""
    if cls.decorators or not module.values.derives_from_any(cls.qualname, SETTINGS):
        return False
    made = module.values.method(cls, "__init__")
    if made is not None and not any(argument.kind == "**" for argument in made.arguments):
        return False
    return any(
        isinstance(declared, Typed) and not name.startswith("_")
        for ancestor in module.values.ancestry(cls.qualname)
        for name, declared in (known(ancestor, module).items() if ancestor else ())
        if name != "model_config"
    )


def known(qualname: str, module: Module) -> dict[str, object]:
    cls = module.values.known_class(qualname)
    return dict(cls.fields) if cls is not None else {}
