"""Properties of other files, read on the event loop and in helpers of it."""

import asyncio

from fastapi import APIRouter

from ..core.profiles import Plain, Profile, gate, open_gate, profile

router = APIRouter()


class Badge:
    def __init__(self, owner: Profile) -> None:
        self.owner = owner

    @property
    def text(self) -> str:
        return self.owner.shown

    async def render(self) -> str:
        return f"<{self.text}>"  # blocks: http

    async def render_twin(self) -> str:
        return f"<{self.owner.title}>"


def show(one: Profile) -> bytes:
    return one.avatar


def show_twin(one: Profile) -> str:
    return one.title


@router.get("/avatar")
async def avatar(name: str) -> bytes:
    return Profile(name).avatar  # blocks: http


@router.get("/avatar-twin")
async def avatar_twin(name: str) -> bytes:
    return await asyncio.to_thread(lambda: Profile(name).avatar)


@router.get("/shared")
async def shared() -> int:
    return len(profile.shown)  # blocks: http


@router.get("/shared-twin")
async def shared_twin() -> int:
    profile.avatar = b""
    return profile.limit


@router.get("/country")
async def country() -> str:
    return profile.country.upper()  # blocks: http


@router.get("/country-twin")
async def country_twin() -> str:
    return Plain().country.upper()


@router.get("/score")
async def score(name: str) -> float:
    return Profile(name).score  # blocks: sleep


@router.get("/score-twin")
async def score_twin() -> float:
    return profile.score


@router.get("/helper")
async def helper() -> bytes:
    return show(profile)  # blocks: http


@router.get("/helper-twin")
async def helper_twin() -> str:
    return show_twin(profile)


@router.get("/method")
async def method() -> bytes:
    return profile.refresh()  # blocks: http


@router.get("/motto")
async def motto() -> str:
    return profile.motto


@router.get("/later")
async def later() -> str:
    return await profile.later


@router.get("/badge")
async def badge() -> str:
    return await Badge(profile).render()


@router.get("/gate")
async def enter() -> None:
    with gate:  # blocks: http
        pass


@router.get("/gate-twin")
async def enter_twin() -> None:
    with open_gate:
        pass
