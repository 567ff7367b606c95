"""What a route does through helpers: at any depth, each time or only at first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project
from tests.model.event_loop.blocked import blocked, route

WATCHED = "t.start_as_current_span('ask')"


@pytest.mark.parametrize(
    ("before", "body", "depth"),
    [
        ("def f():\n    time.sleep(1)", "f()", 1),
        ("def f():\n    g()\ndef g():\n    time.sleep(1)", "f()", 2),
        ("def f():\n    g()\ndef g():\n    f()\n    time.sleep(1)", "f()", 2),
        ("class C:\n    def run(self):\n        time.sleep(1)\nc = C()", "c.run()", 1),
        ("class C:\n    def __init__(self):\n        time.sleep(1)", "C()", 1),
        ("class C:\n    @staticmethod\n    def run():\n        time.sleep(1)", "C.run()", 1),
        ("class C:\n    @classmethod\n    def run(cls, x):\n        time.sleep(1)", "C.run(1)", 1),
        ("@contextmanager\ndef f():\n    time.sleep(1)\n    yield", "with f(): pass", 1),
        ("class C:\n    def run(self):\n        time.sleep(1)\nclass D(C): ...", "D().run()", 1),
        ("class C:\n    def __call__(self):\n        time.sleep(1)\nc = C()", "c()", 1),
        ("class C:\n    def __enter__(self):\n        time.sleep(1)", "with C(): ...", 1),
        ("class C:\n    def __exit__(self, *error):\n        time.sleep(1)", "with C(): ...", 1),
        (
            "class C:\n    def __exit__(self, kind, error, trace):\n        if not kind:\n"
            "            time.sleep(1)",
            "with C(): ...",
            1,
        ),
        (
            "class C:\n    def __enter__(self):\n        time.sleep(1)\n"
            "def f():\n    with C(): ...",
            "f()",
            2,
        ),
        ("def f():\n    g()\n    h()\ndef g():\n    h()\ndef h():\n    time.sleep(1)", "f()", 2),
        ("f = functools.partial(time.sleep, 1)", "f()", 0),
        (
            "def timed(f):\n    def inner():\n        return f()\n    return inner\n"
            "@timed\ndef f():\n    time.sleep(1)",
            "f()",
            1,
        ),
        ("", "def f():\n    time.sleep(1)\nf()", 1),
        (
            "class Job:\n    def error(self):\n        time.sleep(1)",
            "Job().error()",
            1,
        ),  # no logger
    ],
)
def test_through_helpers(before: str, body: str, depth: int) -> None:
    assert blocked(route(body, before)) == [("time.sleep", "read", depth)]


def chain(depth: int, at: int = 0, by: str = "f{}()") -> str:
    """Helpers that call each other, down to one that sleeps; the call in `at` stands in `by`."""
    calls = [f"f{n + 1}()" for n in range(1, depth)] + ["time.sleep(1)"]
    if at:
        calls[at - 1] = by.format(calls[at - 1])
    return "\n".join(f"def f{n}(key=None):\n    {call}" for n, call in enumerate(calls, 1))


@pytest.mark.parametrize("depth", [3, 4, 9])
def test_far_down(depth: int) -> None:
    assert blocked(route("f1()", chain(depth))) == [("time.sleep", "read", depth)]


def test_far_down_where_a_method_of_a_base_calls_what_derived_classes_have() -> None:
    classes = (
        "class Base:\n    def run(self):\n        return self.work()\n"
        "    def work(self):\n        raise NotImplementedError\n"
        "class Derived(Base):\n    def work(self):\n        return f1()\n"
        "class Other(Base):\n    def work(self):\n        return 1\n"
        "class Async(Base):\n    async def work(self):\n        return f1()\n"
    )
    found = [("time.sleep", "read", 4)]
    assert blocked(route("Derived().run()", classes + chain(2))) == found
    for name in ("Other", "Async"):
        assert blocked(route(f"{name}().run()", classes + chain(2))) == []
    unknown = classes + "def given() -> Base: ...\n" + chain(2)
    assert blocked(route("given().run()", unknown)) == []


def test_far_down_in_a_circle() -> None:
    turning = chain(4).replace("    time.sleep(1)", "    f1()")
    assert blocked(route("f1()", turning)) == []
    further = "\n    f5()\ndef f5():\n    f4()\n    time.sleep(1)"
    assert blocked(route("f1()", turning + further)) == [("time.sleep", "read", 5)]


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5])
@pytest.mark.parametrize(
    ("by", "usual"),
    [
        ("x = {}", True),
        ("with {}: ...", True),
        ("for x in y: {}", True),
        ("if {}: ...", True),
        ("return {} or 1", True),
        ("try: {}\n    finally: ...", True),
        ("try: {}\n    except E: ...", True),
        ("if not y: raise E\n    {}", True),
        ("x = [{} for _ in y]", True),
        ("x = [1 for _ in {}]", True),
        ("def g():\n        return 1\n    {}", True),
        ("if y: {}", True),
        ("if y: ...\n    elif x: {}", True),
        ("if y: {}\n    else: ...", True),
        ("x = {} if y else 1", True),
        ("while y: {}", True),
        ("match y:\n        case 1: {}", True),
        ("x = [{} for _ in y if _]", True),
        ("if y in CACHE: return\n    {}", True),
        ("if y: return 1\n    {}", True),
        ("if y: return x\n    {}", True),
        ("for x in y:\n        if x: continue\n        {}", True),
        ("if y: ...\n    else: {}", False),
        ("if y: ...\n    elif x: ...\n    else: {}", False),
        ("x = 1 if y else {}", False),
        ("x = y or {}", False),
        ("x = y and {}", False),
        ("for x in y: ...\n    else: {}", False),
        ("try: ...\n    except E: {}", False),
        ("try: ...\n    except E: ...\n    else: {}", False),
        ("if y in CACHE: return CACHE[y]\n    {}", False),
        ("x = CACHE.get(y)\n    if x is not None: return x\n    {}", False),
        ("if A.x:\n        return A.x\n    {}", False),
        ("if y:\n        if x: return x\n    {}", False),
        ("with y:\n        if x: return x\n    {}", False),
        ("try:\n        return y\n    except E: ...\n    {}", False),
        ("x = ({} for _ in y)", False),
    ],
)
def test_far_down_only_what_is_no_fallback_counts(at: int, by: str, usual: bool) -> None:
    assert bool(blocked(route("f1()", chain(5, at, by)))) is usual
    if "except E: {}" not in by:
        assert blocked(route("f1()", chain(3, min(at, 3), by))) == [("time.sleep", "read", 3)]


@pytest.mark.parametrize(
    ("by", "usual"),
    [
        ("if key: ...\n    else: {}", True),
        ("if key: return key\n    {}", True),
        ("x = key.y if key else {}", True),
        ("if y: ...\n    elif key: ...\n    else: {}", True),
        ("if key is not None: ...\n    else: {}", True),
        ("if key and y: ...\n    else: {}", True),
        ("if key or y: ...\n    else: {}", False),
        ("if key: ...\n    elif y: ...\n    else: {}", False),
        ("if y:\n        if key: return key\n        return 1\n    else: {}", False),
        ("key = key or y\n    if key: return key\n    {}", False),
        ("for key in y:\n        if key: ...\n        else: {}", False),
        ("while y:\n        if key: ...\n        else: {}\n        key = y", False),
    ],
)
def test_far_down_what_is_done_for_want_of_something_that_nobody_gives(
    by: str, usual: bool
) -> None:
    assert bool(blocked(route("f1()", chain(5, 4, by)))) is usual
    handing_on = chain(5, 4, by).replace("f4()", "f4(y)")
    assert blocked(route("f1()", handing_on)) == []


def test_the_call_itself_is_no_fallback() -> None:
    body = "if x:\n    return x\nf1()"
    assert blocked(route(body, chain(3), "x")) == [("time.sleep", "read", 3)]
    assert blocked(route(body, chain(4), "x")) == []


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("def f():\n    def g():\n        time.sleep(1)\n    return g", "f()"),
        ("@functools.lru_cache\ndef f():\n    time.sleep(1)", "f()"),
        ("@unknown\ndef f():\n    time.sleep(1)", "f()"),
        (
            "class C:\n    def __enter__(self): ...\n    def run(self):\n        time.sleep(1)",
            "with C(): ...",
        ),
        (
            "class C:\n    async def __aenter__(self): ...\n    def __enter__(self):\n"
            "        time.sleep(1)",
            "async with C(): ...",
        ),
        ("class C(unknown):\n    def run(self):\n        time.sleep(1)", "unknown.C().run()"),
        ("def f(work):\n    work()", "f(unknown)"),
        ("def f():\n    time.sleep(1)\n    yield", "x = f()"),
        (
            "x = None\ndef f():\n    global x\n    if x is None:\n        x = requests.get('')",
            "f()",
        ),
        (
            "x = None\ndef f():\n    global x\n    if x == None:\n        x = requests.get('')",
            "f()",
        ),
        (
            "x = False\ndef f():\n    global x\n    if x: return\n    time.sleep(1)\n    x = True",
            "f()",
        ),
        (
            "class C:\n    def run(self):\n        if self.ready:\n            print()\n"
            "            return\n        try: time.sleep(1)\n        finally: self.ready = True",
            "C().run()",
        ),
        ("def f():\n    time.sleep(1)", "await f()"),
        ("def f(x, y):\n    time.sleep(1)", "f(1)"),  # a TypeError
        (
            "class Logger:\n    def debug(self): ...\n    def warning(self): ...\n"
            "    def error(self): ...\n    def info(self):\n        time.sleep(1)",
            "Logger().info()",
        ),
        ("def f(x):\n    time.sleep(1)", "f(1, z=2)"),
        ("class C:\n    @staticmethod\n    def f(x, y):\n        time.sleep(1)", "C.f(1)"),
        ("class C:\n    @classmethod\n    def f(cls, x):\n        time.sleep(1)", "C.f()"),
        ("class C:\n    def run(self):\n        time.sleep(1)", "C().run(1)"),
        (
            "class C:\n    def __init__(self): ...\n    def run(self):\n        time.sleep(1)",
            "C(1).run()",
        ),
        (
            "class C:\n    def __init__(self, x): ...\n    def run(self):\n        time.sleep(1)\n"
            "def f():\n    c = C()\n    c.run()",
            "f()",
        ),
        ("def f(x):\n    time.sleep(1)\ndef g():\n    f()", "g()"),
        *(
            (
                f"class C:\n    def __exit__(self, kind, error, trace):\n        {test}",
                "with C(): ...",
            )
            for test in (
                "if isinstance(error, OSError): time.sleep(1)",
                "if kind: time.sleep(1)",
                "if error is not None: time.sleep(1)",
            )
        ),
        *(
            (f"class C:\n    def run(self):\n        {once}", "C().run()")
            for once in (
                "if not hasattr(self, 'x'): self.x = requests.get('')",
                "if getattr(self, 'x', None) is None: self.x = requests.get('')",
                "if hasattr(self, 'x'):\n            print()\n            return\n"
                "        self.x = requests.get('')",
            )
        ),
        (
            "def once(f):\n    def inner():\n        if not hasattr(f, 'x'): f.x = f()\n"
            "        return f.x\n    return inner\n@once\ndef f():\n    time.sleep(1)",
            "f()",
        ),
    ],
)
def test_helpers_that_surely_do_not_block_each_time(before: str, body: str) -> None:
    assert blocked(route(body, before)) == []


@pytest.mark.parametrize(
    ("noting", "found"),
    [
        ("done = True\n    time.sleep(1)", []),
        ("time.sleep(1)\n    done = True", []),
        ("try: time.sleep(1)\n    except OSError: done = True", ["time.sleep"]),  # it has failed
        ("done = True\n    time.sleep(1)\n    done = False", ["time.sleep"]),  # one at a time
        ("done = unknown()\n    time.sleep(1)", ["time.sleep"]),
    ],
)
def test_what_says_that_there_is_nothing_to_do(noting: str, found: list[str]) -> None:
    helper = f"done = False\ndef f():\n    global done\n    if done: return False\n    {noting}"
    assert [name for name, _, _ in blocked(route("f()", helper))] == found


@pytest.mark.parametrize(
    ("before", "noted", "found"),
    [
        ("", "C.ready", []),  # of the class, for all its objects
        ("", "app.ready", []),
        ("job = unknown()", "job.ready", ["time.sleep"]),  # another one each time
        ("", "given.ready", ["time.sleep"]),
        ("ready = unknown()", "ready", ["time.sleep"]),
    ],
)
def test_what_is_noted_for_all_is_done_once(before: str, noted: str, found: list[str]) -> None:
    helper = f"""
