from fastapi import FastAPI

app = FastAPI()


def create_app() -> FastAPI:
    return FastAPI()
