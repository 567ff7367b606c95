"""Helpers that block only for some arguments."""

import functools
import time

import requests
from fastapi import FastAPI

app = FastAPI()


def fetch(url: str, wait: bool = False) -> bytes:
    if wait:
        time.sleep(0.5)
    return url.encode()


def fetch_early(url: str, wait: bool | None = None) -> bytes:
    if wait is None:
        return url.encode()
    time.sleep(0.5)
    return url.encode()


def load(name: str, cached: bool = True) -> str:
    if not cached:
        return requests.get(f"https://example.org/{name}").text
    return name


def load_early(name: str, cached: bool = False) -> str:
    if cached:
        return name
    return requests.get(f"https://example.org/{name}").text


class Store:
    def read(self, cached: bool = True) -> str:
        return load("it", cached)


def hand_on(url: str, wait: bool) -> bytes:
    return fetch(url, wait=wait)


def both(url: str) -> bytes:
    fetch(url)
    return fetch(url, True)


class Loader:
    def load(self, name: str, fresh: bool) -> str:
        return requests.get(name).text if fresh else name

    @staticmethod
    def shared(name: str, fresh: bool) -> str:
        return fresh and requests.get(name).text or name


loader = Loader()


@app.get("/fetch")
async def read(url: str, wait: bool) -> None:
    fetch(url, True)  # blocks: sleep
    fetch(url, wait)  # blocks: sleep
    fetch(url, wait=1)  # blocks: sleep
    fetch_early(url, False)  # blocks: sleep
    hand_on(url, True)  # blocks: sleep
    both(url)  # blocks: sleep


@app.get("/fetch-twin")
async def read_twin(url: str) -> None:
    fetch(url)
    fetch(url, False)
    fetch(url, wait=0)
    fetch_early(url)
    fetch_early(url, None)
    hand_on(url, False)
    hand_on(url, wait=None)


@app.get("/load")
async def read_page(name: str, fresh: bool) -> None:
    load(name, cached=False)  # blocks: http
    load(name, False)  # blocks: http
    load_early(name)  # blocks: http
    load_early(name, None)  # blocks: http
    loader.load(name, fresh)  # blocks: http
    loader.load(name, True)  # blocks: http
    Loader.shared(name, fresh)  # blocks: http


@app.get("/load-twin")
async def read_page_twin(name: str) -> None:
    load(name)
    load(name, True)
    load_early(name, True)
    load_early(name, cached="yes")
    loader.load(name, False)
    Loader.shared(name, False)


@app.get("/through-class")
async def through_class(store: Store) -> str:
    return Store.read(store, False)  # blocks: http


@app.get("/through-class-twin")
async def through_class_twin(store: Store) -> str:
    return Store.read(store, True)


@app.get("/partial")
async def partial() -> str:
    read = functools.partial(load, cached=False)
    return read("it")  # blocks: http


@app.get("/partial-twin")
async def partial_twin() -> str:
    read = functools.partial(load, "it")
    return read(True)


def place(order: str, broker: str = "paper") -> str:
    if broker == "paper":
        return order
    elif broker == "slow":
        time.sleep(0.5)
    elif broker != "silent":
        requests.post(f"https://example.org/{order}")
    return order


def place_all(orders: list[str], broker: str) -> list[str]:
    return [place(order, broker) for order in orders]


@app.get("/orders")
async def orders(broker: str) -> None:
    place("one", "slow")  # blocks: sleep
    place("one", broker="fast")  # blocks: http
    place_all(["one"], "slow")  # blocks: sleep


@app.get("/orders-twin")
async def orders_twin() -> None:
    place("one")
    place("one", "paper")
    place("one", broker="silent")
    place_all(["one"], "paper")


SLOW = "slow"
PAPER: str = "paper"


def place_named(order: str, broker: str = PAPER) -> str:
    if broker == PAPER:
        return order
    elif broker == SLOW:
        time.sleep(0.5)
    return order


@app.get("/named-orders")
async def named_orders(broker: str) -> None:
    place_named("one", SLOW)  # blocks: sleep
    place_named("one", "slow")  # blocks: sleep
    place_named("one", broker)  # blocks: sleep
    place("one", SLOW)  # blocks: sleep


@app.get("/named-orders-twin")
async def named_orders_twin() -> None:
    place_named("one")
    place_named("one", PAPER)
    place_named("one", "paper")
    place_named("one", "fast")
    place("one", PAPER)
