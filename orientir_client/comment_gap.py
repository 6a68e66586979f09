from pydantic import Field

from .base_model import BaseModel


class CommentGap(BaseModel):
    comment_gap: "CommentGapCommentGap" = Field(alias="commentGap")


class CommentGapCommentGap(BaseModel):
    id: str


CommentGap.model_rebuild()
