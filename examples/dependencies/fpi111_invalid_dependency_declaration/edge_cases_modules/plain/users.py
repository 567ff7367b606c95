def users() -> list[str]:
    return ["ann"]
