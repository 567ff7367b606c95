"""What objects do: their properties, what entering them runs, what derived classes override."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall
from flake8_fastapi.model.blocking.entries import THREAD
from tests.model.build import module, project
from tests.model.event_loop.blocked import IMPORTS, blocked, route

PROPERTIES = """
import abc
class Base:
    @property
    def inherited(self):
        return requests.get("https://example.org")
class Thing(Base):
    limit = 1
    def __init__(self):
        self.name = ""
    @property
    def page(self):
        return requests.get("https://example.org")
    @property
    def title(self):
        return self.page.text
    @functools.cached_property
    def kept(self):
        return requests.get("https://example.org")
    @property
    def quick(self):
        return self.name.upper()
    @property
    def session(self):
        return requests.Session()
    def call(self):
        return requests.get("https://example.org")
class Other(Unknown):
    @property
    def page(self):
        return requests.get("https://example.org")
class Behind(Other):
    ...
def plain():
    return Thing()
def helper(thing: Thing):
    return thing.title
thing = Thing()
"""


@pytest.mark.parametrize(
    ("read", "through"),
    [
        ("thing.page", ["Thing.page"]),
        ("thing.page.text.upper()", ["Thing.page"]),
        ("print(Thing().page)", ["Thing.page"]),
        ("plain().page", ["Thing.page"]),
        ("thing.title", ["Thing.title", "Thing.page"]),
        ("thing.inherited", ["Base.inherited"]),
        ("Thing().kept", ["Thing.kept"]),
        ("helper(thing)", ["helper", "Thing.title", "Thing.page"]),
        ("Other().page", ["Other.page"]),
        ("[thing.page for _ in 'ab']", ["Thing.page"]),
        ("thing.kept", None),
        ("thing.quick", None),
        ("thing.session", None),
        ("thing.call", None),
        ("Thing.page", None),
        ("unknown.page", None),
        ("Behind().page2", None),
        ("lambda: thing.page", None),
        ("await run_in_threadpool(lambda: thing.page)", None),
        ("thing.limit", None),
    ],
)
def test_what_a_property_does_where_it_is_read(read: str, through: list[str] | None) -> None:
    source = f"{PROPERTIES}@app.get('/')\nasync def route():\n    {read}\n"
    found = module(IMPORTS + source).each(BlockingCall)
    names = [[name.removeprefix("__main__.") for name in each.through] for each in found]
    assert names == ([] if through is None else [through])


def test_a_property_of_another_file_is_found_by_its_name(tmp_path: Path) -> None:
    things = "import functools, requests\n" + PROPERTIES
    main = IMPORTS + "from app.things import thing\n@app.get('/')\nasync def route():\n    {}\n"
    for read, count in (("thing.page", 1), ("thing.title", 1), ("thing.quick", 0)):
        files = {"app/things.py": things, "app/main.py": main.format(read)}
        assert len(list(project(tmp_path, files).each(BlockingCall))) == count


def test_what_is_set_on_an_object_is_no_property() -> None:
    source = PROPERTIES + "@app.get('/')\nasync def route():\n    thing.page = 1\n"
    assert not list(module(IMPORTS + source).each(BlockingCall))


@pytest.mark.parametrize(
    ("entered", "count"),
    [("gate", 1), ("Gate.shared", 1), ("holder.gate", 1), ("Gate()", 1), ("free", 0), ("x", 0)],
)
def test_what_entering_a_name_runs(entered: str, count: int) -> None:
    before = (
        "class Gate:\n    shared: 'Gate'\n    def __enter__(self):\n        time.sleep(1)\n"
        "    def __exit__(self, *_): ...\n"
        "class Free:\n    def __enter__(self): ...\n    def __exit__(self, *_): ...\n"
        "class Holder:\n    def __init__(self):\n        self.gate = Gate()\n"
        "gate, free, holder = Gate(), Free(), Holder()\n"
    )
    opened = route(f"with {entered}:\n    ...", before, "x")
    assert blocked(opened) == [("time.sleep", "read", 1)] * count


LOADING = """
class Base:
    def run(self):
        self.load()
    def load(self):
        time.sleep(1)
    def hand_over(self):
        super().__init__()
        self.__own()
    def __own(self):
        time.sleep(1)
    @property
    def page(self):
        return requests.get("https://example.org")
    @classmethod
    def make(cls):
        cls.fetch()
    @classmethod
    def fetch(cls):
        time.sleep(1)
    async def serve(self):
        self.load()
