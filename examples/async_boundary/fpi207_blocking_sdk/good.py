import boto3
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()
s3 = boto3.client("s3", region_name="eu-central-1")


@app.put("/files/{key}")
def put_file(key: str, content: str) -> None:  # runs in a thread
    s3.put_object(Bucket="files", Key=key, Body=content.encode())


@app.delete("/files/{key}", status_code=204)
async def delete_file(key: str) -> None:
    await run_in_threadpool(s3.delete_object, Bucket="files", Key=key)


@app.get("/files/{key}/link")
async def link(key: str) -> str:
    where = {"Bucket": "files", "Key": key}
    url: str = s3.generate_presigned_url("get_object", Params=where)  # asks nobody
    return url
