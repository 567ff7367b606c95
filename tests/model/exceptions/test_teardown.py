"""What a dependency skips, and what it swallows, when the endpoint raises."""

from __future__ import annotations

import ast

import pytest

from flake8_fastapi.model.exceptions import teardown
from tests.model.build import function_node


@pytest.mark.parametrize(
    ("source", "skipped"),
    [
        ("yield db\ndb.close()", ["db.close"]),
        ("yield db\nself.db.close()", ["self.db.close"]),
        ("yield db\npool.release(db)", ["pool.release"]),
        ("yield db\nclose_db(db)", ["close_db"]),
        ("yield db\nos.remove(path)", ["os.remove"]),
        ("yield db\nregistry.remove()", ["registry.remove"]),
        ("yield db\nitems.remove(db)", []),
        ("yield db\nclose_all()", []),
        ("yield db\ndb.commit()\nlog(db)", []),
        ("yield db\nmake().close()", []),
        ("yield 1\ndb = make()\ndb.close()", []),
        ("yield 1\nwith make() as db:\n    db.close()", []),
        ("with make() as db:\n    yield db\n    db.close()", []),
        ("with db.begin():\n    yield db\ndb.close()", []),
        ("with lock:\n    yield db\ndb.close()", ["db.close"]),
        ("try:\n    yield db\nfinally:\n    other.close()\ndb.close()", ["db.close"]),
        ("try:\n    yield db\nfinally:\n    finish(db)\ndb.close()", []),
        ("try:\n    yield db\nexcept E:\n    db.close()\n    raise\ndb.close()", []),
        ("yield db\ndef later():\n    db.close()", []),
    ],
)
def test_skipped_cleanup(source: str, skipped: list[str]) -> None:
    assert [found.text for found in teardown.skipped_cleanup(function_node(source))] == skipped


def known(call: ast.Call) -> bool | None:
    return {"fails()": True, "perhaps()": None}.get(ast.unparse(call), False)


def harmless(kind: ast.expr) -> bool:
    return ast.unparse(kind) == "Cancelled"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("try:\n    yield\nexcept E:\n    pass", ["except E"]),
        ("try:\n    yield\nexcept (A, B):\n    pass", ["except (A, B)"]),
        ("try:\n    yield\nexcept:\n    return", ["except"]),
        ("try:\n    yield\nexcept E:\n    raise", []),
        ("try:\n    yield\nexcept E:\n    fails()", []),
        ("try:\n    yield\nexcept E:\n    perhaps()", []),
        ("try:\n    yield\nexcept Cancelled:\n    pass", []),
        ("try:\n    yield\nexcept (Cancelled, E):\n    pass", ["except (Cancelled, E)"]),
        ("try:\n    yield\nexcept E:\n    yield", []),
        ("try:\n    yield\nexcept E:\n    pass\nyield", []),
        ("try:\n    yield\nexcept E:\n    pass\nfails()", []),
        ("try:\n    yield\nexcept E:\n    pass\nfinally:\n    fails()", []),
        ("while x:\n    try:\n        yield\n    except E:\n        continue", []),
        ("try:\n    pass\nexcept E:\n    pass\nelse:\n    yield", []),
        ("with suppress(E):\n    yield", ["with suppress(E)"]),
        ("with suppress(Cancelled):\n    yield", []),
        ("try:\n    yield\nfinally:\n    return", ["return` in `finally"]),
        ("try:\n    yield 1 if a else (yield 2)\nexcept E:\n    pass", ["except E"]),
    ],
)
def test_swallowers(source: str, found: list[str]) -> None:
    swallowers = teardown.swallowers(function_node(source), known, harmless)
    assert [swallower.text for swallower in swallowers] == found


@pytest.mark.parametrize(
    ("source", "calls", "raises"),
    [
        ("a()\nyield\nb()\nif c():\n    d()", ["b()", "c()", "d()"], 0),
        (
            "try:\n    yield\n    a()\nexcept E:\n    b()\n    raise\nelse:\n    c()",
            ["a()", "c()"],
            0,
        ),
        ("try:\n    yield\nfinally:\n    a()\nb()", ["b()", "a()"], 0),
        ("yield\ntry:\n    a()\nexcept E:\n    b()\n    raise F", ["a()"], 1),
        ("yield\ndef later():\n    a()\n    raise E", [], 0),
    ],
)
def test_exit_on_success(source: str, calls: list[str], raises: int) -> None:
    found = teardown.exit_of(function_node(source))
    assert [ast.unparse(call) for call in found.calls] == calls
    assert len(found.raises) == raises


def test_with_blocks_end_after_the_yield() -> None:
    found = teardown.exit_of(function_node("with a(), b:\n    with c() as d:\n        yield d"))
    assert [ast.unparse(call) for call in found.entered] == ["c()", "a()"]
