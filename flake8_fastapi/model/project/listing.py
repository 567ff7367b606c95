"""Which Python files a project has, and when they were last changed.

A later look asks folders and files for the time of their last change, and reads what is new.
"""

from __future__ import annotations

import os
import time

from flake8_fastapi.model.project.files import SETTLED, fingerprint
from flake8_fastapi.model.project.project_files import MOST_FILES, SKIPPED, ProjectFiles, Stamp

#: Seconds for which the list of files and their times is taken to be true.
FRESH = 2.0


class Listing:
    """Lists the files of a project anew once what it knows may be out of date."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._checked = float("-inf")
        self._known: ProjectFiles | None = None
        self._folders: dict[str, tuple[int, list[str], list[str]]] = {}

    def files(self) -> ProjectFiles | None:
        """The files as they are now; None if they are too many."""
        now = time.monotonic()
        if now - self._checked >= FRESH:
            self._checked = now
            stamps = self._stamps()
            if stamps is None:
                self._known = None
            elif self._known is None or stamps != self._known.stamps:
                self._known = ProjectFiles(self.root, stamps)
        return self._known

    def _stamps(self) -> dict[str, Stamp] | None:
        stamps: dict[str, Stamp] = {}
        folders = [self.root]
        for folder in folders:
            files, inner = self._listed(folder)
            folders += inner
            for path in files:
                stamp = fingerprint(path)
                if stamp is not None:
                    stamps[path] = stamp
            if len(stamps) > MOST_FILES:
                return None
        return stamps

    def _listed(self, folder: str) -> tuple[list[str], list[str]]:
        """The Python files in a folder and the folders in it; read again when it has changed."""
        try:
            changed = os.stat(folder).st_mtime_ns
        except OSError:
            return [], []
        known = self._folders.get(folder)
        if known is not None and known[0] == changed:
            return known[1], known[2]
        files: list[str] = []
        folders: list[str] = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in SKIPPED and not entry.name.startswith("."):
                            folders.append(entry.path)
                    elif entry.name.endswith(".py") and not entry.is_dir():
                        files.append(entry.path)
        except OSError:
            pass
        if time.time_ns() - changed > SETTLED:
            self._folders[folder] = (changed, files, folders)
        return files, folders