class C:
    ready = False
    def run(self, given):
        {before}
        if {noted}:
            return
        time.sleep(1)
        {noted} = True
"""
    assert [name for name, _, _ in blocked(route("C().run(1)", helper))] == found


@pytest.mark.parametrize(
    ("test", "found"),
    [
        ("url.startswith('data:')", []),
        ("url and url.startswith('data:image/')", []),
        ("not url.startswith('data:')", ["urllib.request.urlopen"]),
        ("url.startswith('http')", ["urllib.request.urlopen"]),
    ],
)
def test_an_address_that_is_its_own_content(test: str, found: list[str]) -> None:
    helper = f"import urllib.request\ndef fetch(url):\n    if {test}:\n"
    helper += "        return urllib.request.urlopen(url).read()"
    assert [name for name, _, _ in blocked(route("fetch(unknown)", helper))] == found


KEYS = """
def get(key):
    if key.startswith("apps:"):
        with opened() as db:
            return db.get(key)
    if key == "all":
        return []
    if not key:
        return None
    time.sleep(1)
"""


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("get(f'apps:{unknown}')", []),
        ("get('apps:' + unknown)", []),
        ("get('apps:a b')", []),
        ("get('all')", []),
        ("get(f'ap{unknown}')", ["time.sleep"]),
        ("get(f'{unknown}apps:')", ["time.sleep"]),
        ("get(f'stats:{unknown}')", ["time.sleep"]),
        ("get('%s:' % unknown)", ["time.sleep"]),
        ("get('other')", ["time.sleep"]),
        ("get(unknown)", ["time.sleep"]),
    ],
)
def test_what_a_text_starts_with(call: str, found: list[str]) -> None:
    assert [name for name, _, _ in blocked(route(call, KEYS))] == found


@pytest.mark.parametrize(
    ("test", "call", "found"),
    [
        ("key.startswith('a:b')", "f'a:{unknown}'", ["time.sleep"]),
        ("key.startswith('a:b')", "f'b:{unknown}'", []),
        ("key.startswith('a:b')", "'a:'", []),
        ("key == 'a:b'", "f'a:{unknown}'", ["time.sleep"]),
        ("key == 'a:b'", "f'b:{unknown}'", []),
        ("key != 'a:b'", "f'b:{unknown}'", ["time.sleep"]),
        ("key is None", "f'b:{unknown}'", []),
        ("not key.startswith('b')", "f'b:{unknown}'", []),
        ("not key.startswith('b:c')", "f'b:{unknown}'", ["time.sleep"]),
        ("key.endswith('/set')", "'a/set'", ["time.sleep"]),
        ("key.endswith(('/set', '/get'))", "'set'", []),
        ("key.endswith('/set')", "f'a/{unknown}'", ["time.sleep"]),
        ("not key.endswith('/set')", "'a/set'", []),
    ],
)
def test_branches_by_how_a_text_starts_or_ends(test: str, call: str, found: list[str]) -> None:
    helper = f"def get(key):\n    if {test}:\n        time.sleep(1)\n"
    assert [name for name, _, _ in blocked(route(f"get({call})", helper))] == found


@pytest.mark.parametrize(("entered", "found"), [("opened()", []), ("suppress(E)", ["time.sleep"])])
def test_a_with_that_returns(entered: str, found: list[str]) -> None:
    helper = f"def get(key):\n    if key:\n        with {entered}:\n            return f()\n"
    helper += "    time.sleep(1)\n"
    assert [name for name, _, _ in blocked(route("get(1)", helper))] == found


@pytest.mark.parametrize(
    ("call", "handed", "found"),
    [
        ("Role(tools=None, y=1)", "self, tools, **more", []),
        ("Role(y=1)", "self, tools, **more", []),
        ("Role(tools=[1])", "self, tools, **more", ["time.sleep"]),
        ("Role(y=1)", "self, **more", []),
        ("Role(**unknown())", "self, **more", ["time.sleep"]),
        ("Role(y=1)", "*more, **more", ["time.sleep"]),
    ],
)
def test_what_is_given_beside_two_stars_is_known(call: str, handed: str, found: list[str]) -> None:
    opened = route(
        call,
        f"""
