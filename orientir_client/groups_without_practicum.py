from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class GroupsWithoutPracticum(BaseModel):
    groups_without_practicum: "GroupsWithoutPracticumGroupsWithoutPracticum" = Field(
        alias="groupsWithoutPracticum"
    )


class GroupsWithoutPracticumGroupsWithoutPracticum(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "GroupsWithoutPracticumGroupsWithoutPracticumPageInfo" = Field(
        alias="pageInfo"
    )
    edges: list["GroupsWithoutPracticumGroupsWithoutPracticumEdges"]


class GroupsWithoutPracticumGroupsWithoutPracticumPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class GroupsWithoutPracticumGroupsWithoutPracticumEdges(BaseModel):
    node: "GroupsWithoutPracticumGroupsWithoutPracticumEdgesNode"


class GroupsWithoutPracticumGroupsWithoutPracticumEdgesNode(BaseModel):
    region: Optional[str]
    region_name: Optional[str] = Field(alias="regionName")
    impairment_group: Optional[str] = Field(alias="impairmentGroup")
    group_name: Optional[str] = Field(alias="groupName")
    students: Optional[int]


GroupsWithoutPracticum.model_rebuild()
GroupsWithoutPracticumGroupsWithoutPracticum.model_rebuild()
GroupsWithoutPracticumGroupsWithoutPracticumEdges.model_rebuild()
