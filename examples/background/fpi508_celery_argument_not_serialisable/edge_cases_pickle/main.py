from fastapi import FastAPI

from edge_cases_pickle.worker import count

app = FastAPI()


@app.post("/")
def create(text: str) -> None:
    count.delay(set(text.split()))