class Agent:
    def __init__(self, tools=None, x=1):
        if tools:
            time.sleep(1)
class Role(Agent):
    def __init__(self, tools=None, **more):
        Agent.__init__({handed})
""",
    )
    assert [name for name, _, _ in blocked(opened)] == found


@pytest.mark.parametrize(
    "run",
    [
        "if self.busy: return\n        self.busy = True\n        time.sleep(1)\n"
        "        self.busy = False",
        "if self.ready: return\n        time.sleep(1)",
        "if ready: return\n        time.sleep(1)\n        ready = True",
        "if hasattr(self, 'x'): return\n        time.sleep(1)\n        self.y = True",
        "if self.ready: return 'yes'\n        time.sleep(1)\n        self.ready = True",
        "if self.ready: return\n        else: print()\n        time.sleep(1)\n"
        "        self.ready = True",
    ],
)
def test_a_test_that_lets_others_pass_again_is_no_first_time(run: str) -> None:
    opened = route("C().run()", f"class C:\n    def run(self, ready=False):\n        {run}")
    assert [name for name, _, _ in blocked(opened)] == ["time.sleep"]


@pytest.mark.parametrize(
    ("before", "ask", "again"),
    [
        ("x = None", "if x is None:", "x = requests.get('')"),
        ("x = False", "if not x:", "x = bool(requests.get(''))"),
        ("x: str | None = None", "if not x:", "x = requests.get('').text"),
        ("x = None\n        if y: x = y()", "if not x:", "x = requests.get('')"),
        ("x, kind = None, None", "if not x:", "x, kind = requests.get(''), 1"),
        ("x = y()", "if not x:", "x = requests.get('')"),
    ],
)
def test_what_is_only_a_local_name_is_nothing_at_first_each_time(
    before: str, ask: str, again: str
) -> None:
    start, body = f"class C:\n    def run(self, y=None):\n        {before}", f"            {again}"
    text = f"{start}\n        {ask}\n{body}"
    assert [name for name, _, _ in blocked(route("C().run()", text))] == ["requests.get"]
    for kept in ("cache[1] = x", "self.x = x", "cache.put(x)", "cache.put(1, value=x)"):
        for indent in ("\n            ", "\n        "):  # with it, or behind it
            assert blocked(route("C().run()", f"{text}{indent}{kept}")) == []
    for other in ("print(x)", "path.write_bytes(x)", "return cache.get(x)", "x.close()", "y(x)"):
        found = blocked(route("C().run()", f"{text}\n        {other}"))
        assert [name for name, _, _ in found] == ["requests.get"]
    shared = start.replace(before, f"global x, y\n        {before}").replace("y=None", "")
    assert blocked(route("C().run()", f"{shared}\n        {ask}\n{body}")) == []


@pytest.mark.parametrize(
    "body",
    [
        "if y is None:\n    time.sleep(1)\n    y = 1",  # a flag
        "if it is None:\n    it = requests.get('')",  # may be given each time
    ],
)
def test_local_names_that_may_tell_of_what_is_there(body: str) -> None:
    indented = body.replace("\n", "\n    ")
    helper = f"def run(it=None):\n    y = unknown()\n    {indented}\n"
    assert blocked(route("run(unknown())", helper)) == []
    assert blocked(route("await run()", f"async {helper}")) == []


def test_in_a_loop_it_is_there_from_then_on() -> None:
    helper = """
