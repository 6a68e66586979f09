from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RegionsWithoutCoordinator(BaseModel):
    regions_without_coordinator: "RegionsWithoutCoordinatorRegionsWithoutCoordinator" = Field(
        alias="regionsWithoutCoordinator"
    )


class RegionsWithoutCoordinatorRegionsWithoutCoordinator(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "RegionsWithoutCoordinatorRegionsWithoutCoordinatorPageInfo" = Field(
        alias="pageInfo"
    )
    edges: list["RegionsWithoutCoordinatorRegionsWithoutCoordinatorEdges"]


class RegionsWithoutCoordinatorRegionsWithoutCoordinatorPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class RegionsWithoutCoordinatorRegionsWithoutCoordinatorEdges(BaseModel):
    node: "RegionsWithoutCoordinatorRegionsWithoutCoordinatorEdgesNode"


class RegionsWithoutCoordinatorRegionsWithoutCoordinatorEdgesNode(BaseModel):
    region: Optional[str]
    region_name: Optional[str] = Field(alias="regionName")
    venue: Optional[str]
    venue_name: Optional[str] = Field(alias="venueName")
    held: Optional[int]
    attendances: Optional[int]


RegionsWithoutCoordinator.model_rebuild()
RegionsWithoutCoordinatorRegionsWithoutCoordinator.model_rebuild()
RegionsWithoutCoordinatorRegionsWithoutCoordinatorEdges.model_rebuild()
