from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ConsentMark


class StudentsRegistered(BaseModel):
    students: "StudentsRegisteredStudents"


class StudentsRegisteredStudents(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "StudentsRegisteredStudentsPageInfo" = Field(alias="pageInfo")
    edges: list["StudentsRegisteredStudentsEdges"]


class StudentsRegisteredStudentsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class StudentsRegisteredStudentsEdges(BaseModel):
    node: "StudentsRegisteredStudentsEdgesNode"


class StudentsRegisteredStudentsEdgesNode(BaseModel):
    id: str
    grade: Optional[int]
    registered_at: Optional[datetime] = Field(alias="registeredAt")
    consent_mark: Optional[ConsentMark] = Field(alias="consentMark")
    school: Optional["StudentsRegisteredStudentsEdgesNodeSchool"]


class StudentsRegisteredStudentsEdgesNodeSchool(BaseModel):
    id: str
    name: str
    municipality: Optional["StudentsRegisteredStudentsEdgesNodeSchoolMunicipality"]


class StudentsRegisteredStudentsEdgesNodeSchoolMunicipality(BaseModel):
    name: str


StudentsRegistered.model_rebuild()
StudentsRegisteredStudents.model_rebuild()
StudentsRegisteredStudentsEdges.model_rebuild()
StudentsRegisteredStudentsEdgesNode.model_rebuild()
StudentsRegisteredStudentsEdgesNodeSchool.model_rebuild()
