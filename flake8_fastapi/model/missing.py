"""Does a file fail as soon as it is imported, for want of a name in another file of the project?

Nothing in such a file ever runs. Whole modules that are not there do not count: they may be
generated, or kept out of the repository.
"""

from __future__ import annotations

import ast
import os

from flake8_fastapi.model.files import (
    Roots,
    find_module,
    import_roots,
    is_package_folder,
    look,
    module_name,
    read_text,
)
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.names import absolute, package_of
from flake8_fastapi.model.texts import whole_words

#: With one of these, a file may have names that do not stand in it.
_MAKES_NAMES = regex(
    r"import[ \t]*\(?[ \t]*\*|\b(?:exec|globals|locals|setattr|vars)\s*\(|sys\.modules"
    r"|\b__(?:dict|getattr|path)__\b|\blazy"
)


def fails_at_import(path: str, root: ast.Module) -> bool:
    """Whether an import at the top level of a file is sure to raise ImportError.

    One in a `try` or an `if` is provided for.
    """
    roots = import_roots(path)
    package = package_of(module_name(path, roots), os.path.basename(path) == "__init__.py")
    for statement in root.body:
        if isinstance(statement, ast.ImportFrom):
            module = absolute(package, statement.level, statement.module or "")
            home = find_module(module, roots) if module is not None else None
            if home is not None and home != path:
                if any(_lacks(home, each.name, f"{module}", roots) for each in statement.names):
                    return True
    return False


def _lacks(home: str, name: str, module: str, roots: Roots) -> bool:
    """Whether a module, whose file is `home`, has not a name, nor a module of that name in it."""
    text = read_text(home)
    folder, file = os.path.split(home)
    inside = look(folder).files if file == "__init__.py" else ()
    return (
        name != "*"
        and not name.startswith("__")
        and not any(True for _ in whole_words(text, name))
        and _MAKES_NAMES.search(text) is None
        and not any(each.startswith(f"{name}.") for each in inside)  # compiled, perhaps
        and not is_package_folder(f"{module}.{name}", roots)
    )
