from fastapi import FastAPI, HTTPException

from .dependencies import LedgerDep

app = FastAPI()


@app.get("/balance")
def read_balance(ledger: LedgerDep) -> int:
    if not ledger:
        raise HTTPException(404)
    return sum(ledger)
