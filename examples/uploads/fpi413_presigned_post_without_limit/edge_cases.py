from typing import Any

import boto3
from fastapi import APIRouter

router = APIRouter()
s3 = boto3.session.Session().client("s3", region_name="eu-central-1")
TYPES = [["starts-with", "$Content-Type", "image/"]]
RANGE = [["content-length-range", 1, 1000], {"acl": "private"}]
OPTIONS = {"Conditions": RANGE}


# Alarms


@router.post("/1")
def by_position() -> Any:
    return s3.generate_presigned_post("bucket", "key")  # error: FPI413


@router.post("/2")
def no_conditions() -> Any:
    return s3.generate_presigned_post("bucket", "key", None, None)  # error: FPI413


@router.post("/3")
def other_conditions() -> Any:
    return s3.generate_presigned_post(  # error: FPI413
        "bucket", "key", Conditions=[{"acl": "public-read"}, ["eq", "$success_action_status", "1"]]
    )


@router.post("/4")
def other_conditions_by_name() -> Any:
    return s3.generate_presigned_post("bucket", "key", Conditions=TYPES)  # error: FPI413


@router.post("/5")
def declared_conditions(kind: str) -> Any:
    fields = {"x-amz-meta-kind": kind}
    wanted: list[Any] = [{"x-amz-meta-kind": kind}]
    return s3.generate_presigned_post("bucket", "key", fields, wanted, 60)  # error: FPI413


def unknown_client(client: Any) -> Any:
    return client.generate_presigned_post(Bucket="bucket", Key="key")  # error: FPI413


# Innocent


@router.post("/21")
def range_by_name() -> Any:
    return s3.generate_presigned_post("bucket", "key", None, RANGE)


@router.post("/22")
def unknown_conditions(name: str) -> Any:
    return s3.generate_presigned_post("bucket", "key", Conditions=[*RANGE, {"key": name}])


def conditions() -> Any:
    return RANGE


@router.post("/23")
def made_conditions() -> Any:
    return s3.generate_presigned_post("bucket", "key", Conditions=conditions())


@router.post("/24")
def spread() -> Any:
    return s3.generate_presigned_post(Bucket="bucket", Key="key", **OPTIONS)


@router.post("/25")
def presigned_url() -> Any:
    return s3.generate_presigned_url("put_object", {"Bucket": "bucket", "Key": "key"})


class Storage:
    def generate_presigned_post(self, name: str) -> Any:
        return s3.generate_presigned_post("bucket", name, Conditions=RANGE)


@router.post("/26")
def of_the_project() -> Any:
    return Storage().generate_presigned_post("key")


def unknown_method(storage: Any) -> Any:
    return storage.generate_presigned_post("key")


@router.post("/27")
def added_conditions(limit: int) -> Any:
    wanted: list[Any] = [{"acl": "private"}]
    wanted += [["content-length-range", 1, limit]]
    return s3.generate_presigned_post("bucket", "key", {"acl": "private"}, wanted)


def limit_length(wanted: list[Any]) -> None:
    wanted.append(RANGE[0])


@router.post("/28")
def conditions_of_a_helper() -> Any:
    wanted = [{"acl": "private"}]
    limit_length(wanted)
    return s3.generate_presigned_post("bucket", "key", {"acl": "private"}, wanted)


@router.post("/29")
def conditions_that_depend(limit: int | None) -> Any:
    wanted: list[Any] = [{"acl": "private"}]
    if limit is not None:
        wanted = [*wanted, ["content-length-range", 1, limit]]
    return s3.generate_presigned_post("bucket", "key", Conditions=wanted)
