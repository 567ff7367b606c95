"""What a function leaves for a helper under a global name, and not as an argument.

On the event loop nothing comes between the two. As soon as the helper runs in a thread, or anything
is awaited, another request leaves its own there.
"""

from __future__ import annotations

import ast

from flake8_fastapi.model.event_loop import BlockingCall
from flake8_fastapi.model.layers import Layers


def takes_what_was_left(call: BlockingCall, file: Layers) -> bool:
    """Whether a helper of the file reads a global name that the function which calls it sets.

    To what it is given itself: something else may be the same for all.
    """
    if not call.through or "global " not in file.source:
        return False
    tree = file.syntax.tree
    caller = file.syntax.function_node(call.function)
    if caller is None:
        return False
    is_global = {name for each in tree.inside(caller, ast.Global) for name in each.names}
    given = {each.arg for each in ast.walk(caller.args) if isinstance(each, ast.arg)}
    left = {
        target.id
        for each in tree.inside(caller, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name) and target.id in is_global and each.lineno < call.lineno
        if any(isinstance(it, ast.Name) and it.id in given for it in ast.walk(each.value))
    }
    helper = file.values.callee(file.values.of(call.call.callee)) if left else None
    node = file.syntax.function_node(helper) if helper is not None else None
    return node is not None and any(
        each.id in left and isinstance(each.ctx, ast.Load) for each in tree.inside(node, ast.Name)
    )
