"""
A parameter declared as `bytes` with `File()` is handed the whole upload in memory: FastAPI reads
it before the endpoint starts, whatever its size, and the endpoint cannot refuse. Its name, its
content type and its size are lost.

Take an `UploadFile` instead. Starlette keeps more than 1 MiB of it on disk, `size` tells how large
it is before anything is read, and it can be read in chunks.

Reported are `bytes` and lists of `bytes` with `File()` in routes.

Opt-in: FastAPI documents `bytes` for small files, and with a limit on the size of requests, in a
proxy or with `FastAPI(max_body_size=...)`, nothing is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Expr, Items, Module, Parameter, Sub
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI402",
    name="bytes-upload",
    title="Upload taken as bytes",
    message="`{name}` is read into memory whole, whatever its size, before `{function}` starts; "
    "take an `UploadFile`",
    skill=("4.1",),
    opt_in=True,
    words=("*File*",),
)


@rule.on(Parameter)
def check(parameter: Parameter, module: Module) -> Iterator[Finding]:
    if parameter.kind == "file" and not module.limits_bodies:
        if is_bytes(parameter.annotation, module):
            yield rule.at(parameter, name=parameter.name, function=parameter.function.plain_name)


def is_bytes(annotation: Expr | None, module: Module) -> bool:
    """Whether it is `bytes`, or several of them; `Annotated` and `Optional` are seen through."""
    annotation = module.values.expand(annotation)
    if isinstance(annotation, Sub):
        name, index = module.qualname(annotation.of), annotation.index
        parts = index.items if isinstance(index, Items) else (index,)
        if name in ("builtins.list", "typing.List", "typing.Annotated", "typing.Optional"):
            return is_bytes(parts[0], module)
    declared = module.values.type_of(annotation) if annotation is not None else None
    return getattr(declared, "cls", None) == "builtins.bytes"
