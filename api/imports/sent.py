"""A sheet as it is sent: the body itself, or the file of a form, on the disk and nowhere else.

It lies there without a name: nothing is left of it when the request ends, however it ends.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value
from pathlib import Path
from typing import IO, BinaryIO, Final

import anyio.to_thread
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from api.errors import MediaTypeError, RequestError, TooLargeError
from imports.reading import LIMITS, Refusal, RefusedFileError

_MEGABYTE: Final = 1024 * 1024
_FORM: Final = "multipart/form-data"
_OTHER_FORM: Final = "application/x-www-form-urlencoded"
_AROUND_FILE: Final = 16_384
"""What a form may be longer than its file: other fields and the lines between them."""
_MOST_FIELDS: Final = 10
_LONGEST_NAME: Final = 200
_NO_NAME: Final = (
    "Назовите файл: заголовок Content-Disposition: attachment; filename*=UTF-8''students.xlsx, "
    "или поле file формы."
)


class FileOverLimitError(RefusedFileError, TooLargeError):
    """More bytes than a sheet may have, seen before anything is read."""

    code = RefusedFileError.code

    def __init__(self) -> None:
        super().__init__(
            Refusal.TOO_LARGE,
            f"Файл больше {LIMITS.file // _MEGABYTE} МБ. Разделите его на части: каждая со своей "
            "строкой заголовков.",
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent: where it lies now, what people call it, the form's other fields."""

    path: Path
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)


@asynccontextmanager
async def sent(request: Request) -> AsyncIterator[Sent]:
    """The file of a request, as long as the block lasts.

    RequestError for no file or no name, FileOverLimitError as soon as it is too large,
    MediaTypeError for a form that holds no files.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _OTHER_FORM:
        raise MediaTypeError("Такая форма не несёт файлов: нужна multipart/form-data.")
    try:
        reading = _of_form(request) if kind == _FORM else _of_body(request)
        async with reading as file:
            yield file
    except ClientDisconnect as error:
        raise RequestError("Загрузка прервалась. Загрузите файл снова.") from error


@asynccontextmanager
async def _of_body(request: Request) -> AsyncIterator[Sent]:
    name = named(request.headers.get("content-disposition", ""))
    with tempfile.TemporaryFile(prefix="orientir-") as file:
        async for chunk in _bounded(request, LIMITS.file):
            await anyio.to_thread.run_sync(file.write, chunk)
        yield _lying(file, name, {})


@asynccontextmanager
async def _of_form(request: Request) -> AsyncIterator[Sent]:
    form = await _form(request)
    try:
        uploads = [value for value in form.values() if isinstance(value, UploadFile)]
        upload = next((one for one in uploads if one.filename), None)
        if upload is None:
            raise RequestError("Выберите файл таблицы.")
        if (upload.size or 0) > LIMITS.file:
            raise FileOverLimitError
        fields = {key: value for key, value in form.items() if isinstance(value, str)}
        yield _lying(upload.file, _checked(upload.filename or ""), fields)
    finally:
        await form.close()


async def _form(request: Request) -> FormData:
    stream = _bounded(request, LIMITS.file + _AROUND_FILE)
    parser = MultiPartParser(request.headers, stream, max_files=1, max_fields=_MOST_FIELDS)
    try:
        return await parser.parse()
    except MultiPartException as error:
        raise RequestError("Форма с файлом непонятна. Отправьте один файл в поле file.") from error


async def _bounded(request: Request, most: int) -> AsyncGenerator[bytes]:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise FileOverLimitError
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise FileOverLimitError
        yield chunk


def named(disposition: str) -> str:
    """The file's name of a Content-Disposition, Russian ones too; RequestError if there is none.

    Source: RFC 6266, RFC 8187.
    """
    header = Message()
    header["Content-Disposition"] = disposition
    given = header.get_params([], header="content-disposition")
    names = [value for key, value in given if key.lower() == "filename"]
    # Of two the one with a character set (filename*) is meant: the other is for old programs.
    names.sort(key=lambda value: not isinstance(value, tuple))
    return _checked(_meant(collapse_rfc2231_value(names[0])) if names else "")


def _meant(name: str) -> str:
    """Headers are read as Latin-1, but programs write plain UTF-8 there too."""
    try:
        return name.encode("latin-1").decode()
    except UnicodeError:
        return name


def _checked(name: str) -> str:
    """The name alone: browsers and programs have sent whole paths."""
    last = name.replace("\\", "/").rpartition("/")[2].strip()
    if not last or not last.isprintable() or len(last) > _LONGEST_NAME:
        raise RequestError(_NO_NAME)
    return last


def _lying(file: IO[bytes] | BinaryIO, name: str, fields: Mapping[str, str]) -> Sent:
    """An open file without a name has this path for whoever opens it anew in this process."""
    on_disk = file.fileno()  # what was kept in memory is put on the disk by this
    file.flush()
    return Sent(Path(f"/dev/fd/{on_disk}"), name, fields)
