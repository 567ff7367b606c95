"""Facts that hold for some versions only: the tests say which, and are held to that.

`python -m tests` runs the facts on the newest FastAPI, `tox` on two older ones.
"""

from __future__ import annotations

from importlib.metadata import version

import pytest
from packaging.specifiers import SpecifierSet


def holds(**specifiers: str) -> pytest.MarkDecorator:
    """A fact that holds for these versions, and for no others: there, its test has to fail."""
    name, specifier = next(iter(specifiers.items()))
    installed = version(name.replace("_", "-"))
    return pytest.mark.xfail(
        installed not in SpecifierSet(specifier, prereleases=True),
        reason=f"holds for {name} {specifier}",
        strict=True,
    )
