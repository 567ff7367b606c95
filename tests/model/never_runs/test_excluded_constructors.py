"""What only a constructor starts, and only where it is told to: `Monitor(app, start=True)`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

MONITOR = """
import asyncio
from starlette.middleware.base import BaseHTTPMiddleware

class Monitor(BaseHTTPMiddleware):
    def __init__(self, app, start: bool = False):
        super().__init__(app)
        if start:
            in_constructor()
            asyncio.create_task(self._watch())

    async def _watch(self):
        here()

    async def dispatch(self, request, call_next):
        in_dispatch()

monitor = None
def get_monitor(start: bool = False):
    global monitor
    if monitor is None:
        monitor = Monitor(None, start=start)
    return monitor
"""
MAIN = """
from fastapi import FastAPI
from app.monitor import Monitor, get_monitor
app = FastAPI()

@app.get("/")
async def read():
    return {}
"""


@pytest.mark.parametrize(
    ("uses", "more", "expected"),
    [
        ("get_monitor()", "", False),
        ("get_monitor(False)", "", False),
        ("[Monitor(None), get_monitor()]", "", False),
        ("Monitor(None)", "", True),  # whoever calls the other one
        ("get_monitor(start=True)", "", True),
        ("get_monitor(flag)", "", True),
        ("Monitor(None, start=True)", "", True),
        ("Monitor(**options)", "", True),
        ("get_monitor()", "\napp.add_middleware(Monitor, start=True)", True),
        ("get_monitor()", "\nclass Other(Monitor): pass", True),
        ("get_monitor()._watch()", "", True),
    ],
)
@pytest.mark.parametrize("line", ["here()", "in_constructor()"])
def test_started_by_a_constructor(
    tmp_path: Path, line: str, uses: str, more: str, expected: bool
) -> None:
    if line == "in_constructor()" and "_watch" in uses:
        expected = False
    files = {"app/main.py": MAIN.format(uses) + more, "app/monitor.py": MONITOR}
    opened = project(tmp_path, files, "app/monitor.py")
    number = MONITOR[: MONITOR.index(line)].count("\n") + 1
    assert opened.never_runs(number) is not expected


def test_what_the_base_calls_may_run(tmp_path: Path) -> None:
    files = {"app/main.py": MAIN.format("get_monitor()"), "app/monitor.py": MONITOR}
    opened = project(tmp_path, files, "app/monitor.py")
    number = MONITOR[: MONITOR.index("in_dispatch()")].count("\n") + 1
    assert not opened.never_runs(number)
