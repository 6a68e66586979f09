from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Format


class PracticumsUnconfirmed(BaseModel):
    practicums: "PracticumsUnconfirmedPracticums"


class PracticumsUnconfirmedPracticums(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "PracticumsUnconfirmedPracticumsPageInfo" = Field(alias="pageInfo")
    edges: list["PracticumsUnconfirmedPracticumsEdges"]


class PracticumsUnconfirmedPracticumsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class PracticumsUnconfirmedPracticumsEdges(BaseModel):
    node: "PracticumsUnconfirmedPracticumsEdgesNode"


class PracticumsUnconfirmedPracticumsEdgesNode(BaseModel):
    id: str
    title: str
    format: Format
    on_day: Optional[date] = Field(alias="onDay")
    venue: Optional["PracticumsUnconfirmedPracticumsEdgesNodeVenue"]
    competence: Optional["PracticumsUnconfirmedPracticumsEdgesNodeCompetence"]
    enrolled: "PracticumsUnconfirmedPracticumsEdgesNodeEnrolled"


class PracticumsUnconfirmedPracticumsEdgesNodeVenue(BaseModel):
    id: str
    name: str


class PracticumsUnconfirmedPracticumsEdgesNodeCompetence(BaseModel):
    name: str


class PracticumsUnconfirmedPracticumsEdgesNodeEnrolled(BaseModel):
    total_count: int = Field(alias="totalCount")


PracticumsUnconfirmed.model_rebuild()
PracticumsUnconfirmedPracticums.model_rebuild()
PracticumsUnconfirmedPracticumsEdges.model_rebuild()
PracticumsUnconfirmedPracticumsEdgesNode.model_rebuild()
