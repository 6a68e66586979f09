from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Severity


class OpenGaps(BaseModel):
    gaps: "OpenGapsGaps"


class OpenGapsGaps(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "OpenGapsGapsPageInfo" = Field(alias="pageInfo")
    edges: list["OpenGapsGapsEdges"]


class OpenGapsGapsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class OpenGapsGapsEdges(BaseModel):
    node: "OpenGapsGapsEdgesNode"


class OpenGapsGapsEdgesNode(BaseModel):
    id: str
    rule: str
    case: str
    title: str
    severity: Severity
    count: int
    population: int
    due_on: Optional[date] = Field(alias="dueOn")
    overdue: Optional[bool]
    root: Optional[bool]
    blocked_children: Optional[int] = Field(alias="blockedChildren")
    version: int


OpenGaps.model_rebuild()
OpenGapsGaps.model_rebuild()
OpenGapsGapsEdges.model_rebuild()
