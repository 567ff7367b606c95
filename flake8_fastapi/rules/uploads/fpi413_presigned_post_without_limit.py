"""
`generate_presigned_post` signs a form with which a browser uploads straight to S3. The policy in it
says what the upload may look like, and what it does not say is free: without a
`content-length-range` the holder of the form may upload a file of any size that S3 takes in one
request, as often as they like until the form expires, on your bill. No code of yours runs on the
way that could refuse it.

Give the range: `Conditions=[["content-length-range", 1, LIMIT]]`. S3 then answers
`EntityTooLarge`.

Reported is `generate_presigned_post` of an S3 client without `Conditions`, or with ones that are
written out and have no such range, also in a variable that the function does nothing else with. The
skill's own sample has none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model import (
    Call,
    Const,
    Display,
    Expr,
    Items,
    Method,
    Module,
    Pairs,
    last_name,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI413",
    name="presigned-post-without-limit",
    title="Presigned upload of any size",
    message="whoever gets this form may upload any amount to the bucket; "
    'pass `Conditions=[["content-length-range", 1, LIMIT]]`',
    skill=("4.7",),
    words=("generate_presigned_post",),
)

CLIENT = "botocore.client.BaseClient"


@rule.on(Call)
def check(call: Call, module: Module) -> Iterator[Finding]:
    if last_name(call.callee) != "generate_presigned_post" or call.spreads:
        return
    if is_of_s3(call, module):
        conditions = call.argument("Conditions", 3)
        if conditions is None or is_without_range(conditions, module):
            if not is_handed_on(call, module):
                yield rule.at(call)


def is_of_s3(call: Call, module: Module) -> bool:
    """Whether it is boto's method: of a known client, or given what only boto spells so."""
    match module.value(call.callee):
        case Method(of=of):
            return module.values.derives(of.cls, CLIENT) is True
        case None:
            return call.argument("Bucket") is not None and call.argument("Key") is not None
    return False


def is_without_range(conditions: Expr, module: Module) -> bool:
    """Whether all conditions can be read, and none of them limits the length."""
    value = module.value(conditions)
    given = value.expression if isinstance(value, Display) else module.values.expand(conditions)
    texts = list(texts_in(given))
    return None not in texts and "content-length-range" not in texts


def is_handed_on(call: Call, module: Module) -> bool:
    """Whether the function does more with the variable that has the conditions: a helper adds."""
    node = module.syntax.call_node(call)
    if node is None:
        return False
    given = [*node.args[3:4], *(w.value for w in node.keywords if w.arg == "Conditions")]
    names = {each.id for each in given if isinstance(each, ast.Name)}
    return len(module.syntax.loads(names, node)) > 1


def texts_in(expression: Expr | None) -> Iterator[object]:
    """The constants of a display that say what a condition is about; None for the unknown."""
    match expression:
        case Const(value=value):
            yield "" if value is None else value
        case Items(items=items):
            for condition in items:
                match condition:
                    case Items(items=[Const(value=what), *_]):
                        yield what
                    case Pairs(pairs=pairs):
                        yield from (k.value if isinstance(k, Const) else None for k, _ in pairs)
                    case _:
                        yield None
        case _:
            yield None
