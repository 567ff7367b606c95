"""What texts tell of who gets into which application: nothing is put together for it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.project_files import ProjectFiles, module_part
from flake8_fastapi.model.project.texts import mentions

#: The routers that a file makes at its top level.
_MADE = regex(r"^(\w+)[ \t]*(?::[^=\n]+)?=[ \t]*(?:\w+\.)?APIRouter\(", re.M)


def seems_included(home: str, name: str, files: ProjectFiles) -> bool:
    """Whether code includes what a file makes under a name, and so on up to an application.

    Includes that stand in a file which makes no router, and no application, are done to one that
    it is handed.
    """
    known = files.included.get((home, name))
    if known is None:
        known = files.included[home, name] = _seems_included(home, name, files)
    return known


def _seems_included(home: str, name: str, files: ProjectFiles) -> bool:
    queue = [(home, name)]
    for router in queue:
        for path in files.registering:
            if _includes(path, *router, files):
                made = _MADE.findall(files.text(path))
                if path in files.applications or not made:
                    return True
                queue += [it for it in ((path, each) for each in made) if it not in queue]
    return False


def _includes(path: str, home: str, name: str, files: ProjectFiles) -> bool:
    """Whether the code of a file names what another one makes, to include it.

    `users.router`, or the name that `from app.users import router as users_router` gives.
    """
    module, text = module_part(home), files.text(path)
    if any(True for _ in mentions(text, f"{module}.{name}")):
        return True
    handed = files.searched(path).handed
    if path == home or re.search(rf"\b{module}[ \t]+import[ \t][^()\n]*\b{name}\b(?! as)", text):
        if ("include_router", name) in handed:
            return True
    renamed = re.findall(rf"\b{module}[ \t]+import[ \t]+{name}[ \t]+as[ \t]+(\w+)", text)
    return any(len([*mentions(text, each)]) > 1 for each in renamed)


def in_one_application(path: str, others: Iterable[str], files: ProjectFiles) -> frozenset[str]:
    """Those of some files that an application may have together with a file, that one too.

    Some file, no test, leads to both by imports. What is imported by names that are texts may be
    anywhere.
    """
    around, may_be_anywhere = files.led_to_with(path), files.may_load(path)
    return frozenset(
        each for each in others if may_be_anywhere or each in around or files.may_load(each)
    )