class C:
    def run(self, rows):
        x = None
        for row in rows:
            if x is None:
                x = requests.get('')
"""
    assert blocked(route("C().run(unknown)", helper)) == []


@pytest.mark.parametrize(
    ("call", "test", "found"),
    [
        ("version()", "path is None and kept is not None", []),
        ("version(None)", "not path and kept", []),
        ("version('/srv')", "path is None and kept is not None", ["subprocess.run"]),
        ("version(p)", "path is None and kept is not None", ["subprocess.run"]),
        ("version()", "path is None and other is not None", ["subprocess.run"]),
        ("version()", "path is not None and kept is not None", ["subprocess.run"]),
    ],
)
def test_what_is_kept_for_those_who_give_nothing(call: str, test: str, found: list[str]) -> None:
    helper = f"""
kept = other = None
def version(path=None):
    global kept
    if {test}:
        return kept
    path = path or "."
    try:
        text = subprocess.run(["git", "-C", path, "describe"])
        if path == ".":
            kept = text
        return text
    except OSError:
        return ""
"""
    assert [name for name, _, _ in blocked(route(call, helper, "p"))] == found


def test_an_async_helper_is_reported_where_it_crosses() -> None:
    opened = route("await helper()", "async def helper():\n    time.sleep(1)")
    assert blocked(opened) == [("time.sleep", "helper", 0)]


STOP = """
import queue, threading
stopped, jobs = threading.Event(), queue.Queue()

