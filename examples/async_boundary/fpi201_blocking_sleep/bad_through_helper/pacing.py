import time


def pause() -> None:
    time.sleep(1)


def nothing() -> None:
    time.monotonic()
