"""What the tests of the checker share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flake8_fastapi import registry
from flake8_fastapi.rule import Rule


@pytest.fixture
def use_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Replace the rules of the pack."""

    def use(*rules: Rule) -> None:
        by_code = {rule.code: rule for rule in rules}
        opt_in = {rule.code for rule in rules if rule.opt_in}
        monkeypatch.setattr(registry, "known_codes", lambda: by_code.keys())
        monkeypatch.setattr(registry, "opt_in_codes", lambda: opt_in)
        monkeypatch.setattr(registry, "indexed", by_code.__getitem__)

    return use
