"""What a class of a neighbour has under which name, read when that name is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

Item = TypeVar("Item")


class ByName(Mapping[str, Item]):
    """A mapping that finds one item without the others: mostly one of many is asked for."""

    def __init__(
        self, find: Callable[[str], Item | None], find_all: Callable[[], Mapping[str, Item]]
    ) -> None:
        """`find` answers for one name, None if there is no such item; `find_all` for all."""
        self._find = find
        self._find_all = find_all
        self._found: dict[str, Item | None] = {}  # mostly asked for twice: is it there, what is it

    def __getitem__(self, name: str) -> Item:
        if name not in self._found:
            self._found[name] = self._find(name)
        item = self._found[name]
        if item is None:
            raise KeyError(name)
        return item

    def __iter__(self) -> Iterator[str]:
        return iter(self._find_all())

    def __len__(self) -> int:
        return len(self._find_all())
