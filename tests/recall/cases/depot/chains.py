"""Helpers that lead to what blocks through many others."""

import requests


def first() -> str:
    return second()


def second() -> str:
    return third()


def third() -> str:
    return fourth()


def fourth() -> str:
    return fifth()


def fifth() -> str:
    return requests.get("https://example.org").text


def first_on_failure() -> str:
    return second_on_failure()


def second_on_failure() -> str:
    return third_on_failure()


def third_on_failure() -> str:
    return fourth_on_failure()


def fourth_on_failure() -> str:
    """In the usual course, nothing is waited for."""
    try:
        return "".join(["a", "b"])
    except ValueError:
        return fifth()


def round_and_round(times: int) -> None:
    if times:
        there_and_back(times - 1)


def there_and_back(times: int) -> None:
    round_and_round(times)


class Node:
    def __init__(self, parent: "Node | None") -> None:
        self.parent = parent

    def path(self) -> str:
        return self.load()

    def load(self) -> str:
        return self.fetch()

    def fetch(self) -> str:
        return self.ask()

    def ask(self) -> str:
        return first()
