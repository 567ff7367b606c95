"""Coroutines that nothing awaits: what tests and tangled code look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import ThreadCall, Unawaited
from tests.model.build import module, project


def effects(opened: object) -> list[tuple[str, str]]:
    found = opened.each(Unawaited)  # type: ignore[attr-defined]
    return [(made.text, made.effect) for made in found]


LOADED = """
    from httpx import AsyncClient

    async def load():
        return 1

    """


@pytest.mark.parametrize(
    "body",
    [
        "mocker.patch('app.load'); load()",
        "app.load = Mock(return_value=1); load()",
        "app.load.side_effect = KeyError; load()",
        "client.get('/')",
        "assert load() == 1",
        "with pytest.raises(TypeError): load(1, 2)",
        "with pytest.warns(RuntimeWarning): load().x",
    ],
)
def test_tests_may_mean_it(tmp_path: Path, body: str) -> None:
    code = f"{LOADED}async def test_it(client: AsyncClient, mocker):\n        {body}\n"
    assert effects(project(tmp_path, {"tests/test_it.py": code}, "tests/test_it.py")) == []


@pytest.mark.parametrize(
    ("body", "effect"),
    [
        ("load()", "nothing happens"),
        ("assert load()", "it is always true"),
        ("await client.get('/'); client.get('/')", "nothing happens"),
    ],
)
def test_tests_may_forget(tmp_path: Path, body: str, effect: str) -> None:
    code = f"{LOADED}async def test_it(client: AsyncClient):\n        {body}\n"
    opened = project(tmp_path, {"tests/test_it.py": code}, "tests/test_it.py")
    assert [found for _, found in effects(opened)] == [effect]


@pytest.mark.parametrize(
    "decorator",
    [
        "contextlib.asynccontextmanager", "unknown", "tools.sync", "tools.sync()", "tools.both",
        "tools.made", "tools.later()", "unknown.get('/')",
    ],
)  # fmt: skip
def test_decorators_that_may_run_it(tmp_path: Path, decorator: str) -> None:
    tools = """
        import asyncio

        def both(function):
            if function:
                def wrapper(): ...
            else:
                async def wrapper(): ...
            return wrapper

        def sync(function=None):
            def wrapper(*args):
                return asyncio.run(function(*args))
            return wrapper

        async def made(function):
            return function

        def later():
            pass
        """
    main = f"""
        import contextlib
        from . import tools

        @{decorator}
        async def load(): ...

        async def main():
            load()
        """
    opened = project(tmp_path, {"app/main.py": main, "app/tools.py": tools})
    assert effects(opened) == []


def test_long_callees_are_cut() -> None:
    opened = module("""
        class Service:
            async def load(self): ...

        a_service_with_a_name_that_nobody_wants_to_read = Service()
        a_service_with_a_name_that_nobody_wants_to_read.load()
        """)
    assert effects(opened) == [("….load", "nothing happens")]


@pytest.mark.parametrize(
    "body",
    [
        "job = load(); del job",
        "global job; job = load()",
        "a = b = load()",
        "print(load(), file=load())",
        "match load():\n            case None: pass",
    ],
)
def test_unknown_futures(body: str) -> None:
    assert effects(module(f"{LOADED}async def main():\n        {body}\n")) == []


@pytest.mark.parametrize(
    ("body", "effect"),
    [
        ("[*load()]", "it cannot be unpacked"),
        ("x = 1 if load() else 2", "it is always true"),
        ("x = (1 if y else load()).real", "it has no `real`"),
        ("x = load() and y", "it is always true"),
        ("x = -load()", "it is no operand"),
        ("x += load()", "it is no operand"),
        ("str(load())", "its text is `<coroutine object ...>`"),
        ("sorted(load())", "`sorted` cannot take it"),
        ("x in load()", "it is no container"),
        ("load() in x", "it equals nothing"),
        ("dict(a=1, **load())", "it cannot be unpacked"),
    ],
)
def test_uses(body: str, effect: str) -> None:
    opened = module(f"{LOADED}async def main(x, y):\n        {body}\n")
    assert [found for _, found in effects(opened)] == [effect]


@pytest.mark.parametrize(
    ("declared", "asked", "found"),
    [
        ("list[int]", "values", 0),  # awaited, it would have none either
        ("list[int]", "append", 1),
        ("list[int]", "cr_frame", 0),
        ("dict[str, int] | None", "values", 1),
        ("'Item'", "values", 1),
    ],
)
def test_what_its_result_has_not_either(declared: str, asked: str, found: int) -> None:
    opened = module(f"""
        async def load() -> {declared}: ...
        async def main(): return load().{asked}
    """)
    assert len(effects(opened)) == found


LIBRARIES = """
    import aiofiles.os
    from beanie import Document
    from fastapi_mail import FastMail
    from fastapi_utils.cbv import cbv
    from tortoise.models import Model

    class Room(Document):
        async def rename(self): ...

    class Row(Model): ...

    @cbv(router)
    class View:
        async def check(self): return 1

        async def look(self, room: Room, row: Row, mail: FastMail):
            """


@pytest.mark.parametrize(
    ("body", "effect"),
    [
        ("aiofiles.os.remove('a')", "nothing happens"),
        ("if aiofiles.os.path.exists('a'): ...", "it is always true"),
        ("room.insert()", "nothing happens"),
        ("room.rename()", "nothing happens"),
        ("room.find_one()", None),
        ("row.save()", "nothing happens"),
        ("mail.send_message(1)", "nothing happens"),
        ("self.check()", "nothing happens"),
    ],
)
def test_of_libraries_and_of_views(body: str, effect: str | None) -> None:
    found = [found for _, found in effects(module(f"{LIBRARIES}{body}\n"))]
    assert found == ([effect] if effect else [])


TOKENS = """
    from abc import ABC, abstractmethod
    class Tokens(ABC):
        @abstractmethod
        async def get(self) -> str: ...
        async def renew(self): return 1
    """
CLIENT = """
    import asyncio
    from app.tokens import Tokens
    class Client:
        def __init__(self, tokens: Tokens) -> None:
            self.tokens = tokens
            self.own = {own}
        async def read(self, given: Tokens):
            {body}
    """
SYNC = "from app.tokens import Tokens\nclass Plain(Tokens):\n    def {name}(self): return 2\n"
ASYNC = SYNC.replace("def", "async def")


@pytest.mark.parametrize(
    ("body", "derived", "is_wasted"),
    [
        ("given.get()", {}, False),  # nobody in sight has a body for it
        ("given.get()", {"plain": "get"}, False),
        ("given.get()", {"async": "get"}, True),
        ("given.get()", {"plain": "get", "async": "get"}, False),
        ("self.tokens.get()", {"plain": "get", "async": "get"}, False),
        ("self.tokens.get()", {"async": "get"}, True),
        ("f'{self.tokens.renew()}'", {}, True),
        ("f'{self.tokens.renew()}'", {"async": "renew"}, True),
        ("f'{self.tokens.renew()}'", {"plain": "renew"}, False),
        ("f'{self.tokens.renew()}'", {"plain": "get"}, True),
        ("self.own.renew()", {"plain": "renew"}, True),
        ("Tokens().renew()", {"plain": "renew"}, True),
        ("made = Tokens(); made.renew()", {"plain": "renew"}, True),
    ],
)
def test_what_derived_classes_make_of_a_method(
    body: str, derived: dict[str, str], is_wasted: bool, tmp_path: Path
) -> None:
    files = {
        "app/tokens.py": TOKENS,
        "app/main.py": CLIENT.replace("{own}", "Tokens()").replace("{body}", body),
    }
    for kind, name in derived.items():
        text = SYNC if kind == "plain" else ASYNC
        files[f"app/{kind}_tokens.py"] = text.replace("{name}", name)
    assert bool(effects(project(tmp_path, files))) is is_wasted


@pytest.mark.parametrize(
    ("method", "found"),
    [("pass", ["self.renew", "super().renew"]), ("@abstractmethod", ["super().renew"])],
)
def test_what_runs_for_objects_of_the_class_itself(method: str, found: list[str]) -> None:
    opened = module(f"""
        from abc import abstractmethod

        class Tokens:
            async def renew(self):
                return 1

            def start(self):
                self.renew()

            {method}
            def get(self): ...

        class Plain(Tokens):
            def renew(self):
                super().renew()
        """)
    assert [text for text, _ in effects(opened)] == found


@pytest.mark.parametrize(("derived", "mistake"), [(SYNC, None), ("", "coroutine")])
def test_in_a_thread_too(derived: str, mistake: str | None, tmp_path: Path) -> None:
    body = "await asyncio.to_thread(self.tokens.renew)"
    files = {
        "app/tokens.py": TOKENS,
        "app/main.py": CLIENT.replace("{own}", "1").replace("{body}", body),
        "app/plain.py": derived.replace("{name}", "renew"),
    }
    opened = project(tmp_path, files)
    assert [call.mistake for call in opened.each(ThreadCall)] == [mistake]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("connection.commit()", ["connection.commit"]),
        ("connection.close()", ["connection.close"]),
        ("cursor.execute('select 1 from dual')", ["cursor.execute"]),
        ("pool.close()", ["pool.close"]),
        ("await connection.commit()", []),
        ("cursor.close()", []),
        ("connection.cancel()", []),
    ],
)
def test_connections_of_a_pool_of_oracledb(body: str, found: list[str]) -> None:
    opened = module(f"""
        import oracledb
        async def freeze(pool: oracledb.AsyncConnectionPool):
            async with pool.acquire() as connection:
                with connection.cursor() as cursor:
                    {body}
    """)
    assert [text for text, _ in effects(opened)] == found


@pytest.mark.parametrize(
    ("asking", "effect"),
    [
        ("if item is None or item.owner != x: return", "it has no `owner`"),
        ("if not item or item.owner != x: return", "it has no `owner`"),
        ("if item and item.owner: return", "it has no `owner`"),
        ("if item is not None and x and item.owner: return", None),  # perhaps not asked
        ("if x or item.owner: return", None),
        ("if item is None and item.owner: return", None),
        ("if x: item.owner", None),
        ("if item: item.owner", None),
        ("y = x if x else item.owner", None),
        ("if not item: return\n        y = item.owner", "it has no `owner`"),
        ("if item is None: raise x\n        y = 1\n        y = item['a']", "it cannot be indexed"),
        ("y = 1\n        assert item.owner", "it has no `owner`"),
        ("x(item)\n        y = item.owner", None),  # may close it, and leave
        ("if x: return\n        y = item.owner", None),
        ("if item: return\n        y = item.owner", None),
        ("if not item: return\n        else: x(item)\n        y = item.owner", None),
        ("if item.cr_frame: return", None),
    ],
)
def test_what_is_asked_for_before_anybody_is_given_it(asking: str, effect: str | None) -> None:
    opened = module(f"""{LOADED}async def main(x, y):
        item = load()
        {asking}
        await x(item)
""")
    assert [found for _, found in effects(opened)] == ([effect] if effect else [])
