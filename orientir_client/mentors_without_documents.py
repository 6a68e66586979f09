from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class MentorsWithoutDocuments(BaseModel):
    mentors_without_documents: "MentorsWithoutDocumentsMentorsWithoutDocuments" = Field(
        alias="mentorsWithoutDocuments"
    )


class MentorsWithoutDocumentsMentorsWithoutDocuments(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "MentorsWithoutDocumentsMentorsWithoutDocumentsPageInfo" = Field(
        alias="pageInfo"
    )
    edges: list["MentorsWithoutDocumentsMentorsWithoutDocumentsEdges"]


class MentorsWithoutDocumentsMentorsWithoutDocumentsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class MentorsWithoutDocumentsMentorsWithoutDocumentsEdges(BaseModel):
    node: "MentorsWithoutDocumentsMentorsWithoutDocumentsEdgesNode"


class MentorsWithoutDocumentsMentorsWithoutDocumentsEdgesNode(BaseModel):
    region: Optional[str]
    mentor: Optional[str]
    practicums: Optional[int]
    held: Optional[int]
    first_on: Optional[date] = Field(alias="firstOn")
    attendances: Optional[int]


MentorsWithoutDocuments.model_rebuild()
MentorsWithoutDocumentsMentorsWithoutDocuments.model_rebuild()
MentorsWithoutDocumentsMentorsWithoutDocumentsEdges.model_rebuild()
