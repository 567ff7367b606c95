from typing import Annotated

import boto3
import stripe
from fastapi import Depends, FastAPI
from openai import OpenAI

app = FastAPI()
s3 = boto3.client("s3")


def get_llm() -> OpenAI:
    return OpenAI()


@app.post("/ask")
async def ask(question: str, llm: Annotated[OpenAI, Depends(get_llm)]) -> str:
    answer = llm.responses.create(model="gpt-5", input=question)  # error: FPI207
    return answer.output_text


@app.put("/files/{key}")
async def put_file(key: str, content: str) -> None:
    s3.put_object(Bucket="files", Key=key, Body=content.encode())  # error: FPI207


def charge(amount: int) -> str:
    return stripe.PaymentIntent.create(amount=amount, currency="eur").id


@app.post("/orders")
async def order(amount: int) -> str:
    return charge(amount)  # error: FPI207
