"""What a variable is where it is read, of a function that gives it several values."""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.model.build import module, receiver_class

BEFORE = "import httpx, requests\ndef f(a, b):\n"


def read_as(body: str) -> str | None:
    return receiver_class(module(BEFORE + indent(body, "    ")), "send")


@pytest.mark.parametrize(
    "body",
    [
        "x = requests.Session()\nx = httpx.Client()\nx.send()",
        "x = httpx.Client()\nx.send()\nx = requests.Session()",
        "if a:\n    x = requests.Session()\n    return x\nx = httpx.Client()\nx.send()",
        "if a:\n    x = httpx.Client()\n    x.send()\nelse:\n    x = requests.Session()",
        "if a:\n    x = requests.Session()\nelse:\n    x = httpx.Client()\n    if b: x.send()",
        "match a:\n    case 1: x = b\n    case 2:\n        x = httpx.Client()\n        x.send()",
        "try:\n    x = httpx.Client()\n    x.send()\nexcept OSError:\n    x = requests.Session()",
        "x = b\nfor each in a:\n    x = httpx.Client()\n    x.send()",
        "x = b\nwith a:\n    x, y = httpx.Client(), 1\n    x.send()",
        "x = b\nx = httpx.Client()\n[x.send() for each in a]",
        "x = b\nif a:\n    y = x = httpx.Client()\n    z = x.send()",
    ],
)
def test_what_was_given_last(body: str) -> None:
    assert read_as(body) == "httpx.Client"


@pytest.mark.parametrize(
    "body",
    [
        "x = httpx.Client()\nif a:\n    x = requests.Session()\nx.send()",
        "x = httpx.Client()\nfor each in a:\n    x.send()\n    x = requests.Session()",
        "x = httpx.Client()\nwhile x.send():\n    x = requests.Session()",
        "x = httpx.Client()\ntry:\n    x = requests.Session()\nexcept OSError:\n    x.send()",
        "x = httpx.Client()\ntry:\n    x = requests.Session()\nfinally:\n    x.send()",
        "x = httpx.Client()\nwith a as y, b as (x, z):\n    x.send()",
        "x = httpx.Client()\nx += b\nx.send()",
        "x = b\nx = httpx.Client()\nif (x := a):\n    x.send()",
        "x = requests.Session()\nx = httpx.Client()\ndef g():\n    nonlocal x\n    x = a\nx.send()",
        "x = httpx.Client()\ndef g():\n    x.send()\nx = requests.Session()\ng()",
        "x = httpx.Client()\nlater = lambda: x.send()\nx = requests.Session()",
        "x = httpx.Client()\nx = b\n[x.send() for x in a]",
        "x: httpx.Client = a\nx = requests.Session()\nx.send()",
        "x = httpx.Client()\nwith a as x:\n    x.send()",
    ],
)
def test_what_may_be_something_else(body: str) -> None:
    assert read_as(body) is None


@pytest.mark.parametrize(
    ("body", "cls"),
    [
        ("x = httpx.Client()\nif a:\n    x = httpx.Client()\nx = x.send()", "httpx.Client"),
        ("x = httpx.Client()\nif a:\n    x = x.__enter__()\nx: b = x.send()", None),
        ("x = httpx.Client()\nif a:\n    x = x.send()\nelse:\n    x = b", "httpx.Client"),
        ("x: httpx.Client = a\nif a:\n    x = httpx.Client()\nx = x.send()", "httpx.Client"),
        ("x = httpx.Client()\nif a:\n    x = b\nx = x.send()", None),
        ("x = httpx.Client()\nfor _ in a:\n    if b: x = httpx.Client()\n    x = x.send()", None),
        ("x = httpx.Client()\nif a:\n    x, y = a\nx = x.send()", None),
        ("x = httpx.Client()\nif a:\n    x = httpx.Client()\nf = lambda: x.send()\nx = b", None),
    ],
)
def test_what_is_given_behind_it_is_not_there_yet(body: str, cls: str | None) -> None:
    assert read_as(body) == cls
