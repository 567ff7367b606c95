"""What Pydantic 2 refuses at once: `pydantic_refusals` and `lacking` of the model rest on it."""

from __future__ import annotations

import pydantic
import pytest
from pydantic import BaseModel
from pydantic_settings import BaseSettings

from flake8_fastapi.model.fails_at_import.pydantic_refusals import KEYWORDS, NAMES, VALIDATES_WITH


@pytest.mark.parametrize(
    ("module", "name"),
    [(module, name) for module, names in NAMES.items() for name in sorted(names)],
)
def test_a_name_that_cannot_be_imported(module: str, name: str) -> None:
    with pytest.raises((ImportError, pydantic.PydanticImportError)):
        exec(f"from {module} import {name}", {})


@pytest.mark.parametrize(
    ("function", "keyword"),
    [(name, each) for name, used in KEYWORDS.items() for each in sorted(used)],
)
def test_a_keyword_that_is_refused(function: str, keyword: str) -> None:
    given = (int,) if function == "conlist" else ()
    with pytest.raises((TypeError, pydantic.PydanticUserError)):
        getattr(pydantic, function)(*given, **{keyword: 1})


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_root_validator_says_when_it_runs() -> None:
    with pytest.raises(pydantic.PydanticUserError):
        pydantic.root_validator(lambda cls, values: values)  # type: ignore[call-overload]
    with pytest.raises(pydantic.PydanticUserError):
        pydantic.root_validator()  # type: ignore[call-overload]
    for keyword in VALIDATES_WITH:
        pydantic.root_validator(**{keyword: True})  # type: ignore[call-overload]


def test_a_field_is_no_type() -> None:
    with pytest.raises(pydantic.errors.PydanticSchemaGenerationError):
        type("Otp", (BaseModel,), {"__annotations__": {"code": pydantic.Field(..., ge=1)}})


class Item(BaseModel):
    name: str = ""


class Settings(BaseSettings):
    name: str = ""


@pytest.mark.parametrize("cls", [Item, Settings])
def test_what_is_not_declared_can_neither_be_read_nor_set(cls: type[BaseModel]) -> None:
    made = cls()
    with pytest.raises(AttributeError):
        made.price  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(ValueError, match="has no field"):
        made.price = 1  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        cls.price  # type: ignore[attr-defined]  # noqa: B018
