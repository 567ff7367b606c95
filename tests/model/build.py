"""Small projects for the unit tests of the model."""

from __future__ import annotations

import ast
from contextlib import ExitStack
from pathlib import Path
from textwrap import dedent, indent

from flake8_fastapi.model import Function, Module, Value, still
from flake8_fastapi.options import Options

#: Since a project was written: nothing on disk is looked at twice, as in the check of a file.
STILL = ExitStack()


def module(source: str, options: Options | None = None) -> Module:
    """A file of its own, with nothing around it."""
    text = dedent(source)
    return Module(ast.parse(text), "<string>", text.splitlines(keepends=True), options)


def project(
    folder: Path, files: dict[str, str], check: str = "app/main.py", options: Options | None = None
) -> Module:
    """Write `files` below `folder`, a project's root, and open one of them."""
    STILL.close()
    (folder / "pyproject.toml").touch()
    for name, source in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(source))
        for parent in path.parents:
            if parent == folder:
                break
            (parent / "__init__.py").touch()
    STILL.enter_context(still({}))
    text = (folder / check).read_text()
    return Module(ast.parse(text), str(folder / check), text.splitlines(keepends=True), options)


def value_of(opened: Module, name: str) -> Value | None:
    """What a global name of the opened file is."""
    return opened.values.named(f"{opened.syntax.summary.name}.{name}")


def value_of_last(source: str) -> object:
    """What the last line of `source` is, an expression."""
    tree = ast.parse(source)
    last = tree.body[-1]
    assert isinstance(last, ast.Expr)
    return Module(tree, lines=source.splitlines(keepends=True)).value(last.value)


def class_of(opened: Module, name: str) -> str | None:
    """The class of the object that a global name is bound to."""
    value = value_of(opened, name)
    return getattr(value, "cls", None)


def function(opened: Module, name: str) -> Function:
    """The function of that plain name."""
    (found,) = [f for f in opened.syntax.summary.functions.values() if f.name == name]
    return found


def function_node(body: str) -> ast.FunctionDef:
    """A function of that body, as the source has it."""
    node = ast.parse("def get():\n" + indent(dedent(body), "    ")).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


def receiver_class(opened: Module, method: str) -> str | None:
    """The class of `x` in the one call `x.method()` of the opened file."""
    from flake8_fastapi.model import receiver

    ((call, _),) = list(opened.routing.calls_named(method))
    return opened.values.class_of(receiver(call.callee))


def make(root: Path, *files: str) -> Path:
    """Files below `root`: `name`, `name|text`, or a folder as `name/`."""
    for file in files:
        name, _, text = file.partition("|")
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return root
