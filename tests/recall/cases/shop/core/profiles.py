"""Properties: what they do stands in no call."""

import time
from functools import cached_property, lru_cache

import requests


class Base:
    @property
    def country(self) -> str:
        return requests.get("https://geo.example.org").text


class Profile(Base):
    limit = 10

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def avatar(self) -> bytes:
        return requests.get(f"https://avatars.example.org/{self.name}").content

    @property
    def shown(self) -> str:
        """Leads on to another one."""
        return self.avatar.decode()

    @cached_property
    def score(self) -> float:
        time.sleep(0.5)
        return 1.0

    @property
    def title(self) -> str:
        return self.name.title()

    @property
    @lru_cache
    def motto(self) -> str:
        return requests.get("https://mottos.example.org").text

    @property
    async def later(self) -> str:
        return self.name

    def refresh(self) -> bytes:
        return self.avatar


class Plain(Base):
    country = "here"


profile = Profile("shared")


class Gate:
    def __enter__(self) -> None:
        requests.get("https://gate.example.org")

    def __exit__(self, *_: object) -> None: ...


class OpenGate:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


gate, open_gate = Gate(), OpenGate()
