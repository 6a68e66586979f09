from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SchoolsWithoutStudents(BaseModel):
    schools_without_students: "SchoolsWithoutStudentsSchoolsWithoutStudents" = Field(
        alias="schoolsWithoutStudents"
    )


class SchoolsWithoutStudentsSchoolsWithoutStudents(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "SchoolsWithoutStudentsSchoolsWithoutStudentsPageInfo" = Field(
        alias="pageInfo"
    )
    edges: list["SchoolsWithoutStudentsSchoolsWithoutStudentsEdges"]


class SchoolsWithoutStudentsSchoolsWithoutStudentsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class SchoolsWithoutStudentsSchoolsWithoutStudentsEdges(BaseModel):
    node: "SchoolsWithoutStudentsSchoolsWithoutStudentsEdgesNode"


class SchoolsWithoutStudentsSchoolsWithoutStudentsEdgesNode(BaseModel):
    region: Optional[str]
    municipality: Optional[str]
    school: Optional[str]
    school_name: Optional[str] = Field(alias="schoolName")
    planned: Optional[int]


SchoolsWithoutStudents.model_rebuild()
SchoolsWithoutStudentsSchoolsWithoutStudents.model_rebuild()
SchoolsWithoutStudentsSchoolsWithoutStudentsEdges.model_rebuild()
