from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CompetencesNotOffered(BaseModel):
    competences_not_offered: "CompetencesNotOfferedCompetencesNotOffered" = Field(
        alias="competencesNotOffered"
    )


class CompetencesNotOfferedCompetencesNotOffered(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "CompetencesNotOfferedCompetencesNotOfferedPageInfo" = Field(
        alias="pageInfo"
    )
    edges: list["CompetencesNotOfferedCompetencesNotOfferedEdges"]


class CompetencesNotOfferedCompetencesNotOfferedPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class CompetencesNotOfferedCompetencesNotOfferedEdges(BaseModel):
    node: "CompetencesNotOfferedCompetencesNotOfferedEdgesNode"


class CompetencesNotOfferedCompetencesNotOfferedEdgesNode(BaseModel):
    region: Optional[str]
    region_name: Optional[str] = Field(alias="regionName")
    competence: Optional[str]
    competence_name: Optional[str] = Field(alias="competenceName")
    children: Optional[int]


CompetencesNotOffered.model_rebuild()
CompetencesNotOfferedCompetencesNotOffered.model_rebuild()
CompetencesNotOfferedCompetencesNotOfferedEdges.model_rebuild()
