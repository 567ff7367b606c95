"""What the client controls: yes, no, and unknown."""

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

from flake8_fastapi.model import Call, Const, Expr, Module
from flake8_fastapi.model.request.sources import Origin
from tests.model.build import module, project

IMPORTS = """
import html, os, re, shlex, urllib.parse, uuid
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, Optional
from uuid import UUID
from fastapi import (Body, Cookie, Depends, FastAPI, File, Form, Header, HTTPException, Query,
                     Request, UploadFile, WebSocket)
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel, Field
from werkzeug.utils import secure_filename
app = FastAPI()
ALLOWED = {"name", "age"}
SORTS = {"name": "name ASC"}
BASE = Path("/srv/files")
class Color(Enum):
    RED = "red"
class Address(BaseModel):
    street: str
    number: int
class Item(BaseModel):
    name: str
    age: int
    color: Color
    address: Address
    extra: dict[str, Any] = {}
    code: str = Field("", pattern="^[A-Z]+$")
"""


def given(opened: Module) -> ast.expr:
    """What the one call of `use` in the file is given."""
    (node,) = [
        node
        for node in opened.syntax.tree.nodes(ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id == "use"
    ]
    return node.args[0]


def origin(source: str) -> Origin | None:
    opened = module(IMPORTS + source)
    return opened.client.origin(given(opened))


def verdict(source: str) -> bool | None:
    opened = module(IMPORTS + source)
    return opened.client.is_from_client(given(opened))


def route(signature: str, body: str, path: str = "/x") -> str:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"@app.post({path!r})\nasync def route({signature}):\n{lines}\n"


@pytest.mark.parametrize(
    ("signature", "expression", "words"),
    [
        ("q: str", "q", "query parameter `q`"),
        ("q", "q", "query parameter `q`"),
        ("q: Optional[str] = None", "q", "query parameter `q`"),
        ("q: Annotated[str, Query(alias='sort')]", "q", "query parameter `sort`"),
        ("q: list[str] = Query()", "q[0]", "query parameter `q`"),
        ("h: str = Header()", "h", "header `h`"),
        ("c: Annotated[str, Cookie()]", "c", "cookie `c`"),
        ("f: str = Form()", "f", "form field `f`"),
        ("b: str = Body()", "b", "body `b`"),
        ("b: dict", "b['name']", "body field `name`"),
        ("b: Item", "b.name", "body field `name`"),
        ("b: Item", "b.extra['k']", "body field `extra`"),
        ("b: Item", "b.address.street", "body field `address`"),
        ("b: Item", "b.model_dump()['name']", "body field `name`"),
        ("request: Request", "request.query_params['sort']", "query parameter `sort`"),
        ("request: Request", "request.query_params.get('sort')", "query parameter `sort`"),
        ("request: Request", "request.headers['x-a']", "header `x-a`"),
        ("request: Request", "request.cookies.get('a', '')", "cookie `a`"),
        ("request: Request", "request.path_params['a']", "path parameter `a`"),
        ("request: Request", "str(request.url)", "`request.url`"),
        ("request: Request", "(await request.json())['a']", "body field `a`"),
        ("request: Request", "(await request.form())['a']", "form field `a`"),
        ("request: Request", "await request.body()", "the request's body"),
        ("ws: WebSocket", "await ws.receive_text()", "the WebSocket message"),
        ("ws: WebSocket", "(await ws.receive_json())['a']", "the WebSocket message"),
        ("file: UploadFile", "file.filename", "`filename` of the upload"),
        ("file: UploadFile", "file.content_type", "`content_type` of the upload"),
        ("file: UploadFile", "await file.read()", "the upload's contents"),
        ("files: list[UploadFile]", "files[0].filename", "`filename` of the upload"),
        ("f: Annotated[Item, Form()]", "f.name", "form field `f`"),
        ("b: list[Item]", "b[0].name", "body field `name`"),
        ("b: dict[str, str]", "b['a']", "body field `a`"),
        ("b: Item", "b.model_copy().name", "body field `name`"),
        ("b: Item", "dict(b)['name']", "body field `name`"),
        ("f: bytes = File()", "f", "upload `f`"),
        ("request: Request", "[c async for c in request.stream()]", "the request's body"),
        ("ws: WebSocket", "ws.query_params['a']", "query parameter `a`"),
        ("ws: WebSocket", "await ws.receive_bytes()", "the WebSocket message"),
        ("ws: WebSocket", "[m async for m in ws.iter_text()]", "the WebSocket message"),
        ("form: OAuth2PasswordRequestForm = Depends()", "form.username",
         "`username` of the credentials"),
    ],
)  # fmt: skip
def test_sources(signature: str, expression: str, words: str) -> None:
    found = origin(route(signature, f"use({expression})"))
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize("path", ["/{name}", "/{name:path}"])
def test_a_path_parameter_is_one_with_any_converter_of_text(path: str) -> None:
    found = origin(route("name: str", "use(name)", path))
    assert found is not None
    assert found.kind == "path parameter"


@pytest.mark.parametrize(
    ("signature", "expression"),
    [
        ("q: int", "q"), ("q: float", "q"), ("q: bool", "q"), ("q: UUID", "q"), ("q: date", "q"),
        ("q: Decimal", "q"), ("q: Color", "q.value"), ("q: Literal['a', 'b']", "q"),
        ("q: int | None = None", "q"), ("q: list[int]", "q[0]"),
        ("q: Annotated[int, Query()]", "q"),
        ("b: Item", "b.age"), ("b: Item", "b.color"), ("b: Item", "b.address.number"),
        ("b: Item", "b.model_dump()['age']"), ("file: UploadFile", "file.size"),
        ("q: str", "int(q)"), ("q: str", "UUID(q)"), ("q: str", "Color(q)"), ("q: str", "len(q)"),
        ("q: str", "SORTS[q]"), ("q: str", "SORTS.get(q, 'id')"), ("q: str", "Path(q).name"),
        ("q: str", "os.path.basename(q)"), ("q: str", "secure_filename(q)"),
        ("q: str", "shlex.quote(q)"), ("q: str", "html.escape(q)"),
        ("q: str", "urllib.parse.quote(q)"), ("q: str", "f'{uuid.uuid4()}'"),
        ("q: str", "q if q in ALLOWED else 'id'"), ("q: str", "'DESC' if q == 'down' else 'ASC'"),
        ("b: dict[str, int]", "b['a']"), ("q: Literal['a'] | None", "q"),
        ("q: str", "(q, 1)[1]"), ("q: str", "urllib.parse.quote_plus(q)"),
        ("q: str", "Path('a', q).name"), ("q: str", "shlex.join([q])"),
        ("q: str", "os.path.splitext(q)[1]"), ("q: str", "[c for c in [q] if c in ALLOWED]"),
    ],
)  # fmt: skip
def test_what_does_no_harm(signature: str, expression: str) -> None:
    assert verdict(route(signature, f"use({expression})")) is False


@pytest.mark.parametrize(
    ("signature", "expression"),
    [
        ("q: unknown.Type", "q"), ("q: str", "transform(q)"), ("b: Item", "b.code"),
        ("q: str = Query(pattern='^a+$')", "q"), ("q: str", "q.replace('..', '')"),
        ("q: str", "re.sub(r'\\W', '', q)"), ("q: str", "something"),
        ("request: Request", "request.client.host"), ("q: EmailStr", "q"),
        ("files: list[unknown.File]", "files[0].filename"), ("q: str", "unknown(a=q)"),
        ("b: list[unknown.Item]", "b[0].name"), ("ws: unknown.Socket", "await ws.receive_text()"),
        ("request: Request", "request.state.user"), ("q: str", "q.split('.')[-1]"),
    ],
)  # fmt: skip
def test_unknown(signature: str, expression: str) -> None:
    assert verdict(route(signature, f"use({expression})")) is None


@pytest.mark.parametrize(
    "body",
    [
        "use(f'a {q}')", "use('a' + q)", "use('a %s' % q)", "use('{}'.format(q))",
        "use('{a}'.format(a=q))", "use(','.join([q, 'a']))", "use({'a': q})", "use({'a': q}['a'])",
        "use(dict(a=q)['a'])", "use(q or 'a')", "use(q.strip().lower())", "use(str(q))",
        "use(q.split(',')[0])",
        "x = q\nuse(x)", "x = 'a'\nx += q\nuse(x)", "x = []\nx.append(q)\nuse(' '.join(x))",
        "x = {}\nx['a'] = q\nuse(x['a'])", "for x in q.split(','):\n    use(x)",
        "use([c.upper() for c in q])", "x, y = q.split(':')\nuse(y)", "use(BASE / q)",
        "use(os.path.join('a', q))", "if q:\n    x = q\nelse:\n    x = 'a'\nuse(x)",
        "q = q.strip()\nuse(q)", "if not q:\n    raise HTTPException(400)\nuse(q)",
        "if q is None:\n    return\nuse(q)", "if q in ALLOWED:\n    return\nuse(q)",
        "if len(q) > 5:\n    raise HTTPException(400)\nuse(q)",
        "if not q.endswith('.pdf'):\n    raise HTTPException(400)\nuse(q)",
        "if q not in ALLOWED:\n    print(q)\nuse(q)",
        "if q not in ALLOWED:\n    raise HTTPException(400)\nq = q0\nuse(q)",
        "try:\n    int(q)\nexcept ValueError:\n    pass\nuse(q)",
        "if q != q0:\n    raise HTTPException(400)\nuse(q)",
        "p = os.path.realpath(q)\nif p.startswith('/tmp'):\n    print(p)\nuse(q)",
        "p = os.path.realpath(q)\nif p.startswith('/tmp'):\n    return\nuse(q)",
        "p = os.path.realpath(q0)\nif not p.startswith(BASE + os.sep):\n    return\nuse(q)",
        "p = label(q)\nif not p.startswith('a'):\n    return\nuse(q)",
        "def inner():\n    return use(q)\ninner()",
    ],
)  # fmt: skip
def test_flow(body: str) -> None:
    assert verdict(route("q: str, q0: str", body)) is True


@pytest.mark.parametrize(
    "body",
    [
        "if q not in ALLOWED:\n    raise HTTPException(400)\nuse(q)",
        "if q not in ALLOWED:\n    q = 'id'\nuse(q)", "if q in ALLOWED:\n    use(q)",
        "if not q or q not in ALLOWED:\n    return\nuse(f'ORDER BY {q}')",
        "assert q in ALLOWED\nuse(q)", "if q == 'a' or q == 'b':\n    use(q)",
        "if q.lower() not in ('asc', 'desc'):\n    return\nuse(q)",
        "if q != 'a':\n    raise HTTPException(400)\nuse(q)", "q = 'a'\nuse(q)",
        "match q:\n    case 'a' | 'b':\n        use(q)",
        "if not re.fullmatch(r'\\w+', q):\n    raise HTTPException(400)\nuse(q)",
        "ok = q in ALLOWED\nif not ok:\n    raise HTTPException(400)\nuse(q)",
        "if not q.isidentifier():\n    raise HTTPException(400)\nuse(q)",
        "p = (BASE / q).resolve()\nif not p.is_relative_to(BASE):\n    return\nuse(p)",
        "p = (BASE / q).resolve()\nif BASE not in p.parents:\n    raise HTTPException(400)\nuse(p)",
        "p = BASE / q\ntry:\n    p.relative_to(BASE)\nexcept ValueError:\n    return\nuse(p)",
        "try:\n    BASE.joinpath(q).resolve().relative_to(BASE)\nexcept ValueError:\n    return\n"
        "use(BASE / q)",
        "p = (BASE / q).resolve()\nif not p.is_relative_to(BASE):\n    return\nuse(BASE / q)",
        "p = BASE / q\nr = p.resolve()\nif BASE not in r.parents:\n    return\nuse(p)",
        "p = BASE / q\nr = p.resolve()\ntry:\n    r.relative_to(BASE)\nexcept ValueError:\n"
        "    return\nuse(p)",
        "p = os.path.realpath(q)\nif os.path.commonpath([BASE, p]) != BASE:\n    return\nuse(q)",
        "p = os.path.join('/a', q)\nif os.path.commonpath(['/a', p]) != '/a':\n    return\nuse(p)",
        "try:\n    int(q)\nexcept ValueError:\n    raise HTTPException(400)\nuse(q)",
        "x = {'a': q}\nuse(x.get('b'))", "x = {}\nx['a'] = q\nx['b'] = 1\nuse(x['b'])",
    ],
)  # fmt: skip
def test_cleaned(body: str) -> None:
    assert verdict(route("q: str", body)) is False


@pytest.mark.parametrize(
    "body",
    [
        "if '..' in q:\n    raise HTTPException(400)\nuse(q)",
        "if not is_valid(q):\n    raise HTTPException(400)\nuse(q)",
        "p = os.path.join(BASE, q)\nr = os.path.abspath(os.path.realpath(p))\n"
        "if not r.startswith(BASE + os.sep):\n    raise ValueError\nuse(p)",
        "r = os.path.normpath(os.path.join(BASE, q))\n"
        "if r.startswith(f'{BASE}{os.sep}'):\n    use(os.path.join(BASE, q))",
        "if not os.path.realpath(q).startswith(BASE.rstrip(os.sep) + os.sep):\n    return\nuse(q)",
        "check_name(q)\nuse(q)", "if not q.startswith('/a'):\n    return\nuse(q)",
    ],
)  # fmt: skip
def test_checked_in_ways_that_are_not_understood(body: str) -> None:
    assert verdict(route("q: str", body)) is None


def test_what_is_added_to_a_session_does_not_change_it() -> None:
    assert verdict(route("q: str", "db = Session()\ndb.add(q)\nuse(db)")) is not True


@pytest.mark.parametrize(
    ("signature", "loop", "key", "value"),
    [
        ("b: Item", "b.model_dump().items()", False, True),
        ("b: Item", "b.model_dump(exclude_unset=True).items()", False, True),
        ("b: dict[str, int]", "b.items()", True, False),
        ("b: dict", "b.items()", True, True),
    ],
)
def test_keys_of_a_model_are_its_fields(signature: str, loop: str, key: bool, value: bool) -> None:
    for name, expected in (("k", key), ("v", value)):
        assert verdict(route(signature, f"for k, v in {loop}:\n    use({name})")) is expected


def test_a_name_that_leads_back_to_itself() -> None:
    body = "ok = False\nfor c in q:\n    ok = ok or c == 'a'\n    if ok:\n        use(q)"
    assert verdict(route("q: str", body)) is True


@pytest.mark.parametrize(
    "body",
    [
        "a0 = q == 'a'\n"
        + "".join(f"a{n} = a{n - 1} or q == '{n}' or a{n - 1}\n" for n in range(1, 40))
        + "if a39:\n    use(q)",
        "x = " + " + ".join(["q"] * 900) + "\nuse(x)",
        "x = ''\n" + "if q:\n    x += q\n" * 300 + "use(x)",
        "if q == '0':\n    pass\n"
        + "".join(f"elif q == '{n}':\n    pass\n" for n in range(300))
        + "use(q)",
    ],
    ids=["tests", "sum", "additions", "elif"],
)
def test_machine_made_code_takes_no_time(body: str) -> None:
    start = time.perf_counter()
    verdict(route("q: str", body))
    assert time.perf_counter() - start < 2


def test_a_check_of_a_field_is_for_that_field() -> None:
    check = "if b.name not in ALLOWED:\n    raise HTTPException(400)\n"
    assert verdict(route("b: Item", f"{check}use(b.name)")) is False
    assert verdict(route("b: Item", f"{check}use(b.address.street)")) is True
    assert verdict(route("b: Item, c: Item", f"{check}b = c\nuse(b.name)")) is True


@pytest.mark.parametrize(
    ("helper", "expression", "expected"),
    [
        ("def h(x):\n    return x.strip()", "h(q)", True),
        ("def h(a, *, x='a'):\n    return x", "h('a', x=q)", True),
        ("def h(a, *, x='a'):\n    return x", "h(q)", False),
        ("async def h(x):\n    y = f'a {x}'\n    return y", "await h(q)", True),
        ("def h(x) -> int:\n    return g(x)", "h(q)", False),
        ("def h(x):\n    return 'a'", "h(q)", False),
        ("def h(x):\n    if x not in ALLOWED:\n        raise ValueError\n    return x", "h(q)",
         False),
        ("def h(x):\n    return h(x)", "h(q)", False),
        ("def h(x):\n    return {'a': x, 'b': 1}", "h(q)['a']", True),
        ("def h(x):\n    return {'a': x, 'b': 1}", "h(q)['b']", False),
        ("class C:\n    def __init__(self, x):\n        self.x = x\n", "C(q).x", True),
        ("class C(BaseModel):\n    x: str\n    y: str\n", "C(x=q, y='a').y", False),
    ],
)  # fmt: skip
def test_through_helpers(helper: str, expression: str, expected: bool) -> None:
    assert verdict(f"{helper}\n{route('q: str', f'use({expression})')}") is expected


@pytest.mark.parametrize(
    ("dependency", "annotation", "expression", "expected"),
    [
        ("def get(name: str):\n    return name", "str", "x", True),
        ("def get(name: int):\n    return name", "int", "x", False),
        ("def get(name: str):\n    yield name", "str", "x", True),
        ("def get(request: Request):\n    return request.headers['a']", "str", "x", True),
        ("def get(name: str):\n    return load(name)", "str", "x", None),
        ("class get:\n    def __init__(self, q: str, n: int = 1):\n        self.q = q\n"
         "        self.n = n", "get", "x.q", True),
        ("class get:\n    def __init__(self, q: str, n: int = 1):\n        self.q = q\n"
         "        self.n = n", "get", "x.n", False),
        ("get = OAuth2PasswordBearer('token')", "str", "x", True),
    ],
)  # fmt: skip
def test_dependencies(
    dependency: str, annotation: str, expression: str, expected: bool | None
) -> None:
    signature = f"x: Annotated[{annotation}, Depends(get)]"
    assert verdict(f"{dependency}\n{route(signature, f'use({expression})')}") is expected


def test_parameters_of_plain_functions_are_unknown() -> None:
    assert verdict("def plain(q: str):\n    use(q)") is None


def test_dependencies_and_helpers_of_other_files(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/deps.py": "def get_name(name: str):\n    return name.strip()\n",
            "app/text.py": "def quote(x):\n    return f'[{x}]'\n",
            "app/models.py": (
                "from pydantic import BaseModel\nclass Base(BaseModel):\n    name: str\n"
                "class Item(Base):\n    age: int\n"
            ),
            "app/main.py": (
                "from fastapi import Depends, FastAPI\nfrom app.deps import get_name\n"
                "from app.models import Item\nfrom app.text import quote\napp = FastAPI()\n"
                "@app.post('/a')\ndef a(name: str = Depends(get_name)):\n    one(quote(name))\n"
                "@app.post('/b')\ndef b(item: Item):\n    two(item.name)\n    three(item.age)\n"
            ),
        },
    )
    found = {
        node.func.id: opened.client.origin(node.args[0])
        for node in opened.syntax.tree.nodes(ast.Call)
        if isinstance(node.func, ast.Name) and node.args
    }
    assert found["one"] is not None
    assert found["one"].words == "query parameter `name`"
    assert found["one"].through == ("app.text.quote", "app.deps.get_name") or (
        set(found["one"].through) == {"app.text.quote", "app.deps.get_name"}
    )
    assert found["two"] is not None
    assert found["two"].words == "body field `name`"
    assert found["three"] is None


