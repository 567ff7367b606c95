"""Methods of which derived classes have another version."""

import time

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
