import databases as db  # error: FPI312
from fastapi import FastAPI

app = FastAPI()
database = db.Database("sqlite:///shop.db")
