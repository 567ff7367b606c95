"""What annotations say of the elements of containers."""

from __future__ import annotations

import pytest

from tests.model.build import module, receiver_class

SOURCE = """
from __future__ import annotations
import itertools
from asyncio import Queue
from collections import defaultdict
from collections.abc import Mapping
from typing import Annotated, Any, Dict, List, Optional
from fastapi import WebSocket

connected: dict[str, WebSocket] = {{}}

class Manager:
    ready: set[WebSocket]

    def __init__(self, given: list[WebSocket], plain=None) -> None:
        self.active: List[WebSocket] = []
        self.rooms: dict[str, list[WebSocket]] = {{}}
        self.users: Dict[int, WebSocket] = {{}}
        self.names: Mapping[WebSocket, str] = {{}}
        self.maybe: Optional[list[WebSocket]] = None
        self.later: Annotated[list[WebSocket], "later"] = []
        self.anything: dict[str, Any] = {{}}
        self.bare: list = []
        self.plain = plain
        self.given = given
        self.queues: list[Queue] = []
        self.either = given
        self.either = self.queues
        self.filled = given
        self.filled = self.filled or []
        self.again: list[WebSocket] = []
        self.again = [each for each in self.again]

class Own(Manager):
    async def run(self, name, files: list[WebSocket]) -> None:
        {use}
"""


@pytest.mark.parametrize(
    ("use", "known"),
    [
        ("for each in self.active: each.send()", True),
        ("for each in list(self.active): each.send()", True),
        ("for each in self.active.copy(): each.send()", True),
        ("for each in self.maybe: each.send()", True),
        ("for each in self.maybe or []: each.send()", True),
        ("for each in self.later: each.send()", True),
        ("for each in self.ready: each.send()", True),
        ("for each in self.again: each.send()", True),
        ("for each in self.rooms[name]: each.send()", True),
        ("for each in self.rooms.get(name, []): each.send()", True),
        ("for room in self.rooms.values():\n            for each in room: each.send()", True),
        ("for each in self.users.values(): each.send()", True),
        ("for _, each in self.users.items(): each.send()", True),
        ("for each, _ in self.names.items(): each.send()", True),
        ("for each in self.names: each.send()", True),
        ("for each in connected.values(): each.send()", True),
        ("[each.send() for each in self.active]", True),
        ("self.users[name].send()", True),
        ("self.users.pop(name).send()", True),
        ("self.active[0].send()", True),
        ("self.active.pop().send()", True),
        ("connected[name].send()", True),
        ("each = connected.get(name)\n        each.send()", True),
        ("files[0].send()", True),
        ("for each in self.active[1:]: each.send()", True),
        ("for each in files[:name]: each.send()", True),
        ("files[1:][0].send()", True),
        ("for each in self.active + files: each.send()", True),
        ("for each in self.active + (files or []): each.send()", True),
        ("both = files + self.active\n        for each in both: each.send()", True),
        ("for each in [*self.active, *files]: each.send()", True),
        ("for each in [*self.active, files[0]]: each.send()", True),
        ("for each in files or self.active: each.send()", True),
        ("for each in itertools.chain(files, self.ready): each.send()", True),
        ("for each in sorted(files, key=name): each.send()", True),
        ("for each in self.filled: each.send()", True),
        ("for each in self.filled + files: each.send()", True),
        # what is no element, or not known
        ("self.active[1:].send()", False),
        ("(self.active + files).send()", False),
        ("for each in self.active + name: each.send()", False),
        ("for each in self.active + self.queues: each.send()", False),
        ("for each in [*self.active, *self.queues]: each.send()", False),
        ("for each in [*self.active, name]: each.send()", False),
        ("for each in files or self.queues: each.send()", False),
        ("for each in files or name: each.send()", False),
        ("for each in self.users or files: each.send()", False),
        ("for each in itertools.chain(files, self.users): each.send()", False),
        ("for each in self.either: each.send()", False),
        ("for each in self.users: each.send()", False),
        ("for each in self.names.values(): each.send()", False),
        ("for each in self.bare: each.send()", False),
        ("for each in self.plain: each.send()", False),
        ("for each in self.given: each.send()", True),
        ("self.anything[name].send()", False),
        ("self.unknown[name].send()", False),
        ("self.rooms[name].send()", False),
        ("self.users.find(name).send()", False),
    ],
)
def test_elements(use: str, known: bool) -> None:
    opened = module(SOURCE.format(use=use))
    found = receiver_class(opened, "send")
    assert (found == "starlette.websockets.WebSocket") is known, found


GIVEN = """
from collections.abc import Iterator
from contextlib import AbstractContextManager
from fastapi import WebSocket

def all_of(room) -> list[WebSocket]: return look_up(room)
def pair(room) -> tuple[WebSocket, str] | None: return look_up(room)
def many(room) -> tuple[WebSocket, ...]: return look_up(room)
def several(room) -> Iterator[WebSocket]: yield look_up(room)
def opened(room) -> AbstractContextManager[WebSocket]: return look_up(room)
def other(room) -> tuple[WebSocket, str]: return Room(), "a"
def get(room) -> WebSocket: return Room()
async def later(room) -> tuple[str, WebSocket]: return look_up(room)

class Room:
    def members(self) -> list[WebSocket]: return look_up(self)

async def run(room: Room):
    {use}
"""


