from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class PracticumsByCompetence(BaseModel):
    practicums_by: list["PracticumsByCompetencePracticumsBy"] = Field(
        alias="practicumsBy"
    )


class PracticumsByCompetencePracticumsBy(BaseModel):
    competence: Optional["PracticumsByCompetencePracticumsByCompetence"]
    count: int


class PracticumsByCompetencePracticumsByCompetence(BaseModel):
    id: str
    name: str


PracticumsByCompetence.model_rebuild()
PracticumsByCompetencePracticumsBy.model_rebuild()
