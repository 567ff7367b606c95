"""What passlib hashes by: that a thread does not help, or that nothing is hashed at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

ROUTES = """
from fastapi import FastAPI
from passlib.context import CryptContext
app = FastAPI()
context = CryptContext(schemes=["{scheme}"])
@app.post("/")
async def hash_password(password: str):
    return context.hash(password)
"""
FROZEN = "anyio==4.4.0\nidna==3.7\npydantic_core==2.20.1\nfastapi==0.115.0\npasslib==1.7.4\n"


KEYS = """
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from fastapi import FastAPI
app = FastAPI()
@app.post("/")
async def derive(password: str):
    kdf = PBKDF2HMAC(SHA256(), length=32, salt=b"salt", iterations=480_000)
    return kdf.derive(password.encode())
"""


@pytest.mark.parametrize(
    ("requirements", "blocks"),
    [
        ("fastapi\ncryptography\n", True),
        ("fastapi\ncryptography>=44\n", True),
        ("fastapi\ncryptography==50.0.2\n", True),
        ("fastapi\ncryptography==44.0.1\n", False),
        ("fastapi\ncryptography~=49.0\n", False),
    ],
)
def test_keys_of_cryptography(tmp_path: Path, requirements: str, blocks: bool) -> None:
    """Before release 50 all threads stand still, whichever derives the key."""
    files = {"app/main.py": KEYS, "requirements.txt": requirements}
    opened = project(tmp_path, files, "app/main.py")
    assert bool(opened.event_loop.blocking_calls) is blocks


@pytest.mark.parametrize(
    ("scheme", "requirements", "blocks"),
    [
        ("bcrypt", "fastapi\npasslib\n", False),
        ("bcrypt", "fastapi\npasslib[bcrypt]\n", False),  # the newest of all
        ("bcrypt", "fastapi>=0.104\npydantic>=2\npasslib[bcrypt]\n", False),
        ("bcrypt", "fastapi\npydantic==2.11.9\npasslib[bcrypt]\n", True),
        ("bcrypt", "fastapi\n", True),  # who knows what else
        ("bcrypt", "fastapi\npasslib[bcrypt]\nbcrypt<5\n", True),
        ("bcrypt", FROZEN, False),
        ("bcrypt", FROZEN + "bcrypt==4.1.2\n", True),
        ("bcrypt", FROZEN + "bcrypt==5.0.0\n", False),
        ("bcrypt", FROZEN.replace("passlib", "libpass") + "bcrypt==5.0.0\n", True),
        ("bcrypt", "fastapi\npasslib\nbcrypt>=4\n", True),
        ("bcrypt", "fastapi\npasslib\nbcrypt\n", False),
        ("bcrypt", "fastapi==0.135.3\npasslib[bcrypt]\n", False),  # which is younger than bcrypt 5
        ("bcrypt", "fastapi==0.135.3\npasslib[bcrypt]\nbcrypt<5\n", True),
        ("bcrypt", "fastapi==0.115\npasslib[bcrypt]\n", True),
        ("bcrypt", "fastapi\nalembic>=1.17.0\npasslib[bcrypt]\n", False),
        ("bcrypt", "fastapi\nalembic>=1.13\npasslib[bcrypt]\n", False),
        ("bcrypt", "fastapi\nSQLAlchemy==2.0.44\npasslib[bcrypt]>=1.7.4\n", False),
        ("bcrypt", "fastapi\nSQLAlchemy>=2\npasslib[bcrypt]>=1.7.4\n", False),
        ("bcrypt", "fastapi\nSQLAlchemy~=2.0.30\npasslib[bcrypt]\nredis<6\n", True),
        ("bcrypt", "fastapi>=0.118\nlibpass[bcrypt]\n", True),
        ("argon2", FROZEN, False),
        ("argon2", FROZEN + "argon2-cffi==23.1.0\n", True),
        ("pbkdf2_sha1", FROZEN, True),
    ],
)
def test_backends(tmp_path: Path, scheme: str, requirements: str, blocks: bool) -> None:
    routes = ROUTES.format(scheme=scheme)
    direct = routes.replace("context import CryptContext", f"hash import {scheme} as context")
    direct = direct.replace("context = CryptContext", "print")
    for each in (routes, direct) if scheme == "bcrypt" else (routes,):
        opened = project(tmp_path, {"app/main.py": each, "requirements.txt": requirements})
        assert bool(opened.event_loop.blocking_calls) is blocks


@pytest.mark.parametrize(
    ("schemes", "blocks"),
    [
        ('["hex_sha256"]', False),
        ('["ldap_salted_sha1", "argon2"], deprecated="auto"', False),
        ('["argon2", "plaintext"], default="plaintext"', False),
        ('["hex_sha256", "argon2"], default="argon2"', True),
        ('["pbkdf2_sha1"]', True),
    ],
)
def test_digests(tmp_path: Path, schemes: str, blocks: bool) -> None:
    routes = ROUTES.replace('["{scheme}"]', schemes)
    opened = project(
        tmp_path, {"app/main.py": routes, "requirements.txt": "fastapi\npasslib\nargon2-cffi\n"}
    )
    assert bool(opened.event_loop.blocking_calls) is blocks


@pytest.mark.parametrize(
    ("scheme", "arguments", "blocks"),
    [
        ("pbkdf2_sha256", "", False),
        ("pbkdf2_sha512", "", False),
        ("pbkdf2_sha256", "pbkdf2_sha256__rounds=20_000", False),
        ("pbkdf2_sha256", "pbkdf2_sha512__rounds=600_000", False),
        ("pbkdf2_sha256", "pbkdf2_sha256__rounds=600_000", True),
        ("pbkdf2_sha256", "pbkdf2_sha256__default_rounds=600_000", True),
        ("pbkdf2_sha512", "all__min_rounds=600_000", True),
        ("pbkdf2_sha512", "pbkdf2_sha512__rounds=int(input())", False),
        ("bcrypt", "bcrypt__rounds=8", False),
        ("bcrypt", "bcrypt__rounds=9", True),
    ],
)
def test_rounds(tmp_path: Path, scheme: str, arguments: str, blocks: bool) -> None:
    routes = ROUTES.replace('["{scheme}"]', f'["{scheme}"], {arguments}')
    opened = project(
        tmp_path, {"app/main.py": routes, "requirements.txt": "fastapi\npasslib\nbcrypt<5\n"}
    )
    assert bool(opened.event_loop.blocking_calls) is blocks


@pytest.mark.parametrize(
    ("scheme", "call", "blocks"),
    [
        ("hex_sha256", "hash(password)", False),
        ("pbkdf2_sha256", "hash(password)", False),
        ("pbkdf2_sha256", "hash(password, rounds=600_000)", True),
        ("pbkdf2_sha256", "encrypt(password, rounds=600_000)", True),
        ("pbkdf2_sha256", "using(rounds=600_000).hash(password)", True),
        ("pbkdf2_sha512", "using(rounds=20_000).hash(password)", False),
        ("argon2", "hash(password)", True),
        ("argon2", "using(rounds=1, memory_cost=64).hash(password)", False),
        ("bcrypt", "using(rounds=12).hash(password)", True),
        ("bcrypt", "using(rounds=8).hash(password)", False),
        ("bcrypt", "verify(password, 'hash')", True),
    ],
)
def test_schemes_that_are_asked_themselves(
    tmp_path: Path, scheme: str, call: str, blocks: bool
) -> None:
    routes = ROUTES.replace("context import CryptContext", f"hash import {scheme} as context")
    routes = routes.replace("context = CryptContext", "print").replace(
        "hash(password)\n", f"{call}\n"
    )
    needed = "fastapi\npasslib\nbcrypt<5\nargon2-cffi\n"
    opened = project(tmp_path, {"app/main.py": routes, "requirements.txt": needed})
    assert bool(opened.event_loop.blocking_calls) is blocks
