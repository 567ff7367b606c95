"""Which HTTPExceptions leave a function, and which handlers swallow them."""

from __future__ import annotations

import ast
from textwrap import dedent, indent

import pytest

from flake8_fastapi.model import Module, SwallowedExceptions
from flake8_fastapi.model.exceptions.raising import Raising

FRAME = """
from fastapi import FastAPI, HTTPException, status

app = FastAPI()

class Gone(HTTPException):
    def __init__(self): super().__init__(410)
class Plain(HTTPException): ...
class Failed(HTTPException):
    CODE = status.HTTP_500_INTERNAL_SERVER_ERROR
    def __init__(self, **more): super().__init__(status_code=self.CODE, **more)
class Denied(Failed):
    CODE = 403
class Told(HTTPException):
    def __init__(self, message, code=400): super().__init__(code, message)
class Twice(Told):
    def __init__(self): super().__init__("twice", status_code=409)
class Named(Told):
    def __init__(self): super().__init__(404, 409)
class Either(HTTPException):
    def __init__(self, found):
        if found: super().__init__(403)
        else: super().__init__(404)

def helper(): raise HTTPException(404)
def over_two(): helper()
async def waits(): raise HTTPException(status.HTTP_409_CONFLICT)
def cautious(first=None, last=None):
    if first is not None and last:
        raise HTTPException(400)
def mended():
    try: helper()
    except HTTPException: return None
"""


def module(body: str) -> Module:
    source = f"{FRAME}\n@app.get('/')\nasync def read():\n{indent(dedent(body), '    ')}\n"
    return Module(ast.parse(source), "<string>", source.splitlines(keepends=True))


def leaving(body: str) -> list[tuple[int | None, bool]]:
    """The status of each exception that leaves, and whether a helper raises it."""
    made = module(body)
    function = made.syntax.summary.functions["__main__.read"]
    return [
        (raised.status, raised.helper is not None)
        for raised in Raising(made.values).leaving(function)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("raise HTTPException(404)", [(404, False)]),
        ("raise HTTPException(status_code=status.HTTP_403_FORBIDDEN)", [(403, False)]),
        ("raise HTTPException", [(None, False)]),
        ("raise Gone()", [(410, False)]),
        ("raise Gone", [(410, False)]),
        ("raise Plain(404)", [(404, False)]),
        ("raise Plain", [(None, False)]),
        ("raise Failed()", [(500, False)]),
        ("raise Denied()", [(403, False)]),
        ("raise Told('x')", [(400, False)]),
        ("raise Told('x', 409)", [(409, False)]),
        ("raise Told(message='x', code=status.HTTP_409_CONFLICT)", [(409, False)]),
        ("raise Told(*x)", [(None, False)]),
        ("raise Told", [(None, False)]),
        ("raise Told('x', code=code)", [(None, False)]),
        ("raise Told(code=code)", []),  # a TypeError, as the next ones
        ("raise HTTPException(404, details='x')", []),
        ("raise HTTPException(detail='x')", []),
        ("raise HTTPException(404, detail='x', headers={})", [(404, False)]),
        ("raise Twice()", [(409, False)]),
        ("raise Named()", [(None, False)]),
        ("raise Either(1)", [(None, False)]),
        ("raise HTTPException(code)", [(None, False)]),
        ("raise ValueError", []),
        ("helper()", [(404, True)]),
        ("over_two()", [(404, True)]),
        ("cautious(1, 2)", [(400, True)]),
        ("cautious(*pair)", [(400, True)]),
        ("cautious()", []),
        ("cautious(last=2)", []),
        ("await waits()", [(409, True)]),
        ("waits()", []),
        ("mended()", []),
        ("return helper", []),
        ("try: helper()\nexcept HTTPException: pass", []),
        ("try: helper()\nexcept Gone: pass", [(404, True)]),
        ("try: pass\nexcept Exception: helper()", [(404, True)]),
        # what an earlier handler lets go on
        ("try: helper()\nexcept HTTPException: raise\nexcept Exception: pass", [(404, True)]),
        ("try: helper()\nexcept HTTPException as e: raise e\nexcept: pass", [(404, True)]),
        ("try: helper()\nexcept (KeyError, HTTPException): raise\nexcept: pass", [(404, True)]),
        ("try: helper()\nexcept KeyError: raise\nexcept Exception: pass", []),
        ("try: helper()\nexcept Gone: raise\nexcept HTTPException: pass", []),
        ("try: helper()\nexcept Exception: pass\nexcept HTTPException: raise", []),
        (
            "try:\n    try: helper()\n    except HTTPException: raise\n    except: pass\n"
            "except Exception: pass",
            [],
        ),
    ],
)
def test_what_leaves_a_function(body: str, expected: list[tuple[int | None, bool]]) -> None:
    assert leaving(body) == expected


