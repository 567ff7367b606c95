import httpx
import requests
from fastapi import HTTPException


class TokenCheck:
    def __init__(self, url: str) -> None:
        self.url = url

    async def __call__(self, token: str) -> str:
        return self._user_of(token)  # error: FPI202

    def _user_of(self, token: str) -> str:
        response = requests.get(self.url, params={"token": token}, timeout=5)
        if response.status_code == 401:
            raise HTTPException(401)
        return response.text


class TokenCheckLater(TokenCheck):
    async def __call__(self, token: str) -> str:
        async with httpx.AsyncClient(base_url=self.url) as client:
            return (await client.get("/", params={"token": token})).text


class SendReceipt:
    async def __call__(self, user: str) -> None:
        requests.post("https://mail.example", json={"user": user}, timeout=5)  # error: FPI202


class PrintReceipt:
    """In a thread, as FastAPI calls it."""

    def __call__(self, user: str) -> None:
        requests.post("https://print.example", json={"user": user}, timeout=5)


class NobodySends:
    async def __call__(self, user: str) -> None:
        requests.post("https://mail.example", json={"user": user}, timeout=5)
