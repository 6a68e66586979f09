from pydantic import Field

from .base_model import BaseModel


class ImportKinds(BaseModel):
    import_kinds: list["ImportKindsImportKinds"] = Field(alias="importKinds")


class ImportKindsImportKinds(BaseModel):
    name: str
    title: str
    about: str
    clause: str
    template: str
    columns: list["ImportKindsImportKindsColumns"]


class ImportKindsImportKindsColumns(BaseModel):
    key: str
    title: str
    required: bool
    synonyms: list[str]
    words: list[str]
    example: str


ImportKinds.model_rebuild()
ImportKindsImportKinds.model_rebuild()
