"""Conditions that stand alone, of a library that has no parameters for them."""

import lancedb
from fastapi import FastAPI, HTTPException

app = FastAPI()
db = lancedb.connect("data")
ALLOWED = {"fruit", "tea"}


class Users:
    def __init__(self) -> None:
        self.db = lancedb.connect("data")
        self.table = self.db.open_table("users")

    def by_name(self, name: str) -> list[dict[str, object]]:
        found = self.table.search().where(f"name = '{name}'", prefilter=True)  # error: FPI601
        return found.limit(1).to_list()

    def by_quoted_name(self, name: str) -> list[dict[str, object]]:
        quoted = name.replace("'", "''")
        return self.table.search().limit(9).where(f"name = '{quoted}'").to_list()

    def by_number(self, number: int) -> list[dict[str, object]]:
        return self.table.search().where(f"id = {number}").to_list()

    def by_kind(self, kind: str) -> list[dict[str, object]]:
        if kind not in ALLOWED:
            raise HTTPException(404)
        return self.table.search().where(f"kind = '{kind}'").to_list()

    def by_nobody(self, name: str) -> list[dict[str, object]]:
        return self.table.search().where(f"name = '{name}'").to_list()


users = Users()


@app.get("/users/{name}")
def read_user(name: str) -> list[dict[str, object]]:
    return users.by_name(name)


@app.get("/quoted-users/{name}")
def read_quoted_user(name: str) -> list[dict[str, object]]:
    return users.by_quoted_name(name)


@app.get("/users")
def read_users(kind: str, number: int) -> list[object]:
    return [users.by_kind(kind), users.by_number(number), users.by_nobody("me")]


@app.delete("/users/{name}")
def delete_user(name: str, number: str) -> int:
    table = db.open_table("users")
    table.update(where="name = '" + name + "'", values={"gone": True})  # error: FPI601
    table.delete(f"name = '{name}'")  # error: FPI601
    table.delete(f"number = {number}")  # error: FPI601
    table.delete("name = 'nobody'")
    return table.count_rows(filter=f"name = '{name}'")  # error: FPI601


@app.get("/pages/{name}")
async def read_page(name: str) -> list[dict[str, object]]:
    connection = await lancedb.connect_async("data")
    table = await connection.open_table("pages")
    await table.update({"read": True}, where=f"name = '{name}'")  # error: FPI601
    return await table.query().where(f"name = '{name}'").to_list()  # error: FPI601


class Notes:
    """Whose methods are none of LanceDB's."""

    def where(self, text: str) -> list[str]:
        return [text]

    def delete(self, text: str) -> None: ...


notes = Notes()


@app.delete("/notes/{name}")
def delete_note(name: str) -> list[str]:
    notes.delete(f"name = '{name}'")
    return notes.where(f"name = '{name}'")
