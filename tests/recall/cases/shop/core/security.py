from passlib.context import CryptContext

_context = CryptContext(schemes=["bcrypt"])


def verify(plain: str, hashed: str) -> bool:
    return _context.verify(plain, hashed)


def same(left: str, right: str) -> bool:
    return left == right
