import ormar
from databases import Database
from fastapi import FastAPI

app = FastAPI()
database = Database("sqlite:///shop.db")
base = ormar.OrmarConfig(database=database)