def stop(timeout: float = 0):
    stopped.wait(timeout=timeout)

def stop_all(timeout=0, *, wait: bool = False):
    stop(timeout)
    jobs.get({})
"""


@pytest.mark.parametrize(
    ("get", "call", "found"),
    [
        ("wait", "stop()", []),
        ("wait", "stop(0.0)", []),
        ("wait", "stop(timeout=2)", ["Event.wait"]),
        ("wait", "stop(None)", ["Event.wait"]),
        ("wait", "stop(seconds)", ["Event.wait"]),
        ("wait", "stop_all()", []),
        ("wait", "stop_all(wait=True)", ["Queue.get"]),
        ("wait", "stop_all(1)", ["Event.wait"]),
        ("timeout=timeout", "stop_all(wait=True)", []),
        ("wait or True", "stop_all()", ["Queue.get"]),
        ("", "stop_all()", ["Queue.get"]),
    ],
)
def test_a_parameter_that_lets_nothing_wait(get: str, call: str, found: list[str]) -> None:
    opened = route(call, STOP.format(get), "seconds: float")
    assert [name for name, _, _ in blocked(opened)] == found


UPDATE = """
import time
from typing import Any
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

app = FastAPI()

class Named(BaseModel):
    name: str

class WithKey(Named):
    key: str

