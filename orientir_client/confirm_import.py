from typing import Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import ImportState


class ConfirmImport(BaseModel):
    confirm_import: Union[
        "ConfirmImportConfirmImportImportRefusal",
        "ConfirmImportConfirmImportImportSummary",
    ] = Field(alias="confirmImport", discriminator="typename__")


class ConfirmImportConfirmImportImportRefusal(BaseModel):
    typename__: Literal["ImportRefusal"] = Field(alias="__typename")
    code: str
    message: str
    field: Optional[str]
    rows: list[int]


class ConfirmImportConfirmImportImportSummary(BaseModel):
    typename__: Literal["ImportSummary"] = Field(alias="__typename")
    state: ImportState
    total: int
    written: int


ConfirmImport.model_rebuild()