@pytest.mark.parametrize(
    ("use", "known"),
    [
        ("for each in all_of(1): each.send()", True),
        ("for each in room.members(): each.send()", True),
        ("for each in sorted(Room().members()): each.send()", True),
        ("all_of(1)[0].send()", True),
        ("pair(1)[0].send()", True),
        ("each, name = pair(1); each.send()", True),
        ("name, each = await later(1); each.send()", True),
        ("for each in several(1): each.send()", True),
        ("with opened(1) as each: each.send()", True),
        # what has another type, or is not awaited, or of which more is seen
        ("name, each = pair(1); each.send()", False),
        ("each, name = await later(1); each.send()", False),
        ("name, each = later(1); each.send()", False),
        ("name, each = await pair(1); each.send()", False),
        ("a, b, each = pair(1); each.send()", False),
        ("pair(room)[room].send()", False),
        ("pair(1)[-1].send()", False),
        ("each, name = many(1); each.send()", False),
        ("each, name = other(1); each.send()", False),
        ("get(1).send()", False),
        ("all_of(1).send()", False),
    ],
)
def test_what_functions_say_they_return(use: str, known: bool) -> None:
    opened = module(GIVEN.format(use=use))
    found = receiver_class(opened, "send")
    assert (found == "starlette.websockets.WebSocket") is known, found


DISPLAYS = """
import threading
from collections import defaultdict
from requests import Session

class Club(Session): ...
class Shop: ...
first, second = Session(), Session()
clients = {{"a": Session(), "b": first}}
queue = [Session(), Session()]
mixed = {{"a": Session(), "b": Shop()}}
more = {{**clients, "c": Session()}}
changed = {{"a": Session()}}
changed["b"] = other
locks = defaultdict(threading.Lock)
made = defaultdict(lambda: Session())
empty = defaultdict()
named = {{"a": "b"}}

def run(name):
    {use}.send()
"""


@pytest.mark.parametrize(
    ("use", "found"),
    [
        ("clients[name]", "requests.Session"),
        ("clients.get(name)", "requests.Session"),
        ("queue[name]", "requests.Session"),
        ("made[name]", "requests.Session"),
        ("locks[name]", "threading.Lock"),
        ("clients.get(name, None)", None),
        ("clients.items(name)", None),
        ("queue[1:]", None),
        ("own = [Session()]; own[name]", "requests.Session"),
        ("own = [Session()]; own.append(name); own[name]", None),
        ("own = {'a': Session()}; own[name] = name; own[name]", None),
        ("mixed[name]", None),
        ("more[name]", None),
        ("changed[name]", None),
        ("changed.get(name)", None),
        ("empty[name]", None),
        ("named[name]", None),
    ],
)
def test_what_is_displayed_and_made(use: str, found: str | None) -> None:
    assert receiver_class(module(DISPLAYS.format(use=use)), "send") == found


FACTORIES = """
from __future__ import annotations
from collections.abc import Callable
import typing
from contextlib import AbstractContextManager
from typing import Awaitable, ContextManager, Iterator, Optional
from fastapi import WebSocket

Factory = Callable[[int], WebSocket]

class Manager:
    def __init__(
        self,
        plain: Callable[[], WebSocket],
        named: Factory,
        old: Optional[typing.Callable[..., WebSocket]],
        managed: Callable[..., AbstractContextManager[WebSocket]],
        held: ContextManager[WebSocket],
        awaited: Callable[[], Awaitable[WebSocket]],
        iterated: Callable[[], Iterator[WebSocket]],
        bare: Callable,
        open: Callable[[], typing.Any],
    ) -> None:
        self.plain, self.given = plain, plain
        self.named = named
        self.old = old
        self.managed = managed
        self.held = held
        self.awaited = awaited
        self.iterated = iterated
        self.bare = bare
        self.open = open

    async def run(self, own: Factory, other: WebSocket) -> None:
        {use}
"""


@pytest.mark.parametrize(
    ("use", "known"),
    [
        ("own(1).send()", True),
        ("self.named(1).send()", True),
        ("self.old().send()", True),
        ("with own(1) as each: each.send()", True),
        ("with self.managed() as each: each.send()", True),
        ("with self.held as each: each.send()", True),
        ("async with self.managed() as each: each.send()", True),
        ("self.managed().send()", False),
        ("self.awaited().send()", False),
        ("each = await self.awaited()\n        each.send()", False),
        ("self.iterated().send()", False),
        ("self.bare().send()", False),
        ("self.open().send()", False),
        ("other().send()", False),
    ],
)
def test_what_a_callable_gives(use: str, known: bool) -> None:
    expected = "starlette.websockets.WebSocket" if known else None
    assert receiver_class(module(FACTORIES.format(use=use)), "send") == expected
