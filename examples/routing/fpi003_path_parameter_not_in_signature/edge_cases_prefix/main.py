from fastapi import APIRouter, Depends, FastAPI, Request

app = FastAPI()
players = APIRouter(prefix="/players/{player_id}")


@players.get("/profile")  # error: FPI003
def prefix_with_id(player: int): ...


@players.get("/mails")
def prefix_not_wanted(player_name: str): ...


@players.get("/friends")
def prefix_and_another(player: int | None = None): ...


@players.get("/notes")
def prefix_taken(player_id: int, player: str): ...


@players.get("/items")
def prefix_by_request(request: Request, player: int):
    return {player: request.path_params["player_id"]}


app.include_router(players)

guarded_players = APIRouter(prefix="/guarded/{id_player}/{player_id}")


def by_player_id(player_id: int, id_player: int) -> int:
    return player_id


@guarded_players.get("/profile")
def prefix_taken_around(player: int): ...


app.include_router(guarded_players, dependencies=[Depends(by_player_id)])
