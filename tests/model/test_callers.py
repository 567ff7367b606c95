"""Who calls an async function: a route, or start-up code, in this file or another."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall
from tests.model.build import project

SERVICE = """
import time
async def work():
    helper()
def helper():
    deeper()
def deeper():
    time.sleep(1)
"""
ROUTE = """
from fastapi import FastAPI
from app import middle
app = FastAPI()
@app.get("/")
async def read():
    await middle.pass_on()
"""
LIFESPAN = """
from contextlib import asynccontextmanager
from fastapi import FastAPI
from app import middle
@asynccontextmanager
async def lifespan(app: FastAPI):
    await middle.pass_on()
    yield
app = FastAPI(lifespan=lifespan)
"""
OWN_LOOP = """
import asyncio
from fastapi import FastAPI
from app import middle
app = FastAPI()
def main():
    asyncio.run(middle.pass_on())
if __name__ == "__main__":
    main()
"""
MIDDLE = """
from app.service import work
async def pass_on():
    await work()
"""
NOBODY = """
from fastapi import FastAPI
from app import middle
app = FastAPI()
"""


@pytest.mark.parametrize(
    ("main", "found"),
    [(ROUTE, True), (LIFESPAN, False), (OWN_LOOP, False), (NOBODY, False)],
    ids=["route", "lifespan", "own-loop", "nobody"],
)
def test_far_helpers_count_where_an_entry_point_leads_to_them(
    tmp_path: Path, main: str, found: bool
) -> None:
    files = {"app/main.py": main, "app/middle.py": MIDDLE, "app/service.py": SERVICE}
    calls = list(project(tmp_path, files, "app/service.py").each(BlockingCall))
    assert [call.lineno for call in calls] == ([4] if found else [])


def test_functions_of_a_bot_run_on_a_loop_of_their_own(tmp_path: Path) -> None:
    bot = "import telegram\nimport requests\nasync def work():\n    requests.get('a')\n"
    files = {"app/main.py": NOBODY, "app/middle.py": MIDDLE, "app/service.py": bot}
    assert list(project(tmp_path, files, "app/service.py").each(BlockingCall)) == []
    files["app/service.py"] = bot.replace("import telegram\n", "")
    assert list(project(tmp_path, files, "app/service.py").each(BlockingCall)) != []
