def shop(id: int) -> int:
    return id