class Open(Named):
    model_config = ConfigDict(extra="allow")

def update(data: Any) -> None:
    if data.name:
        print(data.name)
    given = data.model_dump(exclude_unset=True)
    {}:
        time.sleep(1)
        given.pop("key")

@app.get("/")
async def read(item: Named) -> None:
    update({})
"""


@pytest.mark.parametrize(
    ("test", "given", "found"),
    [
        ("if 'key' in given", "Named(name='a')", []),
        ("if given.get('key')", "Named(name='a')", []),
        ("if 'name' in given", "Named(name='a')", ["time.sleep"]),
        ("if 'name' not in given", "Named()", ["time.sleep"]),
        ("if 'key' not in given", "Named(name='a')", ["time.sleep"]),
        ("given['key'] = 1\n    if 'key' in given", "Named(name='a')", ["time.sleep"]),
        ("data.fill()\n    if 'key' in given", "Named(name='a')", ["time.sleep"]),
        ("data = fill()\n    if 'key' in data", "Named(name='a')", ["time.sleep"]),
        ("if 'key' in given", "WithKey(name='a', key='b')", ["time.sleep"]),
        ("if 'key' in given", "Open(name='a', key='b')", ["time.sleep"]),
        ("if 'key' in given", "item", ["time.sleep"]),
    ],
)
def test_keys_of_what_is_made_of_a_model(
    tmp_path: Path, test: str, given: str, found: list[str]
) -> None:
    files = {"app/main.py": UPDATE.format(test, given)}
    opened = project(tmp_path, files, "app/main.py")
    assert [name for name, _, _ in blocked(opened)] == found


ROLLING_BACK = """
from sqlalchemy.orm import Session
class Rows:
    def __init__(self, engine):
        self.session = Session(engine)
        {}
    def undo(self):
        self.session.rollback()
