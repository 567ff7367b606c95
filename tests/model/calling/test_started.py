"""What start-up code starts, and what goes on while requests are served."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall
from tests.model.build import function, project

STARTED = """
from contextlib import asynccontextmanager
import asyncio
from fastapi import FastAPI
from app.service import Worker, goes_on, once, stays
worker = Worker()
@asynccontextmanager
async def lifespan(app: FastAPI):
    {}
    yield
app = FastAPI(lifespan=lifespan)
@app.get("/")
def read(): ...
"""
TASKS = """
import asyncio
import time
class Worker:
    async def start(self):
        self.task = asyncio.create_task(self.run())
    async def run(self):
        while self.running:
            await self.step()
    async def step(self):
        time.sleep(1)
async def goes_on():
    time.sleep(1)  # once
    await prepare()
    async for message in queue:
        time.sleep(1)
async def prepare():
    time.sleep(1)
async def once():
    time.sleep(1)
async def alone():
    while True:
        time.sleep(1)
async def stays():
    asyncio.run(alone())
"""


@pytest.mark.parametrize(
    ("start", "names"),
    [
        ("await worker.start()", ["step"]),
        ("asyncio.create_task(worker.run())", ["step"]),
        ("task = asyncio.ensure_future(goes_on())", ["goes_on"]),
        ("await asyncio.gather(goes_on(), once())", []),  # before anything is served
        ("asyncio.create_task(once())", []),
        ("await goes_on()", []),  # before anything is served
        ("asyncio.create_task(stays())", []),
    ],
)
def test_a_task_that_goes_on_runs_while_requests_are_served(
    tmp_path: Path, start: str, names: list[str]
) -> None:
    files = {"app/main.py": STARTED.format(start), "app/service.py": TASKS}
    opened = project(tmp_path, files, "app/service.py")
    assert [call.function.name for call in opened.each(BlockingCall)] == names
    # it is no request
    assert not any(opened.serves(function(opened, name)) for name in names)


@pytest.mark.parametrize(
    ("job", "names"),
    [
        ("AsyncIOScheduler().add_job(once, 'interval', minutes=1)", ["once"]),
        ("AsyncIOScheduler(timezone='UTC').add_job(func=once, trigger='cron')", ["once"]),
        ("AsyncIOScheduler().add_job(once if app else other, 'cron')", ["once"]),
        ("AsyncIOScheduler().add_job(once, DateTrigger())", []),
        ("AsyncIOScheduler().add_job(once, 'date')", []),
        ("AsyncIOScheduler().add_job(once)", []),
        ("BackgroundScheduler().add_job(once, 'cron')", []),  # nothing awaits it
        ("jobs.add_job(once, 'cron')", []),
        ("AsyncIOScheduler().add_job(other, 'cron', args=[once])", []),
    ],
)
def test_so_does_a_job_of_a_scheduler_on_the_event_loop(
    tmp_path: Path, job: str, names: list[str]
) -> None:
    imports = (
        "from apscheduler.schedulers.asyncio import AsyncIOScheduler\n"
        "from apscheduler.schedulers.background import BackgroundScheduler\n"
        "from apscheduler.triggers.date import DateTrigger\n"
    )
    files = {"app/main.py": imports + STARTED.format(job), "app/service.py": TASKS}
    opened = project(tmp_path, files, "app/service.py")
    assert [call.function.name for call in opened.each(BlockingCall)] == names
    own = STARTED.replace("from app.service import Worker, goes_on, once, stays\n", TASKS)
    opened = project(tmp_path, {"app/main.py": imports + own.format(job)}, "app/main.py")
    assert [call.function.name for call in opened.each(BlockingCall)] == names


def test_so_does_one_of_the_file_that_starts_it(tmp_path: Path) -> None:
    start = "asyncio.create_task(goes_on())\n    await once()"
    own = STARTED.replace("from app.service import Worker, goes_on, once, stays\n", TASKS)
    opened = project(tmp_path, {"app/main.py": own.format(start)}, "app/main.py")
    assert [call.function.name for call in opened.each(BlockingCall)] == ["goes_on"]
