import time


def attempt(charge_id: str) -> object:
    for delay in (1, 2, 4):
        pause(delay)
    return charge_id


def pause(seconds: float) -> None:
    time.sleep(seconds)
