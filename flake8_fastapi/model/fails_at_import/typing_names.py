"""Which names `typing` has, in whichever version of Python."""

from __future__ import annotations

import builtins
import typing
from functools import lru_cache

#: What is nothing of it in any version, and often imported from it: `from typing import dict`.
_NOT_TYPING = frozenset({
    *dir(builtins), "BaseModel", "Decimal", "Enum", "Path", "UUID", "dataclass", "date", "datetime",
    "field", "timedelta",
}) - frozenset(dir(typing))  # fmt: skip
#: What it has, or will have, beside what the running Python has.
_TYPING = frozenset({
    *dir(typing), "LiteralString", "Never", "NoDefault", "NoExtraItems", "NotRequired", "ReadOnly",
    "Required", "Self", "TypeAliasType", "TypeForm", "TypeIs", "TypeVarTuple", "Unpack",
    "assert_never", "assert_type", "clear_overloads", "dataclass_transform", "disjoint_base",
    "evaluate_forward_ref", "get_overloads", "get_protocol_members", "is_protocol", "override",
    "reveal_type",
})  # fmt: skip
#: How much a name is like one of those when it is that one, misspelled: `Annotaded`.
_LIKE = 0.85


@lru_cache(maxsize=512)
def is_no_typing(name: str) -> bool:
    """Whether `typing` has no such name: something else has, or it is misspelled."""
    if name in _NOT_TYPING or name in _TYPING:
        return name in _NOT_TYPING
    from difflib import get_close_matches  # most files never need it

    return bool(get_close_matches(name, _TYPING, 1, _LIKE))
