import httpx
import redis
import requests

cache = redis.from_url("redis://cache")


class Client:
    base = "https://api.example"

    def __init__(self) -> None:
        self.http = requests.Session()
        self.later = httpx.AsyncClient(base_url=self.base)

    def get(self, path: str) -> dict[str, int]:
        return self.http.get(self.base + path).json()


class Github(Client):
    def stars(self, name: str) -> int:
        return self.get(f"/{name}")["stars"]

    async def stars_async(self, name: str) -> int:
        return (await self.later.get(f"/{name}")).json()["stars"]

    def total(self, names: list[str]) -> int:
        return sum(self.stars(name) for name in names)


github = Github()
