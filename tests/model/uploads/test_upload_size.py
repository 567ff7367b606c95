"""Who looks at the size of an upload, and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import Module, UploadCall, is_at_its_end
from flake8_fastapi.model.uploads.body_length import limits_bodies
from tests.model.build import module, project

FILE = """
import asyncio
from fastapi import UploadFile
from fastapi.concurrency import run_in_threadpool
from elsewhere import other
def plain(upload): print(upload.filename)
def curious(upload): return upload.size
def passing(upload): return other(upload)
def lenient(upload): return getattr(upload, "size", None)
def named(upload): return getattr(upload, "filename", None)
def bounded(content, most=9):
    if len(content) > most: raise ValueError
def deeper(upload): return curious(upload=upload)
def again(upload): return again(upload)
def reject(text): raise ValueError(text)
async def read(file: UploadFile, most: int):
    {before}
    content = await file.read()
    {after}
"""


def the_read(opened: Module) -> UploadCall:
    (found,) = [each for each in opened.each(UploadCall) if each.reads_all]
    return found


@pytest.mark.parametrize(
    ("before", "known"),
    [
        ("pass", False),
        ("print(file)", False),
        ("plain(file)", False),
        ("curious(file)", True),
        ("passing(file)", True),
        ("deeper(file)", True),
        ("lenient(file)", True),
        ("named(file)", False),
        ("again(file)", True),
        ("other(file.file)", True),
        ("file.file.seek(0, 2)", True),
        ("file.file.seek(0)", True),  # somebody may have read it before
        ("await file.seek(0)", True),
        ("await file.read(9)\n    await file.seek(0)", True),
        ("if file.size > most: raise ValueError", True),
        ("request.headers['Content-Length']", True),
    ],
)
def test_whether_the_size_may_be_known(before: str, known: bool) -> None:
    opened = module(FILE.format(before=before, after="pass"))
    assert opened.upload_size.may_be_known(the_read(opened)) is known


@pytest.mark.parametrize(
    ("before", "known"),
    [
        ("file.file.seek(0)", False),
        ("await file.seek(0)", False),
        ("await file.read(9)\n    await file.seek(0)", True),
        ("file.file.seek(0, 2)", True),
        ("file.file.seek(most)", True),
    ],
)
def test_an_endpoint_is_the_first_to_look(before: str, known: bool) -> None:
    route = "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/')\nasync def read("
    opened = module(FILE.replace("async def read(", route).format(before=before, after="pass"))
    assert opened.upload_size.may_be_known(the_read(opened)) is known


@pytest.mark.parametrize(
    ("after", "late"),
    [
        ("if len(content) > most: raise ValueError", True),
        ("if most and len(content) > most: return", True),
        ("if len(content) > most: reject('too large')", True),
        ("if most <= len(content): return", True),
        ("bounded(content)", True),
        ("bounded(most=most, content=content)", True),
        ("bounded(most, content)", False),
        ("await run_in_threadpool(bounded, content)", True),
        ("await run_in_threadpool(bounded, content=content)", True),
        ("await asyncio.to_thread(bounded, content, most)", True),
        ("await asyncio.to_thread(bounded, most, content)", False),
        ("await asyncio.to_thread(print, content)", False),
        ("if len(content) / 1024 / 1024 > 10: raise ValueError", True),
        ("megabytes = len(content) / (1024 * 1024)\n    if megabytes > most: return", True),
        ("kilobytes = len(content) // 1024\n    if kilobytes > 50: return", True),
        ("if len(content) / 1024 > 0: return", False),
        ("if 1024 / len(content) > 10: return", False),
        ("if not len(content) > most: return", False),
        ("if len(content) > 10: return", False),
        ("if len(content) < most: return", False),
        ("if len(content) > most: print()", False),
        ("if len(content) == most: return", False),
        ("print(len(content) > most)", False),
        ("print(content)", False),
    ],
)
def test_whether_the_size_is_checked_late(after: str, late: bool) -> None:
    opened = module(FILE.format(before="pass", after=after))
    assert opened.upload_size.is_checked_late(the_read(opened)) is late


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ("limited(len(content))\n    target.write(content)", True),
        ("limited(size=len(content))\n    target.write(content)", True),
        ("size = len(content)\n    limited(size)\n    target.write(content)", True),
        ("target.write(content)\n    limited(len(content))", False),
        ("plain(len(content))\n    target.write(content)", False),
        ("print(len(content))\n    target.write(content)", False),
        ("other(len(content))\n    target.write(content)", False),
    ],
)
def test_whether_a_function_may_refuse_what_was_read(after: str, told: bool) -> None:
    opened = module(
        "def limited(size): return size > 9\n" + FILE.format(before="pass", after=after)
    )
    ((write, _),) = opened.routing.calls_named("write")
    assert opened.upload_size.may_be_refused(the_read(opened), write) is told


ASKED = """
async def a(url):
    it = {}
    headers = it.headers
    length = headers.get('content-length') or headers.get('Content-Length')
    if int(length) > LIMIT: raise ValueError
