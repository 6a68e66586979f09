from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class StudentsByGrade(BaseModel):
    students_by: list["StudentsByGradeStudentsBy"] = Field(alias="studentsBy")


class StudentsByGradeStudentsBy(BaseModel):
    grade: Optional[int]
    count: int


StudentsByGrade.model_rebuild()
