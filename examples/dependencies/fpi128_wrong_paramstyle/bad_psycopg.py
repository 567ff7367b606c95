import psycopg
from fastapi import FastAPI

app = FastAPI()


@app.get("/users")
def find_user(email: str) -> str | None:
    with psycopg.connect("dbname=users") as connection, connection.cursor() as cursor:
        query = "SELECT name FROM users WHERE email = :email"
        cursor.execute(query, {"email": email})  # error: FPI128
        row = cursor.fetchone()
    return row and row[0]
