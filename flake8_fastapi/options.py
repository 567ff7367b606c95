"""Every option of the pack: one frozen record, from which the `--fpi-*` options are made.

This module imports nothing of the package, so that the model may import it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection
from dataclasses import Field, dataclass, field, fields
from typing import Any

#: What `target_versions` may name: the distributions that the facts behind the rules depend on.
DISTRIBUTIONS = frozenset(
    """
    aiofiles anyio celery fastapi gunicorn httpx httpx2 pydantic pydantic-settings pyjwt pytest
    pytest-asyncio python python-jose python-multipart redis sqlalchemy starlette uvicorn
    uvicorn-worker
    """.split()
)
_VERSION = re.compile(r"\d+(\.\d+)*((a|b|rc)\d+)?", re.ASCII)


class OptionError(ValueError):
    """An option that cannot be used as it is written; the message says which and why."""


def _option(default: object, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Options:
    """Every option with its default: `blocking_calls` is `--fpi-blocking-calls`, and so on."""

    blocking_calls: tuple[str, ...] = _option(
        (), "further calls that block the event loop, by qualified name: mylib.fetch"
    )
    import_roots: tuple[str, ...] = _option(
        (), "folders that absolute imports of the project start from: ./backend"
    )
    target_versions: tuple[str, ...] = _option(
        (), "versions to assume instead of those the project declares: fastapi=0.115"
    )
    enable: tuple[str, ...] = _option((), "opt-in rules to switch on: FPI119")
    background_limit: float = _option(
        30.0, "seconds that a background task may sleep before it belongs in a queue"
    )

    @classmethod
    def from_namespace(
        cls,
        namespace: object,
        known_codes: Collection[str],
        opt_in_codes: Callable[[], Collection[str]] | None = None,
    ) -> Options:
        """Read the options from what Flake8 parsed, or raise `OptionError` with a sentence.

        `opt_in_codes` is only called when a code is to be enabled: it reads the index of the rules.
        """
        given = {
            each.name: value
            for each in fields(cls)
            if (value := getattr(namespace, f"fpi_{each.name}", None)) is not None
        }
        read = cls(
            blocking_calls=_strings(given.get("blocking_calls")),
            import_roots=tuple(map(os.path.abspath, _strings(given.get("import_roots")))),
            target_versions=_strings(given.get("target_versions")),
            enable=_strings(given.get("enable")),
            background_limit=_seconds(given.get("background_limit", cls.background_limit)),
        )
        for call in read.blocking_calls:
            _validate_qualified_name(call)
        for root in read.import_roots:
            if not os.path.isdir(root):
                raise OptionError(f"fpi-import-roots: {root} is not a folder")
        for target in read.target_versions:
            _validate_target(target)
        _validate_codes(read.enable, known_codes, opt_in_codes)
        return read


def option_name(each: Field[Any]) -> str:
    """Give the name of the option that fills a field, as it is written in a configuration file."""
    return f"fpi-{each.name.replace('_', '-')}"


def _strings(value: object) -> tuple[str, ...]:
    """Read a list, which Flake8 may hand over as text, and Flake8-pyproject as any list."""
    if value is None:
        return ()
    items = re.split(r"[,\s]+", value) if isinstance(value, str) else value
    if not isinstance(items, (list, tuple)):
        items = (items,)
    return tuple(text for item in items if (text := str(item).strip()))


def _seconds(value: object) -> float:
    try:
        seconds = float(str(value))
    except ValueError:
        raise OptionError(f"fpi-background-limit: {value} is not a number of seconds") from None
    if not seconds > 0:  # also refuses nan
        raise OptionError(f"fpi-background-limit: {value} is not more than 0 seconds")
    return seconds


def _validate_qualified_name(name: str) -> None:
    parts = name.split(".")
    if len(parts) < 2 or not all(part.isidentifier() for part in parts):
        raise OptionError(
            f"fpi-blocking-calls: {name} is not a qualified name such as mylib.client.fetch"
        )


def _validate_target(target: str) -> None:
    distribution, equals, version = target.partition("=")
    if not equals or not _VERSION.fullmatch(version.lstrip("=")):
        raise OptionError(
            f"fpi-target-versions: {target} is not a distribution and its version, "
            "such as fastapi=0.115"
        )
    if distribution not in DISTRIBUTIONS:
        raise OptionError(
            f"fpi-target-versions: no rule depends on the version of {distribution}; "
            f"known are {', '.join(sorted(DISTRIBUTIONS))}"
        )


def _validate_codes(
    codes: tuple[str, ...],
    known_codes: Collection[str],
    opt_in_codes: Callable[[], Collection[str]] | None,
) -> None:
    for code in codes:
        if code not in known_codes:
            raise OptionError(f"fpi-enable: there is no rule {code}")
    if codes and opt_in_codes is not None:
        opt_in = opt_in_codes()
        for code in codes:
            if code not in opt_in:
                raise OptionError(f"fpi-enable: {code} is on by default; it needs no enabling")
