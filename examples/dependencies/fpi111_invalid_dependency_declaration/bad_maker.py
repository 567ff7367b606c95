from collections.abc import Callable

from fastapi import Depends, FastAPI, HTTPException

app = FastAPI()


def require_admin() -> Callable[[str], None]:
    def check(key: str) -> None:
        if key != "admin":
            raise HTTPException(403)

    return check


@app.delete("/report", dependencies=[Depends(require_admin)])  # error: FPI111
def delete_report() -> None: ...
