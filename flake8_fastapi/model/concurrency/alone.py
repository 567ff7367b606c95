"""Does a process serve one caller at a time? Then nobody waits for what blocks its event loop.

AWS Lambda gives a process one request, and the next one when that is answered. That `Mangum` wraps
an application says that it can run there, not that it does: the deployment has to, or the README. A
server of MCP on standard input serves the program that has started it.
"""

from __future__ import annotations

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.files import deployment_above, deployment_texts, readme_texts

_LAMBDA = regex(
    r"public\.ecr\.aws/lambda/|aws-lambda-adapter|awslambdaric"
    r"|\bAWS::(?:Serverless|Lambda)::Function\b|\bserverless-python-requirements\b"
)
#: The folder that a template or an image around a project is of: `CodeUri: api/`, `COPY api .`
_DEPLOYED = regex(
    r"\b(?:CodeUri:|DockerContext:|[Hh]andler:|COPY|ADD)[ \t]+[\"']?(?:\./)?([\w-]+)(?![\w-])"
)
#: What hands requests to a server in the same image.
_ADAPTER = regex(r"aws-lambda-adapter")
#: What starts a server of one's own, and not for development: `CMD ["uvicorn", "app.main:app"]`.
_SERVER = regex(
    r"\b(?:uvicorn|gunicorn|hypercorn)\b(?![^\n]*--reload)[^\n]*\b\w+:\w"
    r"|\bfastapi\b[\"', ]+run\b"
)
#: How a README says where an application runs, and not where it could: `hosted on AWS Lambda`.
_SAID = regex(
    r"(?i)(?<!can be )(?<!could be )(?<!may be )(?<!to be )(?<!also )(?<!optionally )"
    r"\b(?:deployed|hosted|running|runs|served)\s+(?:\w+\s+){0,3}?(?:as|by|in|on|to|using|via)\s+"
    r"(?:an?\s+)?\W{0,3}(?:(?:Amazon|AWS|serverless)\s+)?Lambda\b(?![^.\n]*\bor\b)"
)
_WRAPS = r"\bMangum\s*\("
_ON_STANDARD_INPUT = regex(r"\.run(?:_async)?\(\s*\)|\bstdio\b")
_ON_HTTP = regex(r"\b(?:sse|sse_app|http_app|streamable[-_]http\w*)\b|[\"']http[\"']|\bAPIRouter\(")


def is_alone(file: Layers) -> bool:
    """Whether the process that runs a file does nothing else meanwhile, as the project says."""
    return _is_on_standard_input(file.source) or _is_in_lambda(file)


def _is_on_standard_input(source: str) -> bool:
    return (
        "FastMCP(" in source
        and _ON_STANDARD_INPUT.search(source) is not None
        and _ON_HTTP.search(source) is None
        and "FastAPI(" not in source
    )


def _is_in_lambda(file: Layers) -> bool:
    project = file.project
    if project is None:
        return False
    texts = list(deployment_texts(project.path, around=False))
    if not any(map(_LAMBDA.search, texts)):
        own, above = deployment_above(project.path)
        if any(_LAMBDA.search(it) and own in _DEPLOYED.findall(it) for it in above):
            texts += above
        elif not _is_said_to_be_there(file, project.path):
            return False
    return not any(_SERVER.search(text) and not _ADAPTER.search(text) for text in texts)


def _is_said_to_be_there(file: Layers, path: str) -> bool:
    """Whether the README says so of a project that wraps an application for it."""
    usage = file.usage
    return (
        usage is not None
        and any(map(_SAID.search, readme_texts(path)))
        and usage.says(_WRAPS, "Mangum")
    )