def answers(handler: str, raised: str = "raise HTTPException(404)") -> list[str]:
    """What the handlers make of an exception raised in the body of their `try`."""
    body = f"try:\n    {raised}\n{dedent(handler)}"
    return [each.answer for each in module(body).each(SwallowedExceptions)]


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        ("except Exception: raise HTTPException(500)", ["500"]),
        ("except: raise HTTPException(503)", ["503"]),
        ("except (KeyError, Exception) as e: raise HTTPException(500, str(e)) from e", ["500"]),
        ("except Exception as e: return {'error': str(e)}", ["200"]),
        ("except Exception as e: return {'error': e}", []),
        ("except Exception as e:\n    log.error('x', exc_info=e)\n    return {}", ["200"]),
        ("except Exception as e:\n    answer(error=e)\n    return {}", []),
        ("except Exception: raise", []),
        ("except Exception as e: raise e", []),
        ("except Exception as e: raise HTTPException(500, e.detail)", []),
        ("except Exception as e: raise HTTPException(500, headers=headers(e))", []),
        ("except Exception as e:\n    log.error('x', e.args)\n    return {}", ["200"]),
        ("except Exception as e:\n    log.error('x', told(e))\n    return {}", []),
        ("except Exception as e: raise Told(e, code=500)", ["500"]),
        ("except Exception as e: raise Told('x', code=e.status_code)", []),
        ("except Exception: raise HTTPException(400)", ["400"]),
        ("except Exception: raise HTTPException(401)", []),
        ("except Exception: raise HTTPException(404)", []),
        ("except Exception: raise HTTPException(302)", []),
        ("except Exception: raise RuntimeError", []),
        ("except Exception: pass", ["200 with null"]),
        ("except Exception: return", ["200 with null"]),
        ("except Exception as e: log.error('x', exc_info=e)", ["200 with null"]),
        ("except Exception as e: answer(error=e)", []),
        ("except Exception: headers()", []),
        ("except Exception: pass\nreturn 1", []),
        ("except Exception: pass\nfinally: return 1", []),
        ("except Exception: pass\nelse: return 1", ["200 with null"]),
        ("except ValueError: pass", []),
        ("except ValueError: raise HTTPException(500)", []),
        ("except HTTPException: raise\nexcept Exception: raise HTTPException(500)", []),
        ("except Gone: raise\nexcept Exception: raise HTTPException(500)", ["500"]),
    ],
)
def test_what_handlers_make_of_it(handler: str, expected: list[str]) -> None:
    assert answers(handler) == expected


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        ("raise HTTPException(500)", []),
        ("helper()", ["500"]),
        ("mended()", []),
        ("raise ValueError", []),
    ],
)
def test_what_must_be_raised_for_it(raised: str, expected: list[str]) -> None:
    assert answers("except Exception: raise HTTPException(500)", raised) == expected


def test_a_fallback_for_a_helper_may_be_what_is_wanted() -> None:
    assert answers("except Exception: return {'item': None}", "helper()") == []


@pytest.mark.parametrize(
    ("caller", "expected"),
    [
        ("load()", ["500"]),
        ("try: load()\n    except Exception: return None", []),
        ("try: load()\n    except Exception as e: raise RuntimeError from e", []),
        ("try: load()\n    except Exception: raise HTTPException(502)", []),
        ("try: load()\n    except Exception: raise HTTPException(404)", []),
        ("try: load()\n    except Exception: raise HTTPException(500)", ["500"]),
        ("try: load()\n    except Exception: raise HTTPException(code)", ["500"]),
        ("try: load()\n    except HTTPException: raise\n    except Exception: pass", ["500"]),
        ("try: load()\n    except KeyError: pass", ["500"]),
        ("return load", ["500"]),
    ],
)
def test_what_callers_make_of_what_is_raised_instead(caller: str, expected: list[str]) -> None:
    source = (
        f"{FRAME}\ndef load():\n    try: raise HTTPException(404)\n"
        "    except Exception: raise HTTPException(500)\n"
        f"@app.get('/')\ndef read():\n    {caller}\n"
    )
    opened = Module(ast.parse(source), "<string>", source.splitlines(keepends=True))
    found = [it for it in opened.each(SwallowedExceptions) if it.raised.helper is None]
    assert [each.answer for each in found] == expected