"""


@pytest.mark.parametrize(
    ("first", "body", "names"),
    [
        ("self.rollback = self.session.rollback()", "Rows(None)", []),
        ("self.session.flush(); self.session.rollback()", "Rows(None)", ["Session.flush"]),
        ("pass", "Rows(None).undo()", ["Session.rollback"]),
    ],
)
def test_a_constructor_has_nothing_to_undo(first: str, body: str, names: list[str]) -> None:
    found = blocked(route(body, ROLLING_BACK.format(first)))
    assert [name for name, *_ in found] == names


@pytest.mark.parametrize(
    ("before", "decorator", "count"),
    [
        ("from langfuse import observe", "observe()", 1),
        ("from langfuse.decorators import observe", "observe(as_type='generation')", 1),
        ("from langsmith import traceable", "traceable", 1),
        ("from opentelemetry import trace\nt = trace.get_tracer('x')", WATCHED, 1),
        ("import sentry_sdk", "sentry_sdk.trace", 1),
        ("from loguru import logger", "logger.catch", 1),
        ("from pydantic import validate_call", "validate_call", 1),
        ("import stamina", "stamina.retry(on=OSError)", 1),
        ("import torch", "torch.no_grad()", 1),
        ("from trulens.apps.app import instrument", "instrument", 1),
        ("from dependency_injector.wiring import inject", "inject", 1),
        ("from google.cloud import firestore", "firestore.transactional", 1),
        ("from neomodel import db", "db.write_transaction", 1),
        # in a thread, in a worker, made another object of, kept, or unheard of
        ("from asgiref.sync import sync_to_async", "sync_to_async", 0),
        ("from celery import shared_task", "shared_task", 0),
        ("from langchain_core.tools import tool", "tool", 0),
        ("import functools", "functools.lru_cache", 0),
        ("from somewhere import observe", "observe()", 0),
    ],
)
def test_decorators_of_libraries_that_run_a_function_in_place(
    before: str, decorator: str, count: int
) -> None:
    helper = f"{before}\n@{decorator}\ndef ask(given=None):\n    time.sleep(1)\n"
    assert len(blocked(route("ask(None)", helper))) == count
