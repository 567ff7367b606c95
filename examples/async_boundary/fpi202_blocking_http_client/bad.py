from typing import Annotated

import httpx
import requests
from fastapi import Depends, FastAPI, HTTPException

app = FastAPI()
github = httpx.Client(base_url="https://api.github.com")


@app.get("/weather")
async def weather(city: str) -> dict[str, str]:
    response = requests.get("https://weather.example", params={"q": city})  # error: FPI202
    return {"weather": response.text}


@app.get("/stars/{owner}/{name}")
async def stars(owner: str, name: str) -> int:
    repository = github.get(f"/repos/{owner}/{name}").json()  # error: FPI202
    return int(repository["stargazers_count"])


async def current_user(token: str) -> dict[str, str]:
    response = requests.post("https://id.example/introspect", {"token": token})  # error: FPI202
    if response.status_code != 200:
        raise HTTPException(401)
    return {"name": response.json()["name"]}


@app.get("/me")
def me(user: Annotated[dict[str, str], Depends(current_user)]) -> dict[str, str]:
    return user
