from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class LateAnswers(BaseModel):
    late_answers: "LateAnswersLateAnswers" = Field(alias="lateAnswers")


class LateAnswersLateAnswers(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "LateAnswersLateAnswersPageInfo" = Field(alias="pageInfo")
    edges: list["LateAnswersLateAnswersEdges"]


class LateAnswersLateAnswersPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class LateAnswersLateAnswersEdges(BaseModel):
    node: "LateAnswersLateAnswersEdgesNode"


class LateAnswersLateAnswersEdgesNode(BaseModel):
    region: Optional[str]
    request: Optional[str]
    subject: Optional[str]
    asked_at: Optional[datetime] = Field(alias="askedAt")
    due_on: Optional[date] = Field(alias="dueOn")
    answered_at: Optional[datetime] = Field(alias="answeredAt")


LateAnswers.model_rebuild()
LateAnswersLateAnswers.model_rebuild()
LateAnswersLateAnswersEdges.model_rebuild()
