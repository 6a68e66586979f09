"""Why a file is not taken or not given; nothing here names a child."""

from __future__ import annotations

from graph.errors import AccessError, InputError


class MediaRightError(AccessError):
    """This role may not do this with a file."""

    def __init__(self) -> None:
        super().__init__("Фото и видео загружает, размечает и убирает координатор региона.")


class NoPlaceError(InputError):
    """No such practicum, child or file, or none within scope: nobody can tell which."""

    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("Такой записи нет, или она не относится к вашим регионам.")


class NotShownError(AccessError):
    """The file shows a child whose consent does not cover images."""

    code = "IMAGE_WITHOUT_CONSENT"

    def __init__(self) -> None:
        super().__init__(
            "Файл не показывается никому: на нём есть ребёнок, которого нельзя снимать по согласию "
            "(пункт 5.4.7). Уберите файл, исправьте отметку или внесите согласие на съёмку."
        )
