from typing import Any
from uuid import uuid4

import boto3
from fastapi import FastAPI

app = FastAPI()
s3 = boto3.client("s3", region_name="eu-central-1")
LIMIT = 500 * 1024 * 1024


@app.post("/uploads")
def prepare_upload() -> Any:
    return s3.generate_presigned_post(
        Bucket="videos",
        Key=uuid4().hex,
        Conditions=[["content-length-range", 1, LIMIT]],
        ExpiresIn=600,
    )
