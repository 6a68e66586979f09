"""Which types of files are taken, and what a file is by its first bytes, whatever it is called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import puremagic

from store.errors import FileTypeError

# Enough of a file for its type to be known.
BEGINNING: Final = 4096


class Family(StrEnum):
    """What a person sees in a file; limits of size are per family."""

    PHOTO = "photo"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Content:
    """A type that is taken: its MIME name, the end of a file's name, its family."""

    mime: str
    extension: str
    family: Family


ALLOWED: Final = {
    content.mime: content
    for content in (
        Content("image/jpeg", "jpg", Family.PHOTO),
        Content("image/png", "png", Family.PHOTO),
        Content("image/webp", "webp", Family.PHOTO),
        Content("image/heif", "heic", Family.PHOTO),
        Content("video/mp4", "mp4", Family.VIDEO),
        Content("video/quicktime", "mov", Family.VIDEO),
        Content("video/webm", "webm", Family.VIDEO),
    )
}
# Other names that clients give the same bytes.
_SAME: Final = {"image/jpg": "image/jpeg", "image/heic": "image/heif"}


def claimed(mime: str, family: Family) -> Content:
    """The type a client says it sends; FileTypeError if it is not taken as this family."""
    name = mime.partition(";")[0].strip().lower()
    content = ALLOWED.get(_SAME.get(name, name))
    if content is None or content.family is not family:
        taken = ", ".join(one.extension for one in ALLOWED.values() if one.family is family)
        raise FileTypeError(f"Такой тип файла не принимается. Можно: {taken}.")
    return content


def check(beginning: bytes, content: Content) -> None:
    """FileTypeError unless a file that begins so is of this type."""
    if _recognised(beginning) != content.mime:
        raise FileTypeError(
            f"Содержимое файла — не {content.extension}. Проверьте, что файл цел и тот самый."
        )


def _recognised(beginning: bytes) -> str:
    try:
        return puremagic.from_string(beginning, mime=True)
    except (puremagic.PureError, ValueError):
        return ""