"""


LENGTH = "request.headers['content-length']"
ROUTE = "@router.post('/')\nasync def take(request: Request):\n    return await _taken(request)\n"
OWN = f"""
async def _taken(request: Request):
    if int({LENGTH}) > LIMIT: raise HTTPException(413)
    return [each async for each in request.stream()]
"""


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("app = FastAPI(max_body_size=10)", True),
        ("length = request.headers.get('Content-Length')", False),
        ("def a():\n    x = int(request.headers['content-length'])\n    if x > 9: ...", True),
        ("if int(request.headers.get('content-length', 0)) >= LIMIT: ...", True),
        ("if (length := headers.get(b'content-length')) and 9 < int(length): ...", True),
        ("def a():\n    x = request.headers['content-length']\n    if x == '0': ...", False),
        ("check(request.headers.get('content-length'))", True),
        ("def length(headers): return int(headers['content-length'])", True),
        ("request.state.length = request.headers['content-length']", True),
        ("logger.info('%s', request.headers.get('content-length'))", False),
        ("log.bind(a=1).info(dumps({'a': request.headers['content-length']}))", False),
        ("def a():\n    x = headers['content-length']\n    self._log_request(x=x)", False),
        ("def a():\n    x = headers['content-length']\n    logger.info(f'{x}')", False),
        ("def a():\n    x = headers['content-length']\n    add(RequestLog(length=x))", False),
        ("def a():\n    x = headers['content-length']\n    if seconds > 5: log(x)", False),
        ("def a():\n    x = headers['content-length']\n    login(x)", True),
        ("def a():\n    n = {}\n    n['it'] = headers['content-length']\n    check(n)", True),
        ("'''headers['content-length']'''", False),
        ("headers.get('content-length') this is no Python", True),
        ("def a():\n    x = headers.get('content-length')\ndef b(x): x > 5", False),
        ("class A:\n    def a(self):\n        x = headers.get('content-length'); x > 5", True),
        ("if name == b'content-length': ...", True),
        ("check(int(response.headers.get('content-length', 0)))", False),
        ("def a():\n    x = int(self.resp.headers['content-length'])\n    if x > 9: ...", False),
        ("headers['Content-Length'] = '5'", False),
        (ASKED.format("await page.request.head(url)"), False),
        (ASKED.format("await run(page.request.head, url)"), False),
        (ASKED.format("requests.get(url, stream=True)"), False),
        (ASKED.format("await client.get(url)"), False),
        (ASKED.format("urlopen(url)"), False),
        (ASKED.format("current.get()"), True),
        (ASKED.format("Request(scope)"), True),
        (ASKED.format("info.context['request']"), True),
        (
            "def a():\n    resp = ask()\n    x = resp.headers.get('content-length')\n    x > 9",
            False,
        ),
        ("def a(r: Request):\n    if r.headers.get('content-length') > '9': ...", True),
        (
            "def a(it):\n    it = it or requests.get('')\n    check(it.headers['content-length'])",
            True,
        ),
        ("check(ask().headers['Content-Length'])", True),
        ("check(response['meta'].headers['Content-Length'])", False),
        ("class A(BaseHTTPRequestHandler):\n    x = check(headers['content-length'])", False),
        (
            "class A(http.server.BaseHTTPRequestHandler):\n    x = headers['content-length'] > 9",
            False,
        ),
        (
            "def a():\n    class A(BaseHTTPRequestHandler):\n"
            "        def do_POST(self): check(self.headers['content-length'])",
            False,
        ),
        ("class A(BaseHTTPMiddleware):\n    x = check(headers['content-length'])", True),
        (ROUTE + OWN, False),
        (ROUTE.replace("@router.post('/')\n", "") + OWN, True),
        (ROUTE.replace("router.post('/')", "app.middleware('http')") + OWN, True),
        (ROUTE + OWN.replace("request.stream()", "[]"), True),
        (ROUTE + OWN + "router = APIRouter(dependencies=[Depends(_taken)])\n", True),
        ((ROUTE + OWN).replace("_taken", "taken"), True),
        (ROUTE.replace("_taken(request)", f"check({LENGTH})"), False),
        ("# a `max_body_size=`", False),
        ("app.add_middleware(ContentSizeLimitMiddleware, max_content_size=10 * MB)", True),
        ("Middleware(ContentSizeLimitMiddleware, max_content_size=None)", False),
        ("def scrape(page, max_content_size=5000): ...", False),
        ("from fastapi import FastAPI", False),
    ],
)
def test_whether_a_text_limits_bodies(text: str, limits: bool) -> None:
    assert limits_bodies(text) is limits


def test_another_file_may_limit_bodies(tmp_path: Path) -> None:
    files = {"app/main.py": "x = 1", "app/limit.py": "app = FastAPI(max_body_size=10)"}
    assert project(tmp_path / "a", files).limits_bodies
    tests = {"app/main.py": "x = 1", "tests/limit.py": "app = FastAPI(max_body_size=10)"}
    assert not project(tmp_path / "b", tests).limits_bodies


@pytest.fixture(autouse=True)
def folders(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()


@pytest.mark.parametrize(("decorator", "known"), [("", True), ("@app.post('/')", False)])
def test_a_helper_may_be_called_after_a_check(decorator: str, known: bool) -> None:
    opened = module(f"""
        from fastapi import FastAPI, UploadFile
        app = FastAPI()
        def check(file: UploadFile):
            if file.size > 10: raise ValueError
        {decorator}
        async def read(file: UploadFile):
            content = await file.read()
    """)
    assert opened.upload_size.may_be_known(the_read(opened)) is known


@pytest.mark.parametrize(
    ("route", "known"),
    [
        ("if file.size > 9: raise ValueError\n    await save(file)", True),
        ("await save(file)", False),
        ("print(file.size)", False),  # and has nothing to do with it
    ],
)
def test_a_caller_in_another_file_may_have_looked(tmp_path: Path, route: str, known: bool) -> None:
    files = {
        "app/main.py": "from fastapi import FastAPI, UploadFile\nfrom app.backend import save\n"
        f"app = FastAPI()\n@app.post('/')\nasync def take(file: UploadFile):\n    {route}\n",
        "app/backend.py": "from fastapi import UploadFile\nasync def save(file: UploadFile):\n"
        "    content = await file.read()\n",
    }
    if "save(" not in route:
        files["app/main.py"] = files["app/main.py"].replace("import save", "import *")
    opened = project(tmp_path, files, "app/backend.py")
    assert opened.upload_size.may_be_known(the_read(opened)) is known


CALLERS = """
from fastapi import UploadFile
from app.checks import Checking, check
class Store(Checking):
    def __init__(self, file: UploadFile):
        self.file = file
    async def save(self, most: int):
        {}
    async def write(self):
        content = await self.file.read()
