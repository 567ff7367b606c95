from typing import Any
from uuid import uuid4

import boto3
from fastapi import FastAPI

app = FastAPI()
s3 = boto3.client("s3", region_name="eu-central-1")


@app.post("/uploads")
def prepare_upload() -> Any:
    return s3.generate_presigned_post(  # error: FPI413
        Bucket="videos", Key=uuid4().hex, ExpiresIn=600
    )
