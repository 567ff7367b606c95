"""Hashes of passwords of which nothing is said: made at once, or not helped by any thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flake8_fastapi.model.blocking.entries import Blocking
from flake8_fastapi.model.blocking.machine import FEW_ROUNDS
from flake8_fastapi.model.syntax.expressions import Call, Const, Expr, Items
from flake8_fastapi.model.target import Target
from flake8_fastapi.model.values.values import Values

_CONTEXT = "passlib.context.CryptContext"
_SCHEMES = "passlib.hash."
#: What passlib has schemes of. Without bcrypt, `crypt` does the work before Python 3.13, and later
#: there is nothing that could (a quarter of a second of standstill was seen from a thread).
_BACKENDS = {"argon2": "argon2-cffi", "bcrypt": "bcrypt"}
#: Since then passlib 1.7.4, the last there is, has a ValueError of each hash, and no hash.
_REFUSING = {"bcrypt": "5"}
#: What is younger than that bcrypt. Whoever asks for one of these or a later one, and for any
#: bcrypt, is given the one that passlib cannot use; so is who asks for no older one of any.
_OF_THAT_TIME = {
    "fastapi": "0.118", "sqlalchemy": "2.0.44", "alembic": "1.17", "asyncpg": "0.31", "pytest": "9",
    "cryptography": "47", "pydantic": "2.12", "redis": "7", "starlette": "0.49", "uvicorn": "0.38",
}  # fmt: skip
#: Schemes of passlib that leave the work to `crypt` before Python 3.13, which stops all threads.
_BY_CRYPT = {"des_crypt", "md5_crypt", "sha256_crypt", "sha512_crypt"}
#: Schemes of passlib that are a digest, or a thousand of them: made in a millisecond.
_DIGESTS = {
    "apr_md5_crypt", "hex_md5", "hex_sha1", "hex_sha256", "hex_sha512", "ldap_salted_sha1",
    "plaintext",
}  # fmt: skip
#: Schemes of passlib that are PBKDF2 with at most 29,000 rounds, 7 to 20 ms, unless more are asked
#: for. (pbkdf2_sha1 has 131,000.)
_PBKDF2 = {
    "django_pbkdf2_sha256", "grub_pbkdf2_sha512", "ldap_pbkdf2_sha256", "ldap_pbkdf2_sha512",
    "pbkdf2_sha256", "pbkdf2_sha512",
}  # fmt: skip
#: By what more rounds are asked for.
_ROUNDS = ("rounds", "default_rounds", "min_rounds", "min_desired_rounds")
#: What derives keys, and lets go of the interpreter lock meanwhile since that release only: from a
#: thread, 0.2 seconds of standstill were seen with 44.0.1 to 49.0, none with 50.0.2.
_OF_CRYPTOGRAPHY = "cryptography.hazmat.primitives.kdf."
_LETS_GO = {"cryptography": ">=50"}
#: Rounds of bcrypt that nobody notices, 15 ms: each one doubles the time, which is 60 ms with 10.
_CHEAP = 8
#: KiB that Argon2 goes through while nobody notices: 6 ms.
_FEW = 8192


def is_made_at_once(salt: Expr | None, values: Values) -> bool:
    """Whether a salt of bcrypt asks for so few rounds that a hash is made in milliseconds."""
    made = values.expand(salt)
    if not isinstance(made, Call) or values.qualname(made.callee) != "bcrypt.gensalt":
        return False
    return _is_cheap(made.argument("rounds", 0), values)


def is_for_first_row(blocking: Blocking, calls: Iterable[Call]) -> bool:
    """Whether one of the calls that lead to a hash is made for a row that is there from then on.

    So the first administrator is made, once in the life of an installation.
    """
    return blocking.kind == "cpu" and any(call.for_first_row for call in calls)


def is_left_alone(name: str, call: Call, values: Values, target: Callable[[], Target]) -> bool:
    """Whether a scheme of passlib that is asked itself is quick: `hex_sha256.hash`.

    Or has nothing to hash by, as `bcrypt.hash` may not.
    """
    if not name.startswith(_SCHEMES):
        return False
    return _is_no_work(name.removeprefix(_SCHEMES).partition(".")[0], "", call, values, target)


def leaves_alone(cls: str, made: Call | None, values: Values, target: Callable[[], Target]) -> bool:
    """Whether what hashes, and was made by a call, is quick, or stops all threads in any case.

    Or hashes nothing, for want of the library that passlib leaves it to.
    """
    if made is None:
        return False
    if cls.startswith(_OF_CRYPTOGRAPHY):
        return not target().allows(_LETS_GO)
    if cls == "argon2.PasswordHasher":
        return _is_little(made, "time_cost", "memory_cost", values)
    if cls == _CONTEXT:
        scheme = _scheme(made, values)
        return _is_no_work(scheme, f"{scheme}__", made, values, target)
    return is_left_alone(cls, made, values, target)  # `pbkdf2_sha256.using(rounds=200_000)`


def _is_no_work(
    scheme: object, prefix: str, made: Call, values: Values, target: Callable[[], Target]
) -> bool:
    """Whether passlib needs no time for a scheme that was asked for something, or no thread helps.

    `prefix`: what stands before the names of its options.
    """
    if scheme in _BACKENDS and _has_no_use(_BACKENDS[scheme], target()):
        return True
    if scheme == "bcrypt":
        return _is_cheap(made.argument(f"{prefix}rounds"), values)
    if scheme == "argon2":
        return any(
            _is_little(made, f"{prefix}{rounds}", f"{prefix}memory_cost", values)
            for rounds in ("rounds", "time_cost")
        )
    if scheme in _PBKDF2:
        asked = [
            made.argument(f"{each}{rounds}") for rounds in _ROUNDS for each in (prefix, "all__")
        ]
        return all(_number(each, values, 0) < FEW_ROUNDS for each in asked)
    return scheme in _DIGESTS or scheme in _BY_CRYPT


def _scheme(made: Call, values: Values) -> object:
    """What a context hashes by: the scheme that it is told of, or its first one."""
    told = values.constant(made.argument("default"))
    if told is not None:
        return told.value
    schemes = values.expand(made.argument("schemes", 0))
    first = schemes.items[0] if isinstance(schemes, Items) and schemes.items else None
    return first.value if isinstance(first, Const) else None


def _has_no_use(backend: str, target: Target) -> bool:
    """Whether passlib has not the library that hashes for it, or one that it cannot use."""
    refusing = _REFUSING.get(backend)
    if refusing is not None and not target.uses("libpass"):
        if target.lower_bound(backend) is not None:
            return target.always_has(backend, refusing)
        if _is_of_that_time(target):
            return target.at_least(backend, refusing)
    return target.leaves_out(backend, "passlib")


def _is_of_that_time(target: Target) -> bool:
    """Whether a project is installed with what is younger than that bcrypt, or with the newest."""
    times = _OF_THAT_TIME.items()
    if any(target.lower_bound(each) and target.always_has(each, since) for each, since in times):
        return True
    return bool(target.uses("passlib")) and all(target.at_least(*each) for each in times)


def _is_cheap(rounds: Expr | None, values: Values) -> bool:
    return _number(rounds, values, _CHEAP + 1) <= _CHEAP


def _is_little(made: Call, rounds: str, memory: str, values: Values) -> bool:
    """Whether Argon2 goes through so little memory that a hash is made in milliseconds."""
    times = _number(made.argument(rounds), values, _FEW)
    return times * _number(made.argument(memory), values, _FEW) <= _FEW


def _number(given: Expr | None, values: Values, otherwise: int) -> int:
    """A number that is given, or what counts where it is left out or not known."""
    constant = values.constant(given)
    if constant is None or not isinstance(constant.value, int):
        return otherwise
    return constant.value
