"""
What has become of `aioredis` and `starlette-prometheus`.

FPI312 rests on these claims; they are seen where the libraries are installed.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec

import fastapi
import pytest
from fastapi import APIRouter, FastAPI
from packaging.version import Version
from starlette.testclient import TestClient


@pytest.mark.skipif(find_spec("aioredis") is None, reason="not installed")
def test_aioredis_does_not_import() -> None:
    if sys.version_info < (3, 11):
        assert importlib.import_module("aioredis")
        return
    with pytest.raises((TypeError, ModuleNotFoundError)):
        importlib.import_module("aioredis")


def test_redis_has_what_aioredis_had() -> None:
    from redis import asyncio as aioredis

    for name in ("Redis", "ConnectionPool", "from_url"):
        assert hasattr(aioredis, name)


def test_starlette_prometheus_fails_for_included_routers() -> None:
    starlette_prometheus = pytest.importorskip("starlette_prometheus")
    router, app = APIRouter(), FastAPI()
    router.get("/included")(lambda: 1)
    app.include_router(router)
    app.get("/own")(lambda: 1)
    app.add_middleware(starlette_prometheus.PrometheusMiddleware)
    client = TestClient(app, raise_server_exceptions=False)
    assert client.get("/own").status_code == 200
    fails = Version(fastapi.__version__) >= Version("0.137")
    assert client.get("/included").status_code == (500 if fails else 200)
