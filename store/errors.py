"""What can go wrong with a file; messages name no file and nobody."""

from __future__ import annotations

from graph.errors import InputError, OrientirError


class FileTooLargeError(InputError):
    """More bytes than are taken of this kind."""

    code = "TOO_LARGE"

    def __init__(self, limit: int) -> None:
        super().__init__(f"Файл больше {limit // 1_000_000} МБ. Уменьшите его и загрузите снова.")


class FileTypeError(InputError):
    """Not of a type that is taken, or not of the type it is said to be."""

    code = "BAD_FILE_TYPE"


class FileMissingError(OrientirError):
    """The store has no such file, though the graph names it."""

    code = "FILE_MISSING"

    def __init__(self) -> None:
        super().__init__("Самого файла в хранилище сейчас нет. Повторите позже или загрузите его.")


class StoreUnavailableError(OrientirError):
    """The store doesn't answer, or refuses."""

    code = "STORE_UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__(
            "Хранилище фото и видео не отвечает. Повторите позже; "
            "тому, кто ведёт систему: проверьте настройки ORIENTIR_MEDIA_…"
        )
