from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Severity


class SchoolGaps(BaseModel):
    school: Optional["SchoolGapsSchool"]


class SchoolGapsSchool(BaseModel):
    id: str
    name: str
    municipality: Optional["SchoolGapsSchoolMunicipality"]
    representatives: "SchoolGapsSchoolRepresentatives"
    navigators: "SchoolGapsSchoolNavigators"
    gaps: "SchoolGapsSchoolGaps"


class SchoolGapsSchoolMunicipality(BaseModel):
    name: str


class SchoolGapsSchoolRepresentatives(BaseModel):
    edges: list["SchoolGapsSchoolRepresentativesEdges"]


class SchoolGapsSchoolRepresentativesEdges(BaseModel):
    from_: date = Field(alias="from")
    to: Optional[date]
    node: "SchoolGapsSchoolRepresentativesEdgesNode"


class SchoolGapsSchoolRepresentativesEdgesNode(BaseModel):
    id: str
    full_name: Optional[str] = Field(alias="fullName")


class SchoolGapsSchoolNavigators(BaseModel):
    edges: list["SchoolGapsSchoolNavigatorsEdges"]


class SchoolGapsSchoolNavigatorsEdges(BaseModel):
    from_: date = Field(alias="from")
    to: Optional[date]
    node: "SchoolGapsSchoolNavigatorsEdgesNode"


class SchoolGapsSchoolNavigatorsEdgesNode(BaseModel):
    id: str
    full_name: Optional[str] = Field(alias="fullName")


class SchoolGapsSchoolGaps(BaseModel):
    total_count: int = Field(alias="totalCount")
    edges: list["SchoolGapsSchoolGapsEdges"]


class SchoolGapsSchoolGapsEdges(BaseModel):
    node: "SchoolGapsSchoolGapsEdgesNode"


class SchoolGapsSchoolGapsEdgesNode(BaseModel):
    id: str
    title: str
    advice: Optional[str]
    clause: Optional[str]
    severity: Severity
    count: int
    due_on: Optional[date] = Field(alias="dueOn")
    answered_by: Optional["SchoolGapsSchoolGapsEdgesNodeAnsweredBy"] = Field(
        alias="answeredBy"
    )


class SchoolGapsSchoolGapsEdgesNodeAnsweredBy(BaseModel):
    id: str
    full_name: Optional[str] = Field(alias="fullName")


SchoolGaps.model_rebuild()
SchoolGapsSchool.model_rebuild()
SchoolGapsSchoolRepresentatives.model_rebuild()
SchoolGapsSchoolRepresentativesEdges.model_rebuild()
SchoolGapsSchoolNavigators.model_rebuild()
SchoolGapsSchoolNavigatorsEdges.model_rebuild()
SchoolGapsSchoolGaps.model_rebuild()
SchoolGapsSchoolGapsEdges.model_rebuild()
SchoolGapsSchoolGapsEdgesNode.model_rebuild()