async def write(given: UploadFile):
    content = await given.read()
async def take(file: UploadFile, other: UploadFile):
    {}
"""
CHECKS = """
from fastapi import UploadFile
async def check(file: UploadFile):
    if len(await file.read()) > 1000:
        raise ValueError
    await file.seek(0)
class Checking:
    async def check(self, file: UploadFile):
        await check(file)
    async def show(self, file: UploadFile):
        print(file)
"""


@pytest.mark.parametrize(
    ("method", "function", "known"),
    [
        ("await self.check(self.file); await self.write()", "await write(file)", (True, False)),
        ("await self.write(); await self.check(self.file)", "await write(file)", (False, False)),
        ("await self.show(self.file); await self.write()", "await write(file)", (False, False)),
        ("await self.check(most); await self.write()", "await write(file)", (False, False)),
        ("await self.write()", "await check(file); await write(file)", (False, True)),
        ("await self.write()", "await check(file); await write(given=file)", (False, True)),
        ("await self.write()", "await check(other); await write(file)", (False, False)),
        ("await self.write()", "await write(file); await check(file)", (False, False)),
        ("await write(most)", "await check(file); await write(file)", (False, False)),
        ("await self.write()", "if other: return check(file); await write(file)", (False, False)),
        ("await self.write()", "if other: check(file); await write(file)", (False, True)),
    ],
)
def test_a_caller_may_have_had_it_checked(
    tmp_path: Path, method: str, function: str, known: tuple[bool, bool]
) -> None:
    lines = [each.replace("; ", "\n" + " " * n) for each, n in ((method, 8), (function, 4))]
    files = {"app/main.py": CALLERS.format(*lines), "app/checks.py": CHECKS}
    opened = project(tmp_path, files)
    reads = [each for each in opened.each(UploadCall) if each.reads_all]
    assert tuple(map(opened.upload_size.may_be_known, reads)) == known


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("await file.read()", True),
        ("with open(name) as target: target.write(await file.read())", True),
        ("for name in most: await file.read()", False),
        ("if most: await file.read()", False),
        ("found = most and await file.read()", False),
        ("await file.read(10)", False),
        ("file.read()", False),
        ("file.file.read()", True),
        ("await other.read()", False),
        ("await file.read(); await file.seek(0)", False),
        ("await file.seek(0); await file.read()", True),
        ("pass", False),
    ],
)
def test_a_second_read(tmp_path: Path, before: str, expected: bool) -> None:
    opened = module(FILE.format(before=before, after="pass"))
    uses = list(opened.each(UploadCall))
    last = max(uses, key=lambda use: use.call.lineno)
    assert is_at_its_end(last, uses, opened.syntax) is expected


LIMITS = """
from fastapi import UploadFile
LIMIT = 1024 * 1024
def save(content: bytes, name: str): ...
async def read(file: UploadFile, given: bytes, name: str, most: int):
    {}
    save(await file.read(), name)
"""


@pytest.mark.parametrize(
    ("check", "most"),
    [
        ("pass", None),
        ("content = await file.read()\n    if len(content) > LIMIT: raise ValueError", 1024 * 1024),
        ("size = len(await file.read())\n    if size >= 5000: raise ValueError", 5000),
        ("if len(given) > LIMIT or len(given) > 9000: raise ValueError", 9000),
        ("if 9000 < len(given): raise ValueError", 9000),
        ("if file.size > 9000: raise ValueError", 9000),
        ("if len(given) > most: raise ValueError", None),
        ("if len(given) < 9000: raise ValueError", None),
        ("if len(given) > 0: raise ValueError", None),
        ("if len(name) > 200: raise ValueError", None),
        ("if len(given) / 1024 > 200: raise ValueError", None),
    ],
)
def test_how_much_a_function_goes_on_with(check: str, most: int | None) -> None:
    opened = module(LIMITS.format(check))
    function = [*opened.each(UploadCall)][-1].function
    assert function is not None
    assert opened.upload_size.most_of(function) == most
