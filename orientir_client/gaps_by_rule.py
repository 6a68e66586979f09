from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Severity


class GapsByRule(BaseModel):
    gaps_by: list["GapsByRuleGapsBy"] = Field(alias="gapsBy")


class GapsByRuleGapsBy(BaseModel):
    rule: Optional[str]
    severity: Optional[Severity]
    count: int


GapsByRule.model_rebuild()
