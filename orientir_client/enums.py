from enum import Enum


class ConsentMark(str, Enum):
    MISSING = "MISSING"
    RECEIVED = "RECEIVED"


class Format(str, Enum):
    ENGAGED = "ENGAGED"
    INTRODUCTORY = "INTRODUCTORY"
    IN_DEPTH = "IN_DEPTH"


class GapChange(str, Enum):
    CLOSED = "CLOSED"
    COUNT = "COUNT"
    OPENED = "OPENED"
    OVERDUE = "OVERDUE"
    REOPENED = "REOPENED"
    WAIVED = "WAIVED"


class GapState(str, Enum):
    CLOSED = "CLOSED"
    OPEN = "OPEN"
    WAIVED = "WAIVED"


class Severity(str, Enum):
    A = "A"
    B = "B"
    C = "C"
