from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import HTTPBearer

# The browser of a user has nothing to send here: whoever calls knows a token.

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)


@app.get("/me", dependencies=[Depends(HTTPBearer())])
def read_me(verbose: Annotated[bool, Depends(lambda: False)]) -> dict[str, bool]:
    return {"verbose": verbose}
