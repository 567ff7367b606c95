def read(name: str) -> bytes:
    return name.encode()
