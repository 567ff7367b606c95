"""Imports of what a project surely has not, though it has the package.

Modules that may be generated, or kept out of the repository, do not count.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from flake8_fastapi.model.fails_at_import.misplaced import is_misplaced
from flake8_fastapi.model.fails_at_import.typing_names import is_no_typing
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.files import checkout, found_once, look, read_text, text_at
from flake8_fastapi.model.project.import_roots import import_roots
from flake8_fastapi.model.project.module_files import (
    Roots,
    find_module,
    find_relative,
    imported_names,
    package_folders,
    relative_folder,
)
from flake8_fastapi.model.project.texts import code_of, says
from flake8_fastapi.model.project.usage import Usage
from flake8_fastapi.model.syntax.flow import types_of
from flake8_fastapi.model.syntax.tree import spelled_name
from flake8_fastapi.model.target import Target

PACKAGE = "__init__.py"
#: With one of these, a file may have names that do not stand in it.
MAKES_NAMES = regex(
    r"import[ \t]*\(?[ \t]*\*|\b(?:exec|globals|setattr|vars)\s*\(|(?<!\bin )\blocals\s*\("
    r"|sys\.modules|\b__(?:dict|getattr|path)__\b|\blazy"
)
#: With one of these, a package may have modules that do not lie in it.
_MAKES_MODULES = regex(r"\bexec\s*\(|\bsys\.modules\b|\b__path__\b|\bmeta_path\b")
#: Modules that are made when the project is built, or are there for some only.
_MAY_COME_LATER = regex(
    r".*(?:_pb2.*|version|local|secret|private|generated)\w*|ee|enterprise|premium|pro|plugins?"
    r"|extensions?|custom\w*",
    re.I,
)
#: Packages that projects call their own so, and nobody installs.
_OWN = {"app", "api", "backend", "core", "src", "server"}
#: Libraries to do without, the distributions of which are called as they are.
_OPTIONAL = {
    "aioboto3", "anthropic", "boto3", "cloudinary", "httpx", "numpy", "openai", "pandas", "psutil",
    "redis", "reportlab", "requests", "slowapi", "torch", "transformers", "weasyprint",
}  # fmt: skip
#: What an import raises that fails.
_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError"}
#: Folders looked through for one of them.
_MOST_FOLDERS = 2_000

#: An import of a module of its own package, that runs in any case.
_RELATIVE = regex(r"^from[ \t]+\.", re.M)


def is_in_vain(statement: ast.stmt, path: str, usage: Usage) -> bool:
    """Whether a file imports what its project surely has not, though it has the package.

    What may be generated, or kept out of the repository, may be there.
    """
    match statement:
        case ast.ImportFrom(module="typing", names=names, level=0):
            return any(is_no_typing(each.name) for each in names)
        case ast.ImportFrom(module=str(module), names=names, level=0) if any(
            is_set_by_nobody(module, each.name, usage) for each in names
        ):
            return not package_folders(module.partition(".")[0], import_roots(path))
        case ast.ImportFrom(module=module, level=level):
            module = module or ""
            is_vain = _fails(module, level, path, usage) or _asks_in_vain(statement, path, usage)
            return is_vain and (bool(level) or not _is_installed(module, path))
        case ast.Import(names=names):
            return any(
                _fails(each.name, 0, path, usage) and not _is_installed(each.name, path)
                for each in names
            )
    return False


def is_of_lacking_library(statement: ast.stmt, path: str) -> bool:
    """Whether a file imports a library that is not among all that its project is installed with.

    As a lock file lists them. To be asked where a file goes on without the library.
    """
    return any(
        Target.of(path).surely_lacks(each) and find_module(each, import_roots(path)) is None
        for each in _packages_of(statement) & _OPTIONAL
    )


def is_for_needed_libraries(handler: ast.ExceptHandler, around: ast.AST, path: str) -> bool:
    """Whether a handler is for imports that fail, of what a project is always installed with.

    `except ImportError`, in the `try` around it. Which distribution a package is in, its name has
    to tell: `tavily` is in `tavily-python`.
    """
    caught = [spelled_name(each) for each in types_of(handler)]
    if not caught or not _IMPORT_ERRORS.issuperset(caught):
        return False
    inner = [each for part in getattr(around, "body", ()) for each in ast.walk(part)]
    imports = [each for each in inner if isinstance(each, (ast.Import, ast.ImportFrom))]
    return bool(imports) and all(_is_always_there(each, path) for each in imports)


def _is_always_there(statement: ast.stmt, path: str) -> bool:
    target, packages = Target.of(path), _packages_of(statement)
    return bool(packages) and all(
        any(target.always_installs(name) for name in (each, f"python-{each}", f"{each}-python"))
        for each in packages - sys.stdlib_module_names
    )


def _packages_of(statement: ast.stmt) -> set[str]:
    """The packages from outside that an import asks for."""
    match statement:
        case ast.Import(names=names):
            return {each.name.partition(".")[0] for each in names}
        case ast.ImportFrom(module=str(module), level=0):
            return {module.partition(".")[0]}
    return set()


def _fails(module: str, level: int, path: str, usage: Usage) -> bool:
    """Whether a module of the project is not there, or asks for what is not there."""
    return _is_missing(module, level, path, usage) or (
        not level and _leads_out_of_nothing(module, path, usage)
    )


def _leads_out_of_nothing(module: str, path: str, usage: Usage) -> bool:
    """Whether a module that is asked for by its name alone asks for others of its package.

    `from database import engine`, and database.py says `from .config import URL`: it is in none.
    """
    if "." in module:
        return False
    match homes(usage, path, module, 0):
        case [home] if os.path.basename(home) == f"{module}.py" and home != path:
            text = read_text(home)
            return _RELATIVE.search(text) is not None and "__package__" not in text
    return False


def _is_installed(module: str, path: str) -> bool:
    """Whether a project is installed with a library of a name that a folder of it may have, too.

    Several distributions may have a part each of a package without an `__init__.py`.
    """
    package, target = module.partition(".")[0], Target.of(path)
    return target.installs(package) or (
        target.installs_part_of(package)
        and not any(look(each).is_package for each in package_folders(package, import_roots(path)))
    )


def is_set_by_nobody(module: str, name: str, usage: Usage) -> bool:
    """Whether a module of a library has a name in no version, and nothing sets it."""
    return is_misplaced(module, name) and not usage.says(
        rf"\b{module}\.{name}\s*=(?!=)|setattr\(\s*{module}\b", name
    )


def _is_missing(module: str, level: int, path: str, usage: Usage) -> bool:
    """Whether a module of a package of the project is not there, or all of the package is not."""
    roots, parts = import_roots(path), module.split(".")
    if (find_relative(path, level, module) if level else find_module(module, roots)) is not None:
        return False
    if level:
        folders = [relative_folder(path, level)]
    else:
        top = parts.pop(0)
        if top in _OWN and _is_nowhere(module, path, usage):
            return True
        folders = package_folders(top, roots)
        if not (folders and parts):
            return False
        if usage.ending(module) and not any(_is_part_of(each, path, usage) for each in folders):
            return False
        inside = [look(each) for each in folders]
        near = {it.removesuffix(".py") for each in inside for it in (*each.files, *each.folders)}
        users = (path, *(usage.naming_anywhere(near) or ()))
        if not any(_has_module_of(top, user) for user in users):
            return False
    return (
        all(map(str.isidentifier, parts))
        and not any(map(_MAY_COME_LATER.fullmatch, parts))
        and all(_lacks_module(each, parts) for each in folders)
        and not any(_is_ignored(each, parts, usage.root) for each in folders)
    )


def _is_part_of(package: str, path: str, usage: Usage) -> bool:
    """Whether all who import a file do so as a module of a package, which is loaded by then.

    Of `src.users.src.items`, `from src.log import logger` means no `src` but the first.
    """
    inside, importers = os.path.relpath(path, os.path.dirname(package)), usage.importers(path)
    name = os.path.splitext(inside)[0].replace(os.sep, ".")
    if not importers or not all(name in imported_names(each) for each in importers):
        return False
    users = usage.naming_anywhere((name.rpartition(".")[2],)) or ()
    shorter = (each for user in users for each in imported_names(user))
    return not any(name.endswith(f".{each}") for each in shorter)


def _is_nowhere(module: str, path: str, usage: Usage) -> bool:
    """Whether a checkout has no folder of the name of a package, nor a file that ends so."""
    package, _, rest = module.partition(".")
    if not rest or usage.ending(module) or usage.ending(rest):
        return False
    queue = [checkout(os.path.dirname(path)) or usage.root]
    for folder in queue:
        there = look(folder)
        if package in there.folders or len(queue) > _MOST_FOLDERS:
            return False
        queue += [os.path.join(folder, each) for each in there.folders if each[:1] != "."]
    return not _is_ignored(queue[0], [package], usage.root)


def _lacks_module(folder: str, parts: list[str]) -> bool:
    """Whether nothing in the folder of a package has the name of a module, or of what is in it."""
    for part in parts:
        there = look(folder)
        if there.is_package:
            text = text_at(os.path.join(folder, PACKAGE))
            if _MAKES_MODULES.search(text) and _MAKES_MODULES.search(code_of(text)):
                return False
        if part not in there.folders:
            return not any(name.startswith(f"{part}.") for name in there.files)
        folder = os.path.join(folder, part)
    return False


def _is_ignored(folder: str, parts: list[str], root: str) -> bool:
    """Whether Git may have left out a file in a folder: what is ignored, and submodules."""
    for top in dict.fromkeys((root, checkout(root) or root)):
        if any(says(read_text(os.path.join(top, ".gitmodules")), part) for part in parts):
            return True
        around = os.path.relpath(folder, top).split(os.sep)
        path = [*(each for each in around if each not in (".", "..")), *parts]
        for line in read_text(os.path.join(top, ".gitignore")).splitlines():
            pattern = [each for each in line.strip().split("/") if each not in ("", "**")]
            if pattern and line[0] not in "#!" and _matches(pattern, path):
                return True
    return False


def _matches(pattern: list[str], path: list[str]) -> bool:
    """Whether parts of a path, one behind the other, match those of a pattern."""
    for start in range(len(path) - len(pattern) + 1):
        names = path[start : start + len(pattern)]
        *_, last = pairs = [*zip(names, pattern)]
        if all(fnmatchcase(*each) for each in pairs[:-1]):
            if fnmatchcase(*last) or fnmatchcase(f"{last[0]}.py", last[1]):
                return True
    return False


def homes(usage: Usage, path: str, module: str, level: int = 0) -> Sequence[str]:
    """The files that a module may be which is imported in `path`; none where none is found."""
    if level:
        home = find_relative(path, level, module)
        return [] if home is None else [home]
    return found_once((usage, os.path.dirname(path), import_roots(path), module), _homes)


def _homes(asked: tuple[Usage, str, Roots, str]) -> Sequence[str]:
    usage, folder, roots, module = asked
    home = find_module(module, roots)
    if home is None:
        return ()
    top = os.path.join(folder, module.partition(".")[0])
    is_script = not look(folder).is_package and home.startswith((f"{top}.", f"{top}{os.sep}"))
    return (home,) if is_script else (*dict.fromkeys((home, *usage.ending(module))),)


def run_by(statement: ast.stmt, path: str, usage: Usage) -> Iterator[str]:
    """The files that are run for an import in a file, as far as it is certain which."""
    match statement:
        case ast.ImportFrom(module=module, level=level, names=names):
            module = module or ""
            yield from _around(module, level, path, usage)
            # a package that imports its own modules says their names, too
            found = [home for home in homes(usage, path, module, level) if home != path]
            for each in names:
                if not any(says(text_at(home), each.name) for home in found):
                    name = f"{module}.{each.name}" if module else each.name
                    inner = homes(usage, path, name, level)
                    if len(inner) == 1:
                        yield inner[0]
        case ast.Import(names=names):
            for each in names:
                yield from _around(each.name, 0, path, usage)


def _around(module: str, level: int, path: str, usage: Usage) -> Iterator[str]:
    """The file of a module and those of the packages around it, as far as that is certain."""
    parts = module.split(".") if module else []
    for count in range(0 if level else 1, len(parts) + 1):
        found = homes(usage, path, ".".join(parts[:count]), level)
        if len(found) == 1:
            yield found[0]


def _asks_in_vain(statement: ast.ImportFrom, path: str, usage: Usage) -> bool:
    """Whether a name is imported from a module that has it not, whichever file that is."""
    module, level = statement.module or "", statement.level
    found = homes(usage, path, module, level)
    if not found or path in found:
        return False
    if not any(all(_lacks(home, each.name) for home in found) for each in statement.names):
        return False
    packages = [home.removesuffix(PACKAGE) for home in found]
    is_inside = any(path.startswith(each) for each in packages)
    return bool(level) or "." in module or not is_inside or _is_known(module, usage)


def _is_known(package: str, usage: Usage) -> bool:
    """Whether some file imports a module of a package: else a library may have that name."""
    users = usage.naming_anywhere((package,)) or ()
    return any(_has_module_of(package, user) for user in users)


def _has_module_of(package: str, path: str) -> bool:
    """Whether a file imports a module of a package that is there."""
    return any(
        name.startswith(f"{package}.") and find_module(name, import_roots(path)) is not None
        for name in imported_names(path)
    )


def _lacks(home: str, name: str) -> bool:
    """Whether a module, whose file is `home`, has not a name, nor a module of that name in it."""
    folder, file = os.path.split(home)
    there = look(folder) if file == PACKAGE else None
    return (
        name != "*"
        and not name.startswith("__")
        and not says(text_at(home), name)
        and MAKES_NAMES.search(text_at(home)) is None
        and (
            there is None
            or not (name in there.folders or any(it.startswith(f"{name}.") for it in there.files))
        )
    )
