"""Why a change is refused. `field` names the input's field in the model's words, or is ""."""

from __future__ import annotations

from typing import ClassVar

from graph.errors import AccessError, InputError


class NotAllowedError(AccessError):
    """This role may not make this change."""

    field: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__("У вашей роли нет права на это изменение.")


class RefusedError(InputError):
    """An expected refusal of one field, or of the whole ("")."""

    code = "INVALID_INPUT"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NoRecordError(RefusedError):
    """No such record, or none within scope: nobody can tell which."""

    code = "NOT_FOUND"

    def __init__(self, field: str) -> None:
        super().__init__(field, "Такой записи нет, или она не относится к вашим регионам.")


class StepError(RefusedError):
    """The step before this one is missing, or this one was taken already."""

    code = "WRONG_STEP"


class VersionConflictError(RefusedError):
    """The record was changed since it was read."""

    code = "VERSION_CONFLICT"

    def __init__(self, current: int) -> None:
        super().__init__(
            "expected_version",
            f"Запись уже изменили, её версия теперь {current}. Прочтите её снова и повторите.",
        )
        self.current = current


class KeyConflictError(RefusedError):
    """The same key was used for another request."""

    code = "IDEMPOTENCY_CONFLICT"

    def __init__(self) -> None:
        super().__init__(
            "idempotency_key",
            "Этот ключ повтора уже был у другого запроса. Для нового запроса возьмите новый ключ.",
        )
