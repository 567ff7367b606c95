import requests
from fastapi import FastAPI
from pydantic import BaseModel, field_validator

app = FastAPI()


class Webhook(BaseModel):
    url: str

    @field_validator("url")
    @classmethod
    def answers(cls, url: str) -> str:
        requests.head(url, timeout=5).raise_for_status()  # error: FPI202
        return url


@app.post("/webhooks")
def create_webhook(webhook: Webhook) -> Webhook:
    return webhook
