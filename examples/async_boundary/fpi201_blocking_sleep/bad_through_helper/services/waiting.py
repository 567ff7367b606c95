from .. import pacing


def settle() -> None:
    pacing.pause()


def settle_down() -> None:
    settle()