def opened_files(call: Call) -> list[Expr]:
    callee = getattr(call.callee, "name", "")
    return [call.args[0]] if callee == "builtins.open" and call.args else []


def reached(opened: Module) -> list[tuple[str, ...]]:
    return [
        found.through
        for node in opened.syntax.tree.nodes(ast.Call)
        for found in opened.client.reaches(node, opened_files)
    ]


STORE = """
def load(folder, name):
    return read(f"{folder}/{name}")

def read(path):
    return open(path).read()

def again(path):
    again(path)
    read(path)

def allowed(name):
    if name not in ("a", "b"):
        raise ValueError
    return open(name)

def fixed(name):
    return open("fixed")
"""


@pytest.mark.parametrize(
    ("call", "through"),
    [
        ("store.load('/srv', q)", ("app.store.load", "app.store.read")),
        ("store.read(q)", ("app.store.read",)),
        ("store.again(q)", ("app.store.again", "app.store.read")),
        ("store.load(q, 'a')", ("app.store.load", "app.store.read")),
        ("store.read('a')", None), ("store.allowed(q)", None), ("store.fixed(q)", None),
        ("store.read(int(q))", None),
    ],
)  # fmt: skip
def test_arguments_that_reach_a_sink(
    tmp_path: Path, call: str, through: tuple[str, ...] | None
) -> None:
    main = (
        "from fastapi import FastAPI\nfrom app import store\napp = FastAPI()\n"
        f"@app.get('/')\ndef route(q: str):\n    return {call}\n"
    )
    opened = project(tmp_path, {"app/store.py": STORE, "app/main.py": main})
    assert reached(opened) == ([] if through is None else [through])
    alone = STORE + main.replace("from app import store\n", "").replace("store.", "")
    assert len(reached(module(alone))) == (through is not None)


def test_expressions_without_a_place() -> None:
    opened = module(IMPORTS + route("q: str, n: int", "use(q, n)"))
    assert opened.client.is_from_client(Const("a")) is False
    ((call, _),) = opened.routing.calls_named("use")
    assert [opened.client.is_from_client(each) for each in call.args] == [True, False]
