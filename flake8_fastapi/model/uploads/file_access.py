"""Which files a call opens, writes, moves or removes: the expressions that are their paths."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import libraries
from flake8_fastapi.model.syntax.expressions import Call, Expr, Text, last_name, receiver
from flake8_fastapi.model.values.value_kinds import External, Instance, Method
from flake8_fastapi.model.values.values import Values

#: Functions and classes, and what they call the first two parameters that are paths.
_FUNCTIONS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("builtins.open", "io.open", "aiofiles.open", "anyio.open_file"), ("file",)),
    **dict.fromkeys(("os.remove", "os.unlink", "aiofiles.os.remove"), ("path",)),
    **dict.fromkeys(("os.rename", "os.replace"), ("src", "dst")),
    **dict.fromkeys(
        ("shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.move"), ("src", "dst")
    ),
    **dict.fromkeys(
        ("starlette.responses.FileResponse", "fastapi.responses.FileResponse"), ("path",)
    ),
}
#: Methods of a path that touch the file; those that move it are given the other path.
_METHODS = {
    "open", "read_bytes", "read_text", "rename", "replace", "touch", "unlink", "write_bytes",
    "write_text",
}  # fmt: skip
_MOVES = {"rename", "replace"}
#: Functions of `shutil` that copy one file.
COPIES = {"copy", "copy2", "copyfile"}
#: What puts a path together, and looks for nothing.
OF_PATHS = {
    "Path", "PurePath", "absolute", "abspath", "dirname", "expanduser", "join", "joinpath",
    "resolve", "str", "with_name", "with_suffix",
}  # fmt: skip
_PATHS = ("pathlib.Path", "anyio.Path")

#: The last names of all of these.
NAMES = frozenset(name.rpartition(".")[2] for name in _FUNCTIONS) | _METHODS


def paths(call: Call, values: Values) -> Iterator[Expr]:
    """The paths of the files that a call touches."""
    name = last_name(call.callee)
    if name not in NAMES or call.spreads:
        return
    callee = values.of(call.callee)
    if isinstance(callee, External):
        for position, word in enumerate(_FUNCTIONS.get(callee.name, ())):
            given = call.argument(word, position)
            if given is not None:
                yield given
    elif name in _METHODS:
        path = receiver(call.callee)
        if path is not None and _is_path(path, callee, values):
            yield path
            if name in _MOVES and (target := call.argument("target", 0)) is not None:
                yield target


def made_in_thread(call: Call, values: Values) -> Call | None:
    """The call that another one has a thread make: `run_in_threadpool(open, path)`."""
    if last_name(call.callee) not in libraries.THREADING:
        return None
    position = libraries.handed_to_thread(values.library_name(call.callee) or "")
    return None if position is None else call.handing(position, libraries.THREAD_OPTIONS)


def _is_path(path: Expr, method: object, values: Values) -> bool:
    if isinstance(path, Text):  # nothing else has a `/` with a text on its right
        return path.how == "/"
    if isinstance(method, Method):
        return values.derives_from_any(method.of.cls, _PATHS)
    of = values.of(path)
    return isinstance(of, Instance) and of.cls in _PATHS
