"""Sheets that people bring in: an import of a file, and its rows as they were read and decided."""

from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Personal, Property, Relationship


class ImportState(StrEnum):
    """How far an import has come."""

    RECEIVING = "receiving"
    READ = "read"
    PREVIEWED = "previewed"
    WRITING = "writing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


# The same file for the same region is the same import: its id is made of both.
IMPORT_BATCH = Node(
    "ImportBatch",
    "загрузка",
    "5.2",
    (
        Property("kind", Kind.TEXT, "вид листа", required=True),
        Property("sha256", Kind.TEXT, "отпечаток файлов", required=True, indexed=True),
        Property("state", Kind.TEXT, "состояние", choices=ImportState, indexed=True),
        Property("file", Kind.TEXT, "имя файла", personal=Personal.ADULT),
        Property("sheet", Kind.TEXT, "лист"),
        Property("account", Kind.TEXT, "учётная запись"),
        Property("read_at", Kind.INSTANT, "прочитано", indexed=True),
        Property("loaded_at", Kind.INSTANT, "загружено"),
        Property("header", Kind.TEXT, "колонки файла (JSON)"),
        Property("header_row", Kind.INTEGER, "строка заголовков", minimum=0),
        Property("problems", Kind.TEXT, "замечания к файлу (JSON)"),
        Property("counts", Kind.TEXT, "строк по судьбам (JSON)"),
        Property("digest", Kind.TEXT, "отпечаток предпросмотра"),
        Property("rows", Kind.INTEGER, "строк в файле", minimum=0),
        Property("planned", Kind.INTEGER, "строк сверено", minimum=0),
        Property("written", Kind.INTEGER, "строк записано", minimum=0),
        Property("next_part", Kind.INTEGER, "с какой части продолжать", minimum=0),
        Property("seen_entry", Kind.INTEGER, "записей журнала учтено", minimum=0),
        Property("leased_by", Kind.TEXT, "кто сейчас выполняет"),
        Property("leased_until", Kind.INSTANT, "до какого мига выполняет"),
        Property("created", Kind.INTEGER, "создано", unit="записей", minimum=0),
        Property("updated", Kind.INTEGER, "обновлено", unit="записей", minimum=0),
        Property("unchanged", Kind.INTEGER, "без изменений", unit="записей", minimum=0),
    ),
    region_link="in_region",
    since="loaded_at",
)

# Its texts are whole rows of a sheet, packed; they are destroyed some days after the import ended.
IMPORT_PART = Node(
    "ImportPart",
    "часть загрузки",
    "5.2",
    (
        Property("number", Kind.INTEGER, "номер части", required=True, minimum=0),
        Property("rows", Kind.INTEGER, "строк", required=True, minimum=0),
        Property("cells", Kind.TEXT, "ячейки (сжатый JSON)", personal=Personal.SPECIAL),
        Property("plan", Kind.TEXT, "что записать (сжатый JSON)", personal=Personal.SPECIAL),
        Property("undo", Kind.TEXT, "что было (сжатый JSON)", personal=Personal.SPECIAL),
        Property("decisions", Kind.TEXT, "решения людей по строкам (JSON)"),
        Property("counts", Kind.TEXT, "строк по судьбам (JSON)"),
        Property("digest", Kind.TEXT, "отпечаток сверки"),
    ),
    region_link="batch",
)

RELATIONSHIPS = (
    # (:ImportBatch)-[:IMPORTED_FOR]->(:Region)
    Relationship(
        "IMPORTED_FOR",
        "ImportBatch",
        ("Region",),
        "in_region",
        "загружено для региона",
        "5.2",
        Cardinality.ONE,
    ),
    # (:ImportPart)-[:PART_OF_IMPORT]->(:ImportBatch)
    Relationship(
        "PART_OF_IMPORT",
        "ImportPart",
        ("ImportBatch",),
        "batch",
        "часть загрузки",
        "5.2",
        Cardinality.ONE,
        back="parts",
    ),
    # (:School)-[:CAME_FROM]->(:ImportBatch)
    Relationship("CAME_FROM", "School", ("ImportBatch",), "imports", "получено из", "5.2"),
)
NODES = (IMPORT_BATCH, IMPORT_PART)
