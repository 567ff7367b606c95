"""Questions about every expression of real files: they end, and ask again gives the same."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import flake8_fastapi
from flake8_fastapi.model import Endpoint, Module, Router
from tests.examples import EXAMPLES, ROOT

#: Questions that other tests ask once are asked of everything here.
pytestmark = pytest.mark.usefixtures("uncounted")

PACKAGE = Path(flake8_fastapi.__file__).parent
APPLICATIONS = sorted(EXAMPLES.rglob("edge_cases.py"))
FILES = [
    *APPLICATIONS,
    *sorted(path for path in (PACKAGE / "model").glob("*.py") if path.stat().st_size < 5000),
    PACKAGE / "checker.py",
]


def opened(path: Path) -> Module:
    text = path.read_text()
    return Module(ast.parse(text), str(path), text.splitlines(keepends=True))


def arguments(module: Module) -> list[ast.expr]:
    """What stands between the parentheses of calls: where it matters what the client sent."""
    calls = module.syntax.tree.nodes(ast.Call)
    return [value for call in calls for value in (*call.args, *(k.value for k in call.keywords))]


def shown(origin: object) -> object:
    return origin and (getattr(origin, "kind", None), getattr(origin, "name", None))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_the_client_controls_does_not_depend_on_who_asked_before(path: Path) -> None:
    forth, back = opened(path), opened(path)
    first = [shown(forth.client.origin(node)) for node in arguments(forth)]
    last = [shown(back.client.origin(node)) for node in reversed(arguments(back))]
    assert first == last[::-1]


@pytest.mark.parametrize("path", APPLICATIONS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_how_the_application_is_put_together_can_be_asked_anywhere(path: Path) -> None:
    module = opened(path)
    for router in module.each(Router):
        assert module.assembly.table(router) is not None
        assert module.assembly.places(router) is not None
        assert module.assembly.middleware(router) is not None
        assert list(module.assembly.lifespans(router)) == list(module.assembly.lifespans(router))
    for endpoint in module.each(Endpoint):
        assert module.assembly.places(endpoint) is not None


EVERY_WAY = """
import html, os, re, shlex
from pathlib import Path
from typing import Annotated
from uuid import UUID
from fastapi import Body, Cookie, Depends, FastAPI, Header, Query, Request, UploadFile, WebSocket
from pydantic import BaseModel

app = FastAPI()
ALLOWED = {"a": 1, "b": 2}

class Inner(BaseModel):
    word: str
    number: int

class Item(BaseModel):
    inner: Inner
    tags: list[str]
    extra: dict[str, str]

def strip(text: str) -> str:
    return text.strip() or "x"

def check(text: str) -> None:
    if text not in ALLOWED:
        raise ValueError(text)

def dependency(name: str = Query()) -> str:
    return name

@app.post("/{a}")
async def route(a: str, b: int, item: Item, request: Request, file: UploadFile,
                h: Annotated[str, Header()], d: Annotated[str, Depends(dependency)],
                c: Annotated[str | None, Cookie()] = None, q: str = "", *more: str):
    sink(a, b, item, item.inner.word, item.inner.number, item.tags, item.tags[0], item.extra["x"])
    sink(request.query_params["x"], request.headers.get("y"), await request.json(), h, d, c, q)
    sink(file.filename, file.content_type, await file.read(), str(request.url), request.client)
    x = y = a
    x += q
    (u, v), *w = (a, b), [q], c
    for n, each in enumerate(item.tags):
        if each == "stop":
            break
        x = f"{each}{n}" + x % q
        sink(x, each, n)
    else:
        x = "done"
    while x:
        x = x[1:]
        if len(x) > 3:
            continue
        sink(x)
    try:
        z = UUID(a)
        sink(z)
    except (ValueError, TypeError) as error:
        sink(error, a)
        raise
    except* OSError:
        pass
    finally:
        sink(y)
    with open(a) as handle, html.escape(q) as k:
        sink(handle, k)
    async with d as m:
        sink(m)
    async for part in request.stream():
        sink(part)
    match a:
        case "one" | "two":
            sink(a)
        case {"k": kk, **rest}:
            sink(kk, rest)
        case [first, *others] if first:
            sink(first, others)
        case Item(inner=i) as whole:
            sink(i, whole)
        case str():
            sink(a)
        case _:
            return
    if a not in ALLOWED or not q:
        return
    sink(a, q, ALLOWED[a], ALLOWED.get(q))
    if q in ("l", "m") and (h == "n" or c is None):
        sink(q, h, c)
    elif re.fullmatch("x", h):
        sink(h)
    assert d in ALLOWED, d
    sink(d)
    check(c)
    sink(c, strip(c), strip(text=c), strip(*[c]), strip(**{"text": c}))
    p = Path("/x") / a
    if not p.resolve().is_relative_to("/x"):
        raise ValueError
    sink(p, p.name, os.path.basename(a), os.path.join("/x", q), shlex.quote(q), int(q))
    del x
    global g
    g = a
    sink(g, [t for t in item.tags if t], {t: s for t, s in item.extra.items()}, {*item.tags})
    sink(lambda t: t + a, (lambda: a)(), a if b else q, a and q, a or q, not a, (r := a), r, -b)
    sink("%s %s" % (a, q), "{} {x}".format(a, x=q), ",".join([a, q]), a.upper().split(",")[0])
    sink(item.model_dump()["inner"], item.model_dump(mode="json"), dict(item), **item.extra)
    self.attribute = a
    item.extra["k"] = a
    sink(self.attribute, item.extra)

    def nested(t=a):
        nonlocal x
        x = t
        return sink(t, a)

    class Local:
        field = a

    return nested(a), Local.field, await strip(a), (yield a)

@app.websocket("/ws")
async def ws(socket: WebSocket):
    while True:
        text = await socket.receive_text()
        data = await socket.receive_json()
        sink(text, data["x"], data.get("y", {}).get("z"))
"""


def test_every_statement_and_expression_is_followed() -> None:
    source = EVERY_WAY.replace("    except* OSError:\n        pass\n", "")
    module = Module(ast.parse(source), "<string>", source.splitlines(keepends=True))
    nodes = arguments(module)
    origins = {ast.unparse(node): module.client.origin(node) for node in nodes}
    for said in ("item.inner.word", "text", "request.headers.get('y')", "file.filename"):
        assert origins[said] is not None, said
    for said in ("b", "item.inner.number", "int(q)", "ALLOWED[a]", "z"):
        assert origins[said] is None, said
    for call in module.syntax.tree.nodes(ast.Call):
        list(module.client.reaches(call, lambda inner: inner.args))
    assert [module.client.is_from_client(node) for node in nodes].count(True) > 20
