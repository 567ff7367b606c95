"""
A request has one body, of one kind. As soon as a route takes a `File()`, `Form()` or `UploadFile`
parameter FastAPI reads all of the body as a form, and a Pydantic model next to it becomes a form
field of that name. A field is text, and text does not turn into a model: even `{"name": "x"}` in
that field is answered with 422 ("Input should be a valid dictionary or object"), and JSON is not
read at all. No request can be answered with anything else.

Declare the field as what it is, text, `item: Annotated[str, Form()]`, and parse it with
`Item.model_validate_json(item)`; or take the parts of the model as `Form()` fields; or let the
client send the model and the file in two requests.

Reported are required parameters that are Pydantic models, dataclasses, dictionaries or lists of
models, next to a form or a file of the same route or of its dependencies. Scalars and lists of
scalars work as form fields. Models that may read text by themselves (a validator for the whole
model, `__get_pydantic_core_schema__`) are let be, so are `Json[...]` and optional parameters.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Class, Endpoint, Expr, Instance, Items, Module, Parameter, Sub
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI410",
    name="upload-with-json-body",
    title="File or form next to a JSON body",
    message="every call answers 422: `{body}` is JSON, but `{form}` makes the body a form; "
    "take `{body}` as a `Form()` text and parse it",
    follows_imports=True,
    words=("*File*", "*Form*"),
)

#: Methods by which a model may take text for itself.
READERS = {"__get_pydantic_core_schema__", "__get_validators__", "validate", "__new__"}
VALIDATORS = {"pydantic.model_validator", "pydantic.root_validator"}
#: Base classes that change nothing of that.
PLAIN = {
    "pydantic.BaseModel", "sqlmodel.SQLModel", "abc.ABC", "builtins.object", "typing.Generic",
}  # fmt: skip
DATACLASS = {"dataclasses.dataclass", "pydantic.dataclasses.dataclass"}


@rule.on(Endpoint)
def check(endpoint: Endpoint, module: Module) -> Iterator[Finding]:
    if endpoint.websocket or endpoint.function is None or endpoint.argument("route_class"):
        return
    if endpoint.router.argument("route_class") is not None:
        return
    signature = module.signature(endpoint)
    taken = signature.parameters if signature is not None else []
    form = next((each for each in taken if each.kind in ("file", "form")), None)
    body = next((each for each in taken if is_json(each, module)), None)
    if form is not None and body is not None:
        place = body if body.function is endpoint.function else endpoint
        yield rule.at(place, body=body.name, form=form.name)


def is_json(parameter: Parameter, module: Module) -> bool:
    """Whether a parameter has to be in the body, and no form field can be it."""
    if parameter.kind != "body" or not parameter.required:
        return False
    return parameter.annotation is not None and is_structured(parameter.annotation, module)


def is_structured(annotation: Expr, module: Module) -> bool:
    expanded = module.values.expand(annotation)
    if isinstance(expanded, Sub):
        name, index = module.qualname(expanded.of), expanded.index
        parts = index.items if isinstance(index, Items) else (index,)
        if name in ("builtins.list", "typing.List"):
            return is_structured(parts[0], module)
        if name == "typing.Annotated":
            plain = all(
                (module.qualname(marker.callee) or "").startswith("fastapi.")
                for marker in module.values.metadata(expanded)
            )
            return plain and len(parts) == 2 and is_structured(parts[0], module)
        if name in ("builtins.dict", "typing.Dict"):
            return True
    declared = module.values.type_of(annotation)
    if not isinstance(declared, Instance):
        return False
    if declared.cls == "builtins.dict":
        return True
    return declared.known is not None and takes_no_text(declared.known, module)


def takes_no_text(model: Class, module: Module) -> bool:
    """Whether a class is a Pydantic model or dataclass that can only be made of an object."""
    for ancestor in set(module.values.ancestry(model.qualname)) - PLAIN:
        known = module.values.known_class(ancestor) if ancestor else None
        if known is None or not READERS.isdisjoint(known.methods):
            return False
        for qualname in known.methods.values():
            method = module.values.function(qualname)
            if method is None or module.values.decorated_by(method, VALIDATORS):
                return False
    is_model = module.values.derives(model.qualname, "pydantic.BaseModel") is True
    return is_model or module.values.decorated_by(model, DATACLASS)