"""
SLEEPING = "class Sub(Base):\n    def load(self):\n        time.sleep(2)\n"
QUICK = (
    "class Sub(Base):\n    def load(self): ...\n    def fetch(cls): ...\n"
    "    def __own(self): ...\n    page = ''\n"
)
DEEPER = "class Mid(Base): ...\nclass Sub(Mid):\n    def run(self):\n        super().run()\n"


@pytest.mark.parametrize(
    ("derived", "body", "count"),
    [
        ("", "it.run()", 1),
        ("", "it.load()", 1),
        ("", "it.page", 1),
        ("", "it.make()", 1),
        ("class Sub(Base): ...\n", "it.run()", 1),
        (QUICK, "it.run()", 0),
        (QUICK, "it.load()", 0),
        (QUICK, "it.page", 0),
        (QUICK, "it.make()", 0),
        (QUICK, "Base.make()", 0),
        (QUICK, "it.hand_over()", 1),
        (QUICK, "Base().run()", 1),
        (QUICK, "Base.load(it)", 1),
        (QUICK, "Sub().run()", 0),
        (QUICK, "Sub().hand_over()", 1),
        (SLEEPING, "it.run()", 1),
        (SLEEPING, "it.load()", 1),
        (SLEEPING, "Sub().run()", 1),
        (SLEEPING.replace("time.sleep(2)", "requests.get('')"), "it.run()", 0),
        (SLEEPING.replace("time.sleep(2)", "self.more()"), "it.run()", 0),
        (SLEEPING.replace("def", "async def"), "it.run()", 0),
        (SLEEPING.replace("    def", "    @unknown\n    def"), "it.run()", 0),
        (f"{SLEEPING}class Other(Sub):\n    def load(self): ...\n", "it.run()", 0),
        ("class Sub(Base):\n    def __init__(self, f):\n        self.load = f\n", "it.run()", 0),
        ("class Sub(Unknown):\n    def load(self): ...\n", "it.run()", 1),
        (DEEPER, "it.run()", 1),
        (DEEPER, "Sub().run()", 1),
        (f"{DEEPER}    def load(self): ...\n", "Sub().run()", 0),
        (f"{DEEPER}class Bottom(Sub):\n    def load(self): ...\n", "Sub().run()", 1),
        (f"{DEEPER}class Bottom(Sub):\n    def load(self): ...\n", "it.run()", 0),
    ],
)
def test_methods_that_derived_classes_override(derived: str, body: str, count: int) -> None:
    found = route(body, LOADING + derived, "it: Base").each(BlockingCall)
    assert len([each for each in found if each.function.name == "read"]) == count


def test_what_a_derived_class_makes_of_a_method_that_its_base_leaves_open() -> None:
    before = (
        "class Base:\n    def run(self):\n        self.load()\n"
        "    def load(self):\n        raise NotImplementedError\n"
        "class Sub(Base):\n    def load(self):\n        self.other()\n"
        "    def other(self):\n        time.sleep(1)\n"
    )
    assert blocked(route("Sub().run()", before)) == [("time.sleep", "read", 3)]
    assert blocked(route("Base().run()", before)) == []
    assert blocked(route("it.run()", before, "it: Base")) == [("time.sleep", "read", 3)]
    quick = f"{before}class Quick(Base):\n    def load(self): ...\n"
    assert blocked(route("it.run()", quick, "it: Base")) == []


ABSTRACT = (
    "import smtplib\nfrom abc import ABC, abstractmethod\n"
    "class Store(ABC):\n    @abstractmethod\n    def load(self, quick=False): ...\n"
    "    def run(self):\n        self.load()\n"
)


@pytest.mark.parametrize(
    ("derived", "body", "expected"),
    [
        ([], "it.load()", []),
        (["time.sleep(1)"], "it.load()", [("time.sleep", "read", 1)]),
        (["time.sleep(1)"], "it.run()", [("time.sleep", "read", 2)]),
        (["self.more()"], "it.load()", []),
        (["..."], "it.load()", []),
        (["time.sleep(1)", "time.sleep(2)"], "it.load()", [("time.sleep", "read", 1)]),
        (["time.sleep(1)", "..."], "it.load()", []),
        (["time.sleep(1)", "raise NotImplementedError"], "it.load()", []),
        (["time.sleep(1)", "requests.get('')"], "it.load()", []),
        (["time.sleep(1)\n        requests.get('')", "requests.get('')"], "it.load()",
         [("requests.get", "read", 1)]),
        # another server is waited for in either, each in its own way
        (["requests.get('')", "smtplib.SMTP('mail')"], "it.load()", [("requests.get", "read", 1)]),
        (["smtplib.SMTP('mail')", "requests.get('')"], "it.load()", [("smtplib.SMTP", "read", 1)]),
        (["smtplib.SMTP('mail')", "requests.get('')"], "it.run()", []),  # behind helpers
        (["requests.get('')", "smtplib.SMTP('mail')", "..."], "it.load()", []),
        (["requests.get('')", "subprocess.run(['make'])"], "it.load()", []),
        (["requests.get('')\n        smtplib.SMTP('mail')", "requests.get('')"], "it.load()",
         [("requests.get", "read", 1)]),
        (["if not quick: time.sleep(1)"], "it.load()", [("time.sleep", "read", 1)]),
        (["if not quick: time.sleep(1)"], "it.load(quick=True)", []),
    ],
)  # fmt: skip
def test_what_completes_an_abstract_method(
    derived: list[str], body: str, expected: list[tuple[str, str, int]]
) -> None:
    classes = "".join(
        f"class Sub{number}(Store):\n    def load(self, quick=False):\n        {does}\n"
        for number, does in enumerate(derived)
    )
    assert blocked(route(body, f"{ABSTRACT}{classes}", "it: Store")) == expected


@pytest.mark.parametrize(
    ("annotation", "call", "count"),
    [
        ("Store", "it.load(loud=True)", 1),
        ("Sub", "it.load(loud=True)", 1),
        ("Sub", "it.load(quiet=True)", 0),
    ],
)
def test_what_completes_an_abstract_method_may_take_more(
    annotation: str, call: str, count: int
) -> None:
    derived = "class Sub(Store):\n    def load(self, quick=False, loud=False):\n"
    before = f"{ABSTRACT}{derived}        time.sleep(1)\n"
    assert len(blocked(route(call, before, f"it: {annotation}"))) == count


def test_what_is_one_of_an_abstract_class_or_one_that_is_made() -> None:
    before = f"{ABSTRACT}class Sub(Store):\n    def load(self, quick=False, loud=False):\n"
    before += "        time.sleep(1)\n"
    body = "it = it or Sub()\nit.load(loud=True)"
    assert blocked(route(body, before, "it: Store = None")) == [("time.sleep", "read", 1)]
    quick = f"{before}class Quick(Store):\n    def load(self, quick=False, loud=False): ...\n"
    assert blocked(route(body, quick, "it: Store = None")) == []


def test_of_several_ways_to_wait_for_a_server_the_remedy_is_a_thread() -> None:
    classes = "".join(
        f"class {name}(Store):\n    def load(self, quick=False):\n        {does}\n"
        for name, does in (("A", "requests.get('')"), ("B", "smtplib.SMTP('mail')"))
    )
    [found] = route("it.load()", f"{ABSTRACT}{classes}", "it: Store").each(BlockingCall)
    assert found.remedy == THREAD


def test_an_abstract_class_between_has_no_objects() -> None:
    between = "class Mid(Store):\n    @abstractmethod\n    def load(self): ...\n"
    below = "class Sub(Mid):\n    def load(self):\n        time.sleep(1)\n"
    found = blocked(route("it.load()", f"{ABSTRACT}{between}{below}", "it: Store"))
    assert found == [("time.sleep", "read", 1)]


@pytest.mark.parametrize(
    ("check", "home", "does", "count"),
    [
        ("app/main.py", "app", "time.sleep(2)", 1),
        ("app/main.py", "app", "...", 0),
        ("app/base.py", "app", "...", 0),
        ("app/base.py", "app", "time.sleep(2)", 1),
        ("app/main.py", "tests", "...", 1),
    ],
)
def test_methods_that_other_files_override(
    tmp_path: Path, check: str, home: str, does: str, count: int
) -> None:
    route = "@app.get('/')\nasync def read(it: Base):\n    it.run()\n"
    files = {
        "app/base.py": f"{IMPORTS}{LOADING}{route}",
        "app/main.py": f"{IMPORTS}from app.base import Base\n{route}",
        f"{home}/sub.py": f"import time\nfrom app.base import Base\n{SLEEPING}".replace(
            "time.sleep(2)", does
        ),
    }
    found = [each for each in blocked(project(tmp_path, files, check)) if each[1] == "read"]
    assert found == [("time.sleep", "read", 2)] * count
