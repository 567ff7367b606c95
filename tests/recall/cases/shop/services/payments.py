import time

import requests
import stripe

from . import retry


def charge(amount: int) -> object:
    return stripe.Charge.create(amount=amount)


def refund(charge_id: str) -> object:
    return retry.attempt(charge_id)


def rate() -> float:
    return requests.get("https://rates.example").json()["eur"]


async def convert(amount: int) -> float:
    return amount * rate()  # blocks: http


async def convert_twin(amount: int) -> float:
    started = time.monotonic()
    return amount * started
