from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

router = APIRouter()


@router.get("/replaced")
def replaced(db: Session = Depends()): ...
