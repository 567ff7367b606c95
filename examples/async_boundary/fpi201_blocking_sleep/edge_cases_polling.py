import asyncio
import time

from fastapi import APIRouter

router = APIRouter()
state = {"busy": True}


@router.get("/1")
async def polls() -> None:
    while state["busy"]:
        time.sleep(0.001)  # error: FPI201


@router.get("/2")
async def a_moment() -> None:
    time.sleep(0.001)


@router.get("/3")
async def lets_others_in_between() -> None:
    while state["busy"]:
        time.sleep(0.001)
        await asyncio.sleep(0.1)


@router.get("/4")
async def as_often_as_there_are_some(names: list[str]) -> None:
    for _ in names:
        time.sleep(0.001)


def next_millisecond(last: int) -> int:
    while (now := time.time_ns() // 1_000_000) <= last:
        time.sleep(0.0001)
    return now


@router.get("/5")
async def waits_for_the_next_millisecond(last: int) -> int:
    return next_millisecond(last)
