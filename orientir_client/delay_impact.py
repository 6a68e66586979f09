from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class DelayImpact(BaseModel):
    impact: Optional["DelayImpactImpact"]


class DelayImpactImpact(BaseModel):
    children: int
    recommendations: int
    reports: list[int]
    practicums: list["DelayImpactImpactPracticums"]


class DelayImpactImpactPracticums(BaseModel):
    id: str
    title: str
    on_day: date = Field(alias="onDay")
    children: int


DelayImpact.model_rebuild()
DelayImpactImpact.model_rebuild()
