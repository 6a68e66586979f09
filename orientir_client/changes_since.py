from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChangesSince(BaseModel):
    changes_since: "ChangesSinceChangesSince" = Field(alias="changesSince")


class ChangesSinceChangesSince(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "ChangesSinceChangesSincePageInfo" = Field(alias="pageInfo")
    edges: list["ChangesSinceChangesSinceEdges"]


class ChangesSinceChangesSincePageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class ChangesSinceChangesSinceEdges(BaseModel):
    node: "ChangesSinceChangesSinceEdgesNode"


class ChangesSinceChangesSinceEdgesNode(BaseModel):
    region: Optional[str]
    at: Optional[datetime]
    change: Optional[str]
    rule: Optional[str]
    case: Optional[str]
    severity: Optional[str]
    gap: Optional[str]
    count: Optional[int]


ChangesSince.model_rebuild()
ChangesSinceChangesSince.model_rebuild()
ChangesSinceChangesSinceEdges.model_rebuild()
