"""Methods of which derived classes have another version."""

import time
from typing import Protocol

import requests
from fastapi import Depends, FastAPI

app = FastAPI()


class Loader:
    def load(self) -> str:
        return self.fetch()

    def fetch(self) -> str:
        return requests.get("https://example.org").text


class Remembering(Loader):
    def fetch(self) -> str:
        return "what is known"


class Job:
    def run(self) -> None:
        self.work()

    def work(self) -> None:
        raise NotImplementedError


class Slow(Job):
    def work(self) -> None:
        time.sleep(0.5)


class Slower(Slow):
    def work(self) -> None:
        super().work()
        time.sleep(1)


class Quick(Job):
    def work(self) -> None:
        pass


def some_loader() -> Loader:
    return Remembering()


@app.get("/loader")
async def loader() -> str:
    return Loader().load()  # blocks: http


@app.get("/loader-twin")
async def loader_twin(loader: Loader) -> str:
    return loader.load()


@app.get("/loader-twin-2")
async def loader_twin_2() -> str:
    return Remembering().load()


@app.get("/loader-twin-3")
async def loader_twin_3(loader: Loader = Depends(some_loader)) -> str:
    return loader.load()


@app.get("/job")
async def job() -> None:
    Slow().run()  # blocks: sleep


@app.get("/job-twin")
async def job_twin() -> None:
    Quick().run()


@app.get("/job-twin-2")
async def job_twin_2(job: Job) -> None:
    job.run()


@app.get("/slow")
async def slow(job: Slow) -> None:
    job.work()  # blocks: sleep


class Sends(Protocol):
    def send(self, text: str) -> None: ...
    def close(self) -> None: ...


class Poster:
    def send(self, text: str) -> None:
        requests.post("https://example.org", data=text)

    def close(self) -> None: ...


class Receiver:
    """Has no `close`, and is none of them."""

    def send(self, text: str) -> None:
        self.text = text


class Counts(Protocol):
    def count(self) -> int: ...


class Waiting:
    def count(self) -> int:
        time.sleep(1)
        return 1


class Knowing:
    def count(self) -> int:
        return 2


class AsyncSends(Protocol):
    async def deliver(self, text: str) -> None: ...


class AsyncPoster:
    async def deliver(self, text: str) -> None:
        requests.post("https://example.org", data=text)  # blocks: http


@app.post("/sent")
async def sent(sender: Sends) -> None:
    sender.send("news")  # blocks: http


@app.post("/sent-twin")
async def sent_twin(sender: Sends) -> None:
    sender.close()


@app.post("/counted-twin")
async def counted_twin(counter: Counts) -> int:
    return counter.count()


@app.post("/delivered")
async def delivered(sender: AsyncSends) -> None:
    await sender.deliver("news")
