from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Severity


class RootCauses(BaseModel):
    root_causes: "RootCausesRootCauses" = Field(alias="rootCauses")


class RootCausesRootCauses(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "RootCausesRootCausesPageInfo" = Field(alias="pageInfo")
    edges: list["RootCausesRootCausesEdges"]


class RootCausesRootCausesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class RootCausesRootCausesEdges(BaseModel):
    node: "RootCausesRootCausesEdgesNode"


class RootCausesRootCausesEdgesNode(BaseModel):
    blocked_gaps: int = Field(alias="blockedGaps")
    blocked_children: int = Field(alias="blockedChildren")
    reports: list[int]
    gap: Optional["RootCausesRootCausesEdgesNodeGap"]


class RootCausesRootCausesEdgesNodeGap(BaseModel):
    id: str
    rule: str
    case: str
    title: str
    severity: Severity
    count: int
    due_on: Optional[date] = Field(alias="dueOn")
    overdue: Optional[bool]
    region_id: str = Field(alias="regionId")
    unit: Optional["RootCausesRootCausesEdgesNodeGapUnit"]


class RootCausesRootCausesEdgesNodeGapUnit(BaseModel):
    label: str
    id: str


RootCauses.model_rebuild()
RootCausesRootCauses.model_rebuild()
RootCausesRootCausesEdges.model_rebuild()
RootCausesRootCausesEdgesNode.model_rebuild()
RootCausesRootCausesEdgesNodeGap.model_rebuild()
