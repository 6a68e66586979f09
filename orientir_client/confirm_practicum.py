from typing import Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel


class ConfirmPracticum(BaseModel):
    confirm_practicum: Union[
        "ConfirmPracticumConfirmPracticumChanged",
        "ConfirmPracticumConfirmPracticumProblem",
    ] = Field(alias="confirmPracticum", discriminator="typename__")


class ConfirmPracticumConfirmPracticumChanged(BaseModel):
    typename__: Literal["Changed"] = Field(alias="__typename")
    id: str
    label: str
    version: int
    entry: Optional[str]
    repeated: bool
    scanned: bool


class ConfirmPracticumConfirmPracticumProblem(BaseModel):
    typename__: Literal["Problem"] = Field(alias="__typename")
    code: str
    message: str
    field: Optional[str]


ConfirmPracticum.model_rebuild()
