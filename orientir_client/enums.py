from enum import Enum


class CellState(str, Enum):
    AT_LEAST = "AT_LEAST"
    HIDDEN = "HIDDEN"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    NOT_HELD = "NOT_HELD"
    NO_DATA = "NO_DATA"
    VALUE = "VALUE"
    ZERO = "ZERO"


class ColumnKind(str, Enum):
    DATE = "DATE"
    LINK = "LINK"
    MOMENT = "MOMENT"
    NUMBER = "NUMBER"
    PERCENT = "PERCENT"
    TEXT = "TEXT"
    YES_NO = "YES_NO"


class ConsentMark(str, Enum):
    MISSING = "MISSING"
    RECEIVED = "RECEIVED"


class Format(str, Enum):
    ENGAGED = "ENGAGED"
    INTRODUCTORY = "INTRODUCTORY"
    IN_DEPTH = "IN_DEPTH"


class GapChange(str, Enum):
    AVERTED = "AVERTED"
    CLOSED = "CLOSED"
    COUNT = "COUNT"
    OPENED = "OPENED"
    OVERDUE = "OVERDUE"
    REDATED = "REDATED"
    REOPENED = "REOPENED"
    UPCOMING = "UPCOMING"
    WAIVED = "WAIVED"


class GapState(str, Enum):
    AVERTED = "AVERTED"
    CLOSED = "CLOSED"
    OPEN = "OPEN"
    UPCOMING = "UPCOMING"
    WAIVED = "WAIVED"


class ImportState(str, Enum):
    DONE = "DONE"
    PREVIEWED = "PREVIEWED"
    READ = "READ"
    RECEIVING = "RECEIVING"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"
    WRITING = "WRITING"


class Severity(str, Enum):
    A = "A"
    B = "B"
    C = "C"
