from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Format


class PracticumsByMunicipality(BaseModel):
    practicums_by: list["PracticumsByMunicipalityPracticumsBy"] = Field(
        alias="practicumsBy"
    )


class PracticumsByMunicipalityPracticumsBy(BaseModel):
    municipality: Optional["PracticumsByMunicipalityPracticumsByMunicipality"]
    format: Optional[Format]
    count: int


class PracticumsByMunicipalityPracticumsByMunicipality(BaseModel):
    id: str
    name: str


PracticumsByMunicipality.model_rebuild()
PracticumsByMunicipalityPracticumsBy.model_rebuild()
