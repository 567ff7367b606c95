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


def is_there(value: object) -> bool:
    """Whether there is a value."""
    return value is not None


class Agent:
    def __init__(
        self,
        publish: bool = False,
        interval: float = 0,
        tools: list[str] | None = None,
        mode: str = "fast",
        kept: bool = False,
    ) -> None:
        self.publish = publish
        self.interval = interval
        self.tools = tools
        self.mode: str = mode
        self.kept = kept
        self.silent = True
        self.loaded = False
        self.names = {}
        if self.publish is True:
            self.post()

    def post(self) -> None:
        requests.post("https://example.org")

    def change(self, interval: float) -> None:
        self.interval = interval

    def keep(self, kept: bool) -> None:
        self.kept = kept

    def load(self) -> None:
        self.loaded = True

    def wait(self) -> None:
        if self.interval:
            time.sleep(self.interval)

    def use_tools(self) -> None:
        if not is_there(self.tools):
            return
        time.sleep(0.5)

    def by_mode(self) -> None:
        if self.mode == "slow":
            self.rest()

    def rest(self) -> None:
        if self.tools is not None:
            time.sleep(0.5)

    def speak(self) -> None:
        if not self.silent:
            time.sleep(0.5)

    def use_kept(self) -> None:
        if self.kept:
            time.sleep(0.5)

    def use_loaded(self) -> None:
        if self.loaded:
            time.sleep(0.5)


class Deriving(Agent):
    def __init__(self) -> None:
        super().__init__(tools=["one"])


def make_agent(interval: float = 0, **kwargs) -> Agent:
    given = {"interval": interval}
    given.update(kwargs)
    return Agent(**given)


shared = Agent()
busy = Agent(interval=1, tools=["one"], mode="slow")


@app.get("/agents")
async def agents(publish: bool, given: dict) -> None:
    Agent(publish=True)  # blocks: http
    Agent(publish)  # blocks: http
    Agent(**given)  # blocks: http
    busy.wait()  # blocks: sleep
    busy.use_tools()  # blocks: sleep
    busy.by_mode()  # blocks: sleep
    Agent(mode="slow", tools=[]).by_mode()  # blocks: sleep
    shared.keep(True)
    shared.use_kept()  # blocks: sleep
    shared.load()
    shared.use_loaded()  # blocks: sleep
    Deriving().rest()  # blocks: sleep
    make_agent(publish=publish)  # blocks: http
    make_agent(**given)  # blocks: http
    agent = make_agent(tools=["one"])
    agent.use_tools()  # blocks: sleep


@app.get("/agents-twin")
async def agents_twin() -> None:
    Agent()
    Agent(False, 1)
    shared.wait()
    shared.use_tools()
    shared.by_mode()
    shared.speak()
    Agent(mode="slow").by_mode()
    Agent(tools=[]).by_mode()
    make_agent(tools=["one"])
    agent = make_agent()
    agent.wait()
    agent.use_tools()


def ask(url: str, **kwargs) -> str:
    is_guarded = bool(url) and kwargs.get("guarded", False) is True
    if is_guarded:
        return requests.get(url).text
    if "proxy" in kwargs:
        time.sleep(0.5)
    return url


def ask_for(url: str, **kwargs) -> str:
    return ask(url, **kwargs)


def check(url: str, **kwargs) -> str:
    return requests.get(url).text if kwargs.get("guarded") else url


def check_always(url: str, **kwargs) -> str:
    kwargs["guarded"] = True
    return check(url, **kwargs)


def ask_with(proxy: str) -> str:
    given = {"url": "https://example.org", "model": "one"}
    if proxy:
        given["temperature"] = 0
    return ask(**given)


def ask_through(proxy: str) -> str:
    given = {"url": "https://example.org", "model": "one"}
    if proxy:
        given["proxy"] = proxy
    return ask(**given)


@app.get("/ask")
async def asking(guarded: bool, given: dict) -> None:
    ask("https://example.org", guarded=True)  # blocks: http
    ask("https://example.org", guarded=guarded)  # blocks: http
    ask("https://example.org", proxy="")  # blocks: sleep
    check("https://example.org", **given)  # blocks: http
    ask_for("https://example.org", proxy="")  # blocks: sleep
    check_always("https://example.org")  # blocks: http
    ask_through("it")  # blocks: sleep


@app.get("/ask-twin")
async def asking_twin() -> None:
    ask("https://example.org")
    ask("https://example.org", guarded=False)
    ask("https://example.org", model="one")
    ask_for("https://example.org", model="one")
    ask_with("it")
    check("https://example.org", other=True)


UPLOADS = True
DEBUG: bool = False
CHOSEN = bool(app.title)
CHANGED = False


def set_changed() -> None:
    global CHANGED
    CHANGED = True


def upload() -> None:
    if not UPLOADS:
        time.sleep(0.5)


def upload_anyway() -> None:
    if UPLOADS:
        time.sleep(0.5)


@app.get("/upload")
async def uploading() -> None:
    upload_anyway()  # blocks: sleep
    if CHOSEN:
        time.sleep(0.5)  # blocks: sleep
    if CHANGED:
        time.sleep(0.5)  # blocks: sleep
    if UPLOADS or DEBUG:
        time.sleep(0.5)  # blocks: sleep


@app.get("/upload-twin")
async def uploading_twin() -> None:
    upload()
    if DEBUG:
        time.sleep(0.5)
    if not UPLOADS:
        upload_anyway()
    if not DEBUG:
        return
    time.sleep(0.5)


class Fetch:
    url = "https://example.org"


class Forget: ...


def run_command(command: Fetch | Forget) -> None:
    match command:
        case Fetch():
            requests.get(command.url)
        case Forget():
            print("forgotten")


def hand_command(command: Fetch | Forget) -> None:
    if isinstance(command, (Fetch, Forget)):
        run_command(command)


@app.post("/fetch")
async def command_fetch() -> None:
    hand_command(Fetch())  # blocks: http


@app.post("/forget")
async def command_forget() -> None:
    command = Forget()
    hand_command(command)
