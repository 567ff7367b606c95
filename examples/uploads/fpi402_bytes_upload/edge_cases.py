from typing import Annotated, Optional

from fastapi import APIRouter, Body, File, UploadFile

router = APIRouter()
Picture = Annotated[bytes, File()]


# Alarms


@router.post("/1")
def default(file: bytes = File(...)) -> None: ...  # error: FPI402


@router.post("/2")
def alias(file: Picture) -> None: ...  # error: FPI402


@router.post("/3")
def optional(file: Optional[bytes] = File(None)) -> None: ...  # error: FPI402


@router.post("/4")
def either(file: bytes | None = File(None)) -> None: ...  # error: FPI402


@router.post("/5")
def several(files: Annotated[list[bytes], File()]) -> None: ...  # error: FPI402


# Innocent


@router.post("/21")
def upload(file: UploadFile) -> None: ...


@router.post("/22")
def several_uploads(files: Annotated[list[UploadFile], File()]) -> None: ...


@router.post("/23")
def a_body(data: Annotated[bytes, Body()]) -> None: ...


def helper(file: bytes) -> None: ...
