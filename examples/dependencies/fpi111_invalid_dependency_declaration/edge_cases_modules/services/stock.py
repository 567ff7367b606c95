def stock() -> dict[str, int]:
    return {"apple": 5}
