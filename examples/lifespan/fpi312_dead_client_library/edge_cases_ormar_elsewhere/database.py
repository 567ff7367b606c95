from databases import Database
from fastapi import FastAPI

database = Database("sqlite:///shop.db")


def keep(app: FastAPI) -> None:
    app.state.database = database
