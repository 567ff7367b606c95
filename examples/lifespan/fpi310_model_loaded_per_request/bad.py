import joblib
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Flat(BaseModel):
    rooms: int
    area: float


@app.post("/prices")
def estimate_price(flat: Flat) -> float:
    model = joblib.load("prices.joblib")  # error: FPI310
    return float(model.predict([[flat.rooms, flat.area]])[0])
