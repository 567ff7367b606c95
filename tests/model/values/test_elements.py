"""What the elements of lists are, by what is declared and by what is put in."""

from __future__ import annotations

import pytest

from tests.model.build import module, receiver_class
from tests.model.values.test_values import IMPORTS, SESSION


@pytest.mark.parametrize(
    "loop", ["for db in dbs", "for db in dbs or []", "for i, db in enumerate(dbs)"]
)
@pytest.mark.parametrize(
    "declared", ["list[Session]", "list[Session] | None", "Optional[list[Session]]"]
)
def test_elements_of_parameters(loop: str, declared: str) -> None:
    opened = module(IMPORTS + f"def read(dbs: {declared}):\n    {loop}:\n        db.execute()\n")
    assert receiver_class(opened, "execute") == SESSION


@pytest.mark.parametrize(
    "use",
    [
        "for db in pool.dbs:\n        db.execute()",
        "pool.dbs[0].execute()",
        "[db.execute() for db in pool.dbs]",
    ],
)
@pytest.mark.parametrize("base", ["BaseModel", "Named"])
def test_elements_of_declared_attributes(use: str, base: str) -> None:
    opened = module(
        f"""
{IMPORTS}
from pydantic import BaseModel
class Named(BaseModel): name: str
class Pool({base}): dbs: list[Session]
def read(pool: Pool):
    {use}
"""
    )
    assert receiver_class(opened, "execute") == SESSION


@pytest.mark.parametrize("use", ["pool.dbs[1:].execute()", "pool.first[0].execute()"])
def test_what_is_no_element_of_a_list(use: str) -> None:
    opened = module(
        f"{IMPORTS}\nclass Pool:\n    dbs: list[Session]\n    first: set[Session]\n"
        f"def read(pool: Pool):\n    {use}\n"
    )
    assert receiver_class(opened, "execute") != SESSION


@pytest.mark.parametrize(
    ("made", "known"),
    [
        ("[Session() for _ in y]", True),
        ("{Session() for _ in y}", True),
        ("(Session() for _ in y)", True),
        ("[]\n    items.append(Session())", True),
        ("[]\n    items.append(Session())\n    items.append(Session(y))", True),
        ("[]\n    items.append(y)\n    items.append(Session(y))", False),
        ("[]\n    items.append(Session())\n    items.extend(y)", False),
        ("[]\n    items.append(Session())\n    items[0] = y", False),
        ("[]\n    items.append(Session())\n    items += y", False),
        ("[y]\n    items.append(Session())", False),
        ("[]\n    items.append(Session())\n    def f(): items.append(y)", False),
        ("[]\n    items.append(items[0])", False),
        ("[]\n    items.append(items)", False),
        ("[]\n    items.append([items])", False),
        ("[]\n    items.append(items)\n    items.append(Session())", False),
        ("[]", False),
    ],
)
def test_elements_of_a_list(made: str, known: bool) -> None:
    source = f"def read(y):\n    items = {made}\n    for db in items:\n        db.execute()\n"
    found = receiver_class(module(IMPORTS + source), "execute")
    assert found == (SESSION if known else None)


@pytest.mark.parametrize(
    ("appended", "known"),
    [
        ("items.append(db)", True),
        ("items.append(db)\n    items.append(db)", True),
        ("items.append(db)\n    items.append(y)", False),
        ("items.append(y)", False),
        ("items.append(db)\n    db = y", False),
        ("items.append(db)\n    items.extend(y)", False),
    ],
)
@pytest.mark.parametrize("asked", [("execute",), ("other", "execute")])
def test_a_list_of_a_name_that_goes_over_the_list(
    appended: str, known: bool, asked: tuple[str, ...]
) -> None:
    source = (
        f"def read(y):\n    items = []\n    db = Session()\n    {appended}\n"
        "    for db in items:\n        db.execute()\n    for each in items:\n        each.other()\n"
    )
    opened = module(IMPORTS + source)
    found = [receiver_class(opened, method) for method in asked][-1]
    assert found == (SESSION if known else None)


@pytest.mark.parametrize("added", ["items", "[items]", "Session(items)"])
def test_a_list_that_is_appended_to_itself(added: str) -> None:
    source = (
        f"def read(y):\n    items = []\n    items.append({added})\n    y.add(items)\n"
        f"    items = []\n    items.append({added})\n    for db in items:\n        db.execute()\n"
    )
    receiver_class(module(IMPORTS + source), "add")
    found = receiver_class(module(IMPORTS + source), "execute")
    assert found == (SESSION if added == "Session(items)" else None)
