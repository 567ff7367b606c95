"""Tests in files that pytest does not look into, for it looks for files by their names."""

from __future__ import annotations

from itertools import chain

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.never_runs.unawaited import settings_of_tests
from flake8_fastapi.model.project.files import starting_texts
from flake8_fastapi.model.project.project_files import module_part

#: What pytest looks for, or unittest; a file of another name runs where somebody asks for it.
_LOOKED_FOR = regex(r"test.*|.*_test|conftest|__init__")
#: What looks for others as well: an option of pytest, and those of other runners.
_OTHERWISE = ("python_files", "unittest discover", "nosetests")
_HOOKS = r"\bdef[ \t]+pytest_(?:collect_file|pycollect_\w+)"


def is_uncollected(file: Layers) -> bool:
    """Whether no runner comes to the tests of a file, nobody is told to, and none imports them."""
    stem, usage = module_part(file.filename), file.usage
    if usage is None or _LOOKED_FOR.fullmatch(stem) or "__main__" in file.source:
        return False
    texts = chain(settings_of_tests(file), starting_texts(file.filename))
    return (
        not any(word in text for text in texts for word in (*_OTHERWISE, stem))
        and not usage.naming_anywhere((stem,))
        and not usage.says(_HOOKS)
    )
