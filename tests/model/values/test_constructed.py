"""What objects and modules have in their attributes from the start, and who changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

CLASS = """
    import time
    class Machine:
        def __init__(self, interval=0):
            self.interval = interval
        def change(self, interval):
            self.interval = interval
        def run(self):
            if self.interval:
                time.sleep(1)
"""
BACK = """
        def later(self):
            def done():
                self.interval = 2
            return done
"""
MAIN = """
    from fastapi import FastAPI
    from app.machine import Machine
    app = FastAPI()
    machine = Machine()
    @app.get("/")
    async def run():
        machine.run()
"""


@pytest.mark.parametrize(
    ("others", "blocks"),
    [
        ({}, False),
        ({"app/other.py": "from app.main import machine\nmachine.interval = 2\n"}, True),
        ({"app/other.py": "from app.main import machine\nmachine.change(2)\n"}, True),
        ({"app/machine.py": CLASS + "        speed = 1\n    machine = Machine()\n"}, False),
        ({"app/machine.py": CLASS + "    def set(it):\n        it.interval = 2\n"}, True),
        ({"app/machine.py": CLASS + "        def set(self): vars(self).update(x=1)\n"}, True),
        ({"app/machine.py": CLASS + "        def set(self): self.__dict__['a'] = 1\n"}, True),
        ({"app/machine.py": CLASS + "        def set(self, x): setattr(self, x, 1)\n"}, True),
        ({"app/machine.py": CLASS + "        def set(self): self.interval += 1\n"}, True),
        ({"app/machine.py": CLASS + BACK}, True),
        ({"app/machine.py": CLASS + "        interval = 3\n"}, True),
        ({"app/machine.py": CLASS.replace("Machine:", "Machine(Unknown):")}, True),
        ({"app/machine.py": CLASS.replace("=0", "=1")}, True),
        ({"app/machine.py": CLASS.replace("= interval", "= interval or 1")}, True),
    ],
)
def test_attributes_as_the_constructor_leaves_them(
    tmp_path: Path, others: dict[str, str], blocks: bool
) -> None:
    files = {"app/main.py": MAIN, "app/machine.py": CLASS, **others}
    assert bool(project(tmp_path, files).event_loop.blocking_calls) is blocks


@pytest.mark.parametrize(
    ("settings", "other", "blocks"),
    [
        ("ON = False", "", False),
        ("ON: bool = False", "", False),
        ("ON = True", "", True),
        ("ON = 0", "", False),
        ("import os\nON = bool(os.getenv('ON'))", "", True),
        ("ON = False\nif x:\n    ON = True", "", True),
        ("ON = False\ndef set():\n    global ON\n    ON = True", "", True),
        ("ON = False\nfrom app.local import *", "", True),
        ("ON = False", "from app import settings\nsettings.ON = True", True),
        ("from app.flags import ON", "", False),
    ],
)
def test_branches_of_constants(tmp_path: Path, settings: str, other: str, blocks: bool) -> None:
    files = {
        "app/settings.py": settings,
        "app/flags.py": "ON = False",
        "app/other.py": other,
        "app/main.py": """
            import time
            from fastapi import FastAPI
            from app import settings
            from app.settings import ON
            app = FastAPI()
            def helper():
                if settings.ON:
                    time.sleep(1)
            @app.get("/")
            async def run():
                helper()
            @app.get("/direct")
            async def direct():
                if not ON:
                    return
                time.sleep(1)
        """,
    }
    found = project(tmp_path, files).event_loop.blocking_calls
    assert len(found) == (2 if blocks else 0)


LIMITED = """
    import threading, time
    from fastapi import FastAPI
    app = FastAPI()
    DELAY = 0.5
    class Client:
        def __init__(self):
            self.last = 0.0
            self.worker = None
        def wait(self):
            passed = time.time() - self.last
            if passed < DELAY:
                time.sleep(DELAY - passed)
            self.last = time.time()
        def start(self):
            if self.worker:
                self.worker.join()
        def make(self):
            self.worker = None
            self.worker = threading.Thread(target=print)
        def post(self, path):
            self.wait()
            return path
        def twice(self):
            self.wait()
            self.wait()
    @app.get("/")
    async def run():
        client = Client()
        client.post("x")
"""
CALLED = 'client.post("x")'
WAITING = "passed = time.time() - self.last\n            if passed < DELAY:"


@pytest.mark.parametrize(
    ("changed", "new", "blocks"),
    [
        (CALLED, CALLED, False),
        (CALLED, "client.wait()", False),
        (CALLED, "Client().post(1)", False),
        (CALLED, "client.twice()", True),
        (CALLED, f"{CALLED}\n        {CALLED}", True),
        (CALLED, f"for x in y: {CALLED}", True),
        (CALLED, "client.post(client.wait())", True),
        (CALLED, f"client.last = now\n        {CALLED}", True),
        ("self.wait()\n            return path", "self.post(self.wait())", True),
        (CALLED, f"read(client)\n        {CALLED}", True),
        (WAITING, "now = time.monotonic()\n            if now - self.last < DELAY:", False),
        (WAITING, "left = DELAY - (time.time() - self.last)\n            if left > 0:", False),
        (WAITING, "if time.time() - self.last <= DELAY:", False),
        (WAITING, "if time.time() - self.last > DELAY:", True),
        (WAITING, "if self.last - time.time() < DELAY:", True),
        ("self.last = 0.0", "self.last = time.time()", True),
        ("self.last = 0.0", "self.last = 0.0\n            self.wait()", True),
        ("self.last = 0.0", "self.last = 0.0\n            self.last = time.time()", True),
        ("self.last = 0.0", "self.last = read()", True),
        ("return path", "return self.wait()", True),
        (CALLED, "client.start()", False),
        (CALLED, "client.make()\n        client.start()", True),
        ("class Client:", "class Client(Base):", True),
    ],
)
def test_first_calls(tmp_path: Path, changed: str, new: str, blocks: bool) -> None:
    base = "    class Base:\n        pass\n    class Client"
    source = LIMITED.replace("    class Client", base).replace(changed, new)
    found = project(tmp_path, {"app/main.py": source}).event_loop.blocking_calls
    assert bool(found) is blocks
