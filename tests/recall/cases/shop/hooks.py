"""What `main` hands to the application, and what it hands to its start."""

import asyncio
import time

import requests


async def on_key_error(request, error):
    time.sleep(0.5)  # blocks: sleep


async def on_key_error_twin(request, error):
    await asyncio.sleep(0.5)


async def greet(name: str) -> None:
    time.sleep(0.5)  # blocks: sleep


async def fetch_rates() -> None:
    requests.get("https://rates.example.org")
    time.sleep(0.5)


async def unused() -> None:
    time.sleep(0.5)


class Audit:
    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        with open("audit.log", "a") as file:  # blocks: file
            file.write(scope["path"])
        await self.app(scope, receive, send)
