from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import GapChange, GapState, Severity


class WhatChanged(BaseModel):
    what_changed: "WhatChangedWhatChanged" = Field(alias="whatChanged")


class WhatChangedWhatChanged(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "WhatChangedWhatChangedPageInfo" = Field(alias="pageInfo")
    edges: list["WhatChangedWhatChangedEdges"]


class WhatChangedWhatChangedPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class WhatChangedWhatChangedEdges(BaseModel):
    node: "WhatChangedWhatChangedEdgesNode"


class WhatChangedWhatChangedEdgesNode(BaseModel):
    change: GapChange
    at: datetime
    gap: Optional["WhatChangedWhatChangedEdgesNodeGap"]


class WhatChangedWhatChangedEdgesNodeGap(BaseModel):
    id: str
    rule: str
    title: str
    severity: Severity
    state: GapState
    count: int
    region_id: str = Field(alias="regionId")


WhatChanged.model_rebuild()
WhatChangedWhatChanged.model_rebuild()
WhatChangedWhatChangedEdges.model_rebuild()
WhatChangedWhatChangedEdgesNode.model_rebuild()
