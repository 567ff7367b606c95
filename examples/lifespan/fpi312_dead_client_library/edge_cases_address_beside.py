from databases import Database, DatabaseURL  # error: FPI312
from fastapi import FastAPI

app = FastAPI()
database = Database(DatabaseURL("postgresql://localhost/shop"))
