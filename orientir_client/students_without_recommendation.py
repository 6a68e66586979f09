from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class StudentsWithoutRecommendation(BaseModel):
    students_by: list["StudentsWithoutRecommendationStudentsBy"] = Field(
        alias="studentsBy"
    )


class StudentsWithoutRecommendationStudentsBy(BaseModel):
    school: Optional["StudentsWithoutRecommendationStudentsBySchool"]
    count: int


class StudentsWithoutRecommendationStudentsBySchool(BaseModel):
    id: str
    name: str


StudentsWithoutRecommendation.model_rebuild()
StudentsWithoutRecommendationStudentsBy.model_rebuild()
